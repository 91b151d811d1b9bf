"""Sheets as other programs read them: every value back, nothing computed, and little memory however long they are."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bookings.exports.cells import Cell
from bookings.exports.csv_file import as_csv
from bookings.exports.ods_file import as_ods
from bookings.exports.xlsx_file import as_xlsx

COLUMNS = ["texte", "nombre", "mesure", "jour", "moment", "rien"]
ROW: list[Cell] = ["é & <b> « l’eau »", 42, 2.5, date(2026, 10, 1), datetime(2026, 10, 25, 9, 30), None]
FORMULAS = ["=1+1", "+33639980001", "-2", "@SOMME(A1)", "\tx", "\rx", "http://exemple.fr", "00123"]


def test_a_workbook_gives_every_value_back() -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx(COLUMNS, [ROW]))))
    header, row = book.active.iter_rows(values_only=True)
    assert list(header) == COLUMNS
    assert list(row) == [*ROW[:3], datetime(2026, 10, 1), datetime(2026, 10, 25, 9, 30), None]


@pytest.mark.parametrize("write", [as_xlsx, as_ods])
def test_two_other_readers_give_every_value_back(write) -> None:  # type: ignore[no-untyped-def]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(write(COLUMNS, [ROW])))).get_sheet_by_index(0)
    header, row = sheet.to_python()
    assert header == COLUMNS
    assert row == [*ROW[:3], date(2026, 10, 1), datetime(2026, 10, 25, 9, 30), ""]


@pytest.mark.parametrize("write", [as_xlsx, as_ods])
def test_no_text_is_taken_for_a_formula_a_link_or_a_number(write) -> None:  # type: ignore[no-untyped-def]
    made = b"".join(write(["texte"], [[text] for text in FORMULAS]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert [row[0].strip() for row in rows[1:]] == [text.strip() for text in FORMULAS]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in content
    assert b"table:formula" not in content
    assert b"hyperlink" not in content


def test_a_csv_is_inert_and_in_the_letters_a_french_spreadsheet_expects() -> None:
    made = b"".join(as_csv(["=en-tête"], [[text] for text in FORMULAS[:6]]))
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0][0] for row in rows] == ["'"] * 7


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=4))
def test_whatever_people_type_the_sheets_can_be_opened(texts: list[str]) -> None:
    for write in (as_xlsx, as_ods):
        rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(write(["a"] * len(texts), [texts]))))
        assert rows.get_sheet_by_index(0).height >= 1


@pytest.mark.parametrize("write", [as_xlsx, as_ods])
def test_what_is_too_long_for_a_sheet_goes_on_on_the_next_under_the_same_heading(write) -> None:  # type: ignore[no-untyped-def]
    made = b"".join(write(["n"], ([n] for n in range(7)), rows_a_sheet=4))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    sheets = [book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))]
    assert sheets == [[["n"], [0], [1], [2]], [["n"], [3], [4], [5]], [["n"], [6]]]


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_ods])
def test_an_empty_sheet_has_its_heading(write) -> None:  # type: ignore[no-untyped-def]
    assert len(b"".join(write(["jour"], []))) > 0


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_ods])
def test_rows_are_sent_while_the_next_are_read(write) -> None:  # type: ignore[no-untyped-def]
    asked = 0

    def rows() -> Iterator[list[str]]:
        nonlocal asked
        for number in range(20_000):
            asked = number
            yield [f"texte {number} {hash(number)}"] * 20

    pieces = write([str(n) for n in range(20)], rows())
    next(pieces)
    next(pieces)
    assert asked < 5_000
    biggest = max(len(piece) for piece in pieces)
    assert biggest < 1_000_000


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_ods])
def test_after_the_last_row_no_more_is_held_than_after_the_first_ten_thousand(write) -> None:  # type: ignore[no-untyped-def]
    held: dict[int, int] = {}

    def rows() -> Iterator[list[Cell]]:
        for number in range(40_001):
            if number in (10_000, 40_000):
                held[number] = tracemalloc.get_traced_memory()[0]
            yield [f"texte {number}", f"autre {number % 7}", number, number / 3, date(2026, 11, 2)]

    tracemalloc.start()
    try:
        for _piece in write(["a", "b", "c", "d", "e"], rows()):
            pass
    finally:
        tracemalloc.stop()
    # (A megabyte more is the texts that are remembered, up to ten thousand of them.)
    assert held[40_000] <= 1.1 * held[10_000] + 1_000_000


def test_a_spreadsheet_of_the_open_kind_says_first_what_it_is() -> None:
    made = b"".join(as_ods(["a"], [["b"]]))
    # Where the standard wants it: byte 30 the name, byte 38 the type, neither compressed nor followed by a size.
    assert made[30:38] == b"mimetype"
    assert made[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None
