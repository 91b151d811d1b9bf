"""The rules of the national activity report (compte rendu d'activité), as read on 2026-06-30. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from bookings.outcomes import vocabularies as codes

# A whole day: longer is a slip of the hand.
MAX_DURATION_MIN = 12 * 60


@dataclass(frozen=True)
class Report:
    """One activity report, by codes.

    `referred` is the national `oriente_vers_structure`; `has_site` and `has_commune` say whether the place is
    known; `participants` is how many came to a workshop.
    """

    themes: Sequence[str]
    result: str
    next_step: str
    duration_min: int
    kind: str = "individuel"
    place: str = "lieu_activite"
    sub_themes: Sequence[str] = ()
    equipment: Sequence[str] = ()
    autonomy: str = ""
    referred: bool = False
    referred_to: Sequence[str] = ()
    level: str = ""
    participants: int = 0
    has_site: bool = True
    has_commune: bool = False


class Reason(Enum):
    """What is wrong with a field."""

    MISSING = "missing"
    UNKNOWN = "unknown code"
    NOT_REFERRED = "structures named but nobody was referred"
    INDIVIDUAL_ONLY = "individual support only"
    WORKSHOP_ONLY = "workshops only"
    DURATION = "not a number of whole minutes in a day"
    NEEDS_SITE = "this place needs a site"
    NEEDS_COMMUNE = "this place needs a commune"


class Fault(NamedTuple):
    """One broken rule: the field of `Report` to mend, and why."""

    field: str
    reason: Reason


def completed(report: Report) -> Report:
    """The report with the theme that sub-themes bring along by themselves."""
    if not report.sub_themes or codes.PAPERWORK in report.themes:
        return report
    return replace(report, themes=[*report.themes, codes.PAPERWORK])


def faults(report: Report) -> list[Fault]:
    """All the rules that a completed report breaks; empty when it is right."""
    return [*_unknown_codes(report), *_about_everyone(report), *_about_its_kind(report)]


def _unknown_codes(report: Report) -> Iterator[Fault]:
    listed: Sequence[tuple[str, Sequence[str], Collection[str]]] = (
        ("themes", report.themes, codes.THEMES),
        ("sub_themes", report.sub_themes, codes.SUB_THEMES),
        ("equipment", report.equipment, codes.EQUIPMENT),
        ("referred_to", report.referred_to, codes.REFERRALS),
        ("result", [report.result], codes.RESULTS),
        ("next_step", [report.next_step], codes.NEXT_STEPS),
        ("kind", [report.kind], codes.KINDS),
        ("place", [report.place], codes.PLACES),
        ("autonomy", [report.autonomy or "autonome"], codes.AUTONOMY),
        ("level", [report.level or "debutant"], codes.LEVELS),
    )
    for field, given, known in listed:
        if any(code not in known for code in given):
            yield Fault(field, Reason.UNKNOWN)


def _about_everyone(report: Report) -> Iterator[Fault]:
    if not report.themes:
        yield Fault("themes", Reason.MISSING)
    if not 0 < report.duration_min <= MAX_DURATION_MIN:
        yield Fault("duration_min", Reason.DURATION)
    if report.referred_to and not report.referred:
        yield Fault("referred_to", Reason.NOT_REFERRED)
    if report.place == "lieu_activite" and not report.has_site:
        yield Fault("place", Reason.NEEDS_SITE)
    if report.place in ("autre", "domicile") and not report.has_commune:
        yield Fault("place", Reason.NEEDS_COMMUNE)


def _about_its_kind(report: Report) -> Iterator[Fault]:
    if report.kind == "collectif":
        if report.autonomy:
            yield Fault("autonomy", Reason.INDIVIDUAL_ONLY)
        if report.referred or report.referred_to:
            yield Fault("referred_to", Reason.INDIVIDUAL_ONLY)
        if report.participants < 1:
            yield Fault("participants", Reason.MISSING)
        return
    if report.level:
        yield Fault("level", Reason.WORKSHOP_ONLY)
    if report.participants:
        yield Fault("participants", Reason.WORKSHOP_ONLY)
