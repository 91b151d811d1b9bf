"""What is wrong with one line of a file, column by column, before anything is done. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from bookings.referrals.sheet.columns import BY_NAME, COLUMNS, REACHES
from bookings.sheets.reading import FORMULA, Cells

HANDOVERS = {"": "invite", "inviter": "invite", "appeler": "call", "invite": "invite", "call": "call"}
Fault = tuple[str, str, int]
"""The column, what is wrong with it, and a number where the sentence has one."""


@dataclass(frozen=True)
class Known:
    """What a line may name: topics by code, sites by their name in small letters, languages; and what day it is."""

    topics: Mapping[str, int]
    sites: Mapping[str, int]
    languages: frozenset[str]
    today: date


@dataclass(frozen=True)
class Line:
    """One line that can be sent. `site_id` None: any of the organisation chosen for the file."""

    reference: str
    name: str
    reach: str
    value: str
    topic_id: int
    site_id: int | None
    need: str
    deadline: str
    language: str
    companion: str
    handover: str
    companion_phone: str = ""

    def content(self) -> str:
        """All of it, as one text that two equal lines share. (What came later than the first files counts where it is said.)"""
        said = asdict(self)
        later = said.pop("companion_phone")
        return "\x1f".join(str(value) for value in [*said.values(), *([later] if later else [])])


def check(cells: Cells, known: Known) -> tuple[Line | None, list[Fault]]:
    """The line, or all that is wrong with it. The way to reach the person is looked at by whoever knows numbers."""
    values = {column.name: cells.values.get(column.name, "") for column in COLUMNS}
    for name in ("mobile", "fixe", "telephone_accompagnant"):
        # Excel takes a French telephone number for a quantity, and its first zero away.
        if len(values[name]) == 9 and values[name].isascii() and values[name].isdigit():
            values[name] = f"0{values[name]}"
    faults = [fault for column in COLUMNS for fault in _cell(column.name, values[column.name])]
    reach = next((name for name in REACHES if values[name]), None)
    if reach is None:
        faults.append(("mobile", "no_way", 0))
    faults += _named(values, known)
    deadline, wrong = _deadline(values["avant_le"], known.today)
    faults += wrong
    if faults or reach is None:
        return None, _one_a_column(faults)
    read: dict[str, Any] = {"reference": values["reference"], "name": values["nom"], "need": values["besoin"]}
    return (
        Line(
            **read,
            reach=REACHES[reach],
            value=values[reach],
            topic_id=known.topics[values["motif"].lower()],
            site_id=known.sites[values["lieu"].lower()] if values["lieu"] else None,
            deadline=deadline,
            language=values["langue"].lower() or "fr",
            companion=values["accompagnant"],
            handover=HANDOVERS[values["suite"].lower()],
            companion_phone=values["telephone_accompagnant"],
        ),
        [],
    )


def _cell(name: str, value: str) -> list[Fault]:
    column = BY_NAME[name]
    if value == FORMULA:
        return [(name, "formula", 0)]
    if column.required and not value:
        return [(name, "missing", 0)]
    if len(value) > column.longest:
        return [(name, "too_long", column.longest)]
    # A postal address has lines; nothing else has.
    if any(not (each.isprintable() or (each in "\r\n" and name == "adresse")) for each in value):
        return [(name, "control", 0)]
    return []


def _named(values: Mapping[str, str], known: Known) -> list[Fault]:
    faults: list[Fault] = []
    if values["motif"] and values["motif"].lower() not in known.topics:
        faults.append(("motif", "unknown", 0))
    if values["lieu"] and values["lieu"].lower() not in known.sites:
        faults.append(("lieu", "unknown", 0))
    if values["langue"] and values["langue"].lower() not in known.languages:
        faults.append(("langue", "unknown", 0))
    if values["suite"].lower() not in HANDOVERS:
        faults.append(("suite", "unknown", 0))
    return faults


def _deadline(typed: str, today: date) -> tuple[str, list[Fault]]:
    if not typed or typed == FORMULA:
        return "", []
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day of the calendar has no zone
        except ValueError:
            continue
        if day < today:
            return "", [("avant_le", "past", 0)]
        return (day.isoformat(), []) if day.year < today.year + 5 else ("", [("avant_le", "no_day", 0)])
    return "", [("avant_le", "no_day", 0)]


def _one_a_column(faults: list[Fault]) -> list[Fault]:
    """The first thing that is wrong with each: "missing" and "unknown" of one cell are one."""
    return list({fault[0]: fault for fault in reversed(faults)}.values())[::-1]
