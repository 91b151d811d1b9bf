"""A national CSV file, as bytes, to its lines: each with the number a text editor shows, and its raw cells.

UTF-8 with or without BOM; commas, semicolons or tabs; any line ending; cells over several lines. Nothing is
trimmed or corrected: what the file said is what the export gives back.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from mediation.directory.schema import COLUMNS, MANDATORY

DELIMITERS = (",", ";", "\t")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message is a French sentence for the person who sent it."""


@dataclass(frozen=True)
class Line:
    """One place: `number` is where it starts in the file, `values` only the columns that the file has."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Fault:
    """Why a line cannot be taken. `reason` is a French sentence without personal data."""

    line: int
    reason: str
    column: str = ""

    @property
    def sentence(self) -> str:
        """As a command prints it: the line, the column, the reason."""
        column = f", colonne « {self.column} »" if self.column else ""
        return f"ligne {self.line}{column} : {self.reason}"


@dataclass(frozen=True)
class Reading:
    """What was read: the well-formed lines, the malformed ones, and the columns the schema does not know."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    unknown_columns: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The columns a file may have, and those it must have."""

    columns: tuple[str, ...]
    mandatory: tuple[str, ...]


NATIONAL = Schema(COLUMNS, MANDATORY)


def read(data: bytes, schema: Schema = NATIONAL) -> Reading:
    """Lines of a file of this schema. Raises UnreadableFile when encoding or heading make the rest meaningless."""
    text = decode(data)
    delimiter = guess_delimiter(text, schema)
    records = _records(text, delimiter)
    heading = next((record for record in records if not _is_blank(record)), None)
    if heading is None:
        raise UnreadableFile("Le fichier est vide.")
    if isinstance(heading, Fault):
        raise UnreadableFile(f"La ligne de titre (ligne {heading.line}) est illisible : {heading.reason}")
    names = _column_names(heading[1], schema)
    lines, faults = _split(records, names, schema)
    return Reading(lines, faults, tuple(name for name in names if name and name not in schema.columns))


def decode(data: bytes) -> str:
    """The text of the file, its byte order mark removed. Raises UnreadableFile when it is not UTF-8."""
    if data.startswith(UTF16_MARKS):
        raise UnreadableFile(_not_utf8("UTF-16 (« texte Unicode »)", 1))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(_not_utf8("Windows-1252 (tableur sous Windows)", line)) from error


def _not_utf8(likely: str, line: int) -> str:
    return (
        f"Le fichier n’est pas en UTF-8 (premier caractère illisible à la ligne {line} ; sans doute {likely}). "
        "Enregistrez-le au format « CSV UTF-8 » puis recommencez."
    )


def guess_delimiter(text: str, schema: Schema = NATIONAL) -> str:
    """The separator under which the heading names the most columns of the schema; a comma when in doubt."""
    heading = next((line for line in io.StringIO(text, newline="") if line.strip()), "")

    def known(delimiter: str) -> int:
        return sum(_key(cell.strip().strip('"')) in schema.columns for cell in heading.split(delimiter))

    return max(DELIMITERS, key=known)


def closest_column(name: str) -> str | None:
    """The schema's column that an unknown name most likely meant, if any."""
    matches = get_close_matches(_key(name), COLUMNS, n=1, cutoff=0.8)
    return matches[0] if matches else None


Record: TypeAlias = tuple[int, list[str]] | Fault


def _records(text: str, delimiter: str) -> Iterator[Record]:
    """Cells of every record with the physical line it starts on; a malformed record is a Fault."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault(start, _csv_reason(str(error)))
            continue
        yield start, cells


def _csv_reason(error: str) -> str:
    if "unexpected end of data" in error:
        return "un guillemet ouvert n’est jamais refermé ; toute la suite du fichier est dans cette cellule."
    if "field limit" in error:
        return "une cellule dépasse 131 072 caractères."
    return "un guillemet est mal placé dans une cellule."


def _is_blank(record: Record) -> bool:
    return not isinstance(record, Fault) and not any(cell.strip() for cell in record[1])


def _key(cell: str) -> str:
    return cell.strip().lower()


def _column_names(heading: list[str], schema: Schema) -> list[str]:
    """The heading's names: the schema's spelling for its columns whatever the case, others as they are."""
    names = [_key(cell) if _key(cell) in schema.columns else cell.strip() for cell in heading]
    twice = sorted({name for name in names if name in schema.columns and names.count(name) > 1})
    if twice:
        raise UnreadableFile(f"Colonne présente plusieurs fois : {', '.join(twice)}.")
    missing = [name for name in schema.mandatory if name not in names]
    if missing:
        raise UnreadableFile(f"Colonne obligatoire absente : {', '.join(missing)}.")
    return names


def _split(
    records: Iterator[Record], names: list[str], schema: Schema
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    lines: list[Line] = []
    faults: list[Fault] = []
    for record in records:
        if isinstance(record, Fault):
            faults.append(record)
        elif _is_blank(record):
            continue
        elif len(record[1]) != len(names):
            count = len(record[1])
            faults.append(
                Fault(record[0], f"{count} cellules au lieu de {len(names)} (séparateur ou guillemet ?).")
            )
        else:
            cells = dict(zip(names, record[1], strict=True))
            known = {name: value for name, value in cells.items() if name in schema.columns}
            lines.append(Line(record[0], known))
    return tuple(lines), tuple(faults)
