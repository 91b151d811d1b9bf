"""A file of communes, line by line: `code_insee,nom,codes_postaux` and what else is known.

Reasons of refusal are French sentences that name the column; `rennes_metropole.csv` beside this module is an example.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from mediation.directory.facts import number
from mediation.directory.reading import Fault, Line, Schema, read
from mediation.directory.schema import INSEE_PATTERN

SHIPPED = Path(__file__).with_name("rennes_metropole.csv")
MANDATORY = ("code_insee", "nom", "codes_postaux")
OPTIONAL = ("population_municipale", "latitude", "longitude", "anciennes_communes", "codes_cedex")
_NAME_MAX = 80
_LARGEST = 10_000_000


@dataclass(frozen=True)
class CommuneFacts:
    """One commune. `former` are its earlier names and the communes it took in, with their INSEE code if known."""

    insee_code: str
    name: str
    postcodes: tuple[str, ...]
    population: int = 0
    latitude: float | None = None
    longitude: float | None = None
    former: tuple[tuple[str, str], ...] = ()
    cedex: tuple[str, ...] = ()


@dataclass(frozen=True)
class CommuneFile:
    """The communes of a file, and why its other lines cannot be taken, in the order of the file."""

    communes: tuple[CommuneFacts, ...]
    faults: tuple[Fault, ...]
    unknown_columns: tuple[str, ...]


def read_communes(data: bytes) -> CommuneFile:
    """The communes of a CSV file. Raises `UnreadableFile` when encoding or heading make the rest meaningless."""
    reading = read(data, Schema((*MANDATORY, *OPTIONAL), MANDATORY))
    faults = [*reading.faults]
    communes: dict[str, CommuneFacts] = {}
    for line in reading.lines:
        found = [*_faults(line)]
        code = line.values["code_insee"].strip()
        if code in communes:
            found.append(Fault(line.number, f"« {code} » est déjà dans le fichier.", "code_insee"))
        faults += found
        if not found:
            communes[code] = _facts(line)
    in_order = tuple(sorted(faults, key=lambda fault: fault.line))
    return CommuneFile(tuple(communes.values()), in_order, reading.unknown_columns)


def _faults(line: Line) -> Iterable[Fault]:
    for column, value in line.values.items():
        if (reason := _CHECKS[column](value.strip())) and (value.strip() or column in MANDATORY):
            yield Fault(line.number, reason, column)
    if bool(line.values.get("latitude", "").strip()) != bool(line.values.get("longitude", "").strip()):
        yield Fault(line.number, "latitude et longitude vont ensemble.", "latitude")


def _facts(line: Line) -> CommuneFacts:
    def raw(column: str) -> str:
        return line.values.get(column, "").strip()

    return CommuneFacts(
        insee_code=raw("code_insee"),
        name=raw("nom"),
        postcodes=_codes(raw("codes_postaux")),
        population=int(raw("population_municipale") or 0),
        latitude=number(raw("latitude")),
        longitude=number(raw("longitude")),
        former=tuple(_former(part) for part in raw("anciennes_communes").split("|") if part.strip()),
        cedex=_codes(raw("codes_cedex")),
    )


def _codes(text: str) -> tuple[str, ...]:
    """Codes between spaces, commas, semicolons or bars, each once."""
    return tuple(dict.fromkeys(re.findall(r"[^\s,;|]+", text)))


def _former(text: str) -> tuple[str, str]:
    """`35073 Châtillon-sur-Seiche` or the name alone, as (name, code)."""
    code = re.match(rf"\s*({INSEE_PATTERN})\s+", text)
    return (text[code.end() :].strip(), code[1]) if code else (text.strip(), "")


def _code(text: str) -> str:
    return "" if re.fullmatch(INSEE_PATTERN, text) else "code INSEE de commune attendu (par exemple 35238)."


def _name(text: str) -> str:
    if not text:
        return "valeur obligatoire absente."
    return "" if len(text) <= _NAME_MAX and "\x00" not in text else f"{_NAME_MAX} caractères au plus."


def _postcodes(text: str) -> str:
    codes = _codes(text)
    wrong = [code for code in codes if not re.fullmatch("[0-9]{5}", code)]
    return "cinq chiffres attendus, séparés par des espaces." if wrong or not codes else ""


def _people(text: str) -> str:
    whole = re.fullmatch("[0-9]{1,8}", text) and int(text) <= _LARGEST
    return "" if whole else "nombre entier d’habitants attendu, sans espace."


def _former_names(text: str) -> str:
    names = [_former(part)[0] for part in text.split("|") if part.strip()]
    if any(_name(name) for name in names):
        return f"un nom par barre « | », {_NAME_MAX} caractères au plus."
    return "nom présent deux fois." if len(set(names)) < len(names) else ""


def _degrees(limit: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        degrees = number(text)
        wrong = degrees is None or abs(degrees) > limit
        return f"nombre attendu entre -{limit} et {limit}." if wrong else ""

    return check


_CHECKS: dict[str, Callable[[str], str]] = {
    "code_insee": _code,
    "nom": _name,
    "codes_postaux": _postcodes,
    "population_municipale": _people,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "anciennes_communes": _former_names,
    "codes_cedex": _postcodes,
}
