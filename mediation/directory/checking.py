"""Does one line respect the national schema? Reasons are French sentences that name the column.

Refused: what the schema forbids, and a `typologie` that the national library does not know. Remarked upon and kept
(`remarks`): what may stand there but cannot be used or published so.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from mediation.directory.facts import number, one_line
from mediation.directory.listed import LISTED, closest, parts, unknown
from mediation.directory.reading import Fault, Line
from mediation.directory.remarks import remarks
from mediation.directory.schema import INSEE_PATTERN, MANDATORY, PIVOT_PATTERN, POSTCODE_PATTERN, SUMMARY_MAX
from mediation.directory.shown import SHOWN_MAX, shown

ID_MAX = 200


def faults_of(lines: Iterable[Line]) -> list[Fault]:
    """Everything the schema forbids in these lines, by line number; an `id` may stand only once."""
    found: list[Fault] = []
    first_seen: dict[str, int] = {}
    for line in lines:
        found += [Fault(line.number, reason, column) for column, reason in _line_faults(line.values)]
        key = line.values["id"].strip()
        if key and key in first_seen:
            found.append(Fault(line.number, f"identifiant déjà présent à la ligne {first_seen[key]}.", "id"))
        first_seen.setdefault(key, line.number)
    return found


def remarks_of(lines: Iterable[Line]) -> list[Fault]:
    """What is kept as it is but cannot be used, or published, as it is."""
    return [Fault(line.number, reason, column) for line in lines for column, reason in remarks(line.values)]


def _line_faults(values: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for column, value in values.items():
        if "\x00" in value:
            yield column, "caractère nul interdit."
        elif not one_line(value, SHOWN_MAX):
            if column in MANDATORY:
                yield column, "valeur obligatoire absente."
        elif column in _CHECKS and (reason := _CHECKS[column](value)):
            yield column, f"{shown(column, value)} : {reason}"
        elif column in LISTED:
            yield from ((column, reason) for reason in _unlisted(column, value))


def _unlisted(column: str, value: str) -> list[str]:
    strangers = unknown(column, value)
    if strangers and len(parts(value)) == 1 and re.search("[;,]", value):
        return [f"{shown(column, value)} : inconnue du schéma ; séparez plusieurs valeurs par « | »."]
    return [f"{shown(column, part)} : valeur inconnue du schéma{_hint(column, part)}." for part in strangers]


def _hint(column: str, part: str) -> str:
    near = closest(column, part)
    return f" (vouliez-vous dire « {near} » ?)" if near else ""


def _pattern(pattern: str, reason: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)
    return lambda value: "" if compiled.fullmatch(value.strip()) else reason


def _day(value: str) -> str:
    # The pattern first: fromisoformat also reads 20261123 and 2026-W48-1, which the schema does not.
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()) and date.fromisoformat(value.strip()):
            return ""
    except ValueError:
        pass
    return "date attendue sous la forme 2026-11-23."


def _degrees(limit: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        degrees = number(value)
        if degrees is None or not math.isfinite(degrees):
            return "nombre attendu."
        return "" if abs(degrees) <= limit else f"nombre attendu entre -{limit} et {limit}."

    return check


def _at_most(limit: int) -> Callable[[str], str]:
    return lambda value: "" if len(value) <= limit else f"{len(value)} caractères au lieu de {limit} au plus."


def _some_letter(value: str) -> str:
    return "" if re.search("[0-9A-Za-zÀ-ÖØ-öø-ÿ]", value) else "lettres ou chiffres attendus."


_CHECKS: dict[str, Callable[[str], str]] = {
    "id": _at_most(ID_MAX),
    "pivot": _pattern(PIVOT_PATTERN, "SIRET ou RNA attendu (9 à 14 chiffres ou lettres)."),
    "code_postal": _pattern(POSTCODE_PATTERN, "cinq chiffres attendus."),
    "code_insee": _pattern(INSEE_PATTERN, "code INSEE de commune attendu (par exemple 35238)."),
    "adresse": _some_letter,
    "commune": _some_letter,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "presentation_resume": _at_most(SUMMARY_MAX),
    "date_maj": _day,
}
