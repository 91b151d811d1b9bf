"""From the bytes of a file to its lines: CSV as people's programs write it, or XLSX. Pure.

A file that cannot be read for sure is refused with its reason: guessing would send a person's letter to "RenÃ©".
"""

import csv
import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bookings.sheets.columns import MOST_BYTES, MOST_LINES, Column, meant, plain

FORMULA = "\0formula"
"""In the place of a cell that is to be computed: nobody sees what it will say."""
_UNPACKED = 60_000_000
_SEPARATORS = ";,\t"
# Which cp1252 does not use, and Latin-1 only for control characters: bytes like these are no text of either.
_NO_TEXT = frozenset(b"\x81\x8d\x8f\x90\x9d\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0e\x0f")


class Unreadable(Exception):
    """The file as a whole; `code` says why, `about` what it is about."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code, self.about = code, about


@dataclass(frozen=True)
class Cells:
    """One line: its number in the file, and what stands in each column."""

    number: int
    values: dict[str, str]


def lines_of(
    data: bytes, columns: Sequence[Column], *, passed_over: Collection[str] = (), most: int = MOST_LINES
) -> Iterator[Cells]:
    """The lines that are not empty, `most` of them, without the columns whose headers are `passed_over`.

    Raises `Unreadable`, also half way: nothing is to be kept then.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("too_big")
    rows = _of_workbook(data) if data[:4] == b"PK\x03\x04" else _of_csv(data)
    header = next((row for row in rows if any(row[1])), None)
    if header is None:
        raise Unreadable("empty")
    names = _names(["" if plain(said) in passed_over else said for said in header[1]], columns)
    count = 0
    for number, row in rows:
        if not any(row):
            continue
        count += 1
        if count > most:
            raise Unreadable("too_many", str(most))
        if len(row) > len(names) and any(row[len(names) :]):
            raise Unreadable("too_wide", str(number))
        yield Cells(number, {name: value for name, value in zip(names, row, strict=False) if name})


def _names(header: list[str], columns: Sequence[Column]) -> list[str]:
    """The columns, in the order of the file; an empty one at the end is none."""
    names: list[str] = []
    for said in header:
        name = meant(said, columns) if said else ""
        if name is None:
            raise Unreadable("unknown_column", said[:40])
        if name and name in names:
            raise Unreadable("column_twice", name)
        names.append(name)
    for column in columns:
        if column.required and column.name not in names:
            raise Unreadable("column_missing", column.name)
    return names


def text_of(data: bytes) -> str:
    """The characters of a CSV file: UTF-8 (with or without its mark), else Windows-1252, which Latin-1 is a part of."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("utf16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if _NO_TEXT & set(data):
            raise Unreadable("no_text") from None
        return data.decode("cp1252")


def _of_csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("no_text")
    text = text_of(data)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            yield reader.line_num, [FORMULA if cell.startswith("=") else cell.strip() for cell in row]
    except csv.Error:
        raise Unreadable("quotes", str(reader.line_num)) from None


def _of_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    # Every process would wait for this library at its start, for a file that few of them ever get.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _UNPACKED:
                raise Unreadable("too_big")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        # What the file says of its own size may be wrong, or a million rows.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=40), 1):
            yield number, [_said(cell) for cell in row]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError, SyntaxError):
        raise Unreadable("workbook") from None


def _said(cell: object) -> str:
    """What stands in a cell, as somebody reads it."""
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "") == "f" or (isinstance(value, str) and value.startswith("=")):
        return FORMULA
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
