"""A file of referrals as people's programs write it: read for sure, or refused with its reason."""

import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bookings.referrals.sheet.checking import Known, check
from bookings.referrals.sheet.columns import COLUMNS
from bookings.sheets.columns import meant
from bookings.sheets.reading import FORMULA, Cells, Unreadable, lines_of

KNOWN = Known(
    topics={"demarches": 1},
    sites={"mq fictive": 2},
    languages=frozenset({"fr", "ar"}),
    today=date(2026, 11, 29),
)
HEADER = "reference;nom;mobile;motif"
GOOD = {"reference": "A1", "nom": "Amina Essai", "mobile": "06 39 98 00 01", "motif": "demarches"}


def workbook(*rows: tuple[object, ...], formula: bool = False) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        if formula:
            sheet.write_formula(1, 1, "=1+1", None, "2")
    return made.getvalue()


def names(data: bytes) -> list[str]:
    return [cells.values["nom"] for cells in lines_of(data, COLUMNS)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_is_read_whichever_program_wrote_it(encoding, separator, end):
    text = end.join([HEADER, "A1;Zoé Façade;06 39 98 00 01;demarches", ";;;", ""]).replace(";", separator)
    assert names(text.encode(encoding)) == ["Zoé Façade"]


def test_the_numbers_of_lines_are_those_that_a_spreadsheet_shows():
    data = f"{HEADER}\n\nA1;Amina;;demarches\n\nA2;Jean;;demarches\n".encode()
    assert [cells.number for cells in lines_of(data, COLUMNS)] == [3, 5]


def test_a_workbook_is_read_with_numbers_that_lost_their_zero_and_real_dates():
    data = workbook(("Référence", "Nom", "Mobile", "Motif"), (12.0, "Amina", 639980001, "demarches"))
    cells = next(lines_of(data, COLUMNS))
    assert cells.values["reference"] == "12"
    line, faults = check(cells, KNOWN)
    assert faults == [] and line is not None and line.value == "0639980001"


def test_a_formula_is_refused_in_its_line_in_a_workbook_and_in_a_csv():
    data = workbook(
        ("reference", "nom", "mobile", "motif"), ("A1", "x", "0639980001", "demarches"), formula=True
    )
    for read in (data, f"{HEADER}\nA1;=1+1;0639980001;demarches".encode()):
        cells = next(lines_of(read, COLUMNS))
        assert cells.values["nom"] == FORMULA and ("nom", "formula", 0) in check(cells, KNOWN)[1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"reference;nom;motif;prenom\n", "unknown_column"),
        (b"reference;nom;nom;motif\n", "column_twice"),
        (b"reference;nom\n", "column_missing"),
        (HEADER.encode() + b"\nA;B;C;D;E;F", "too_wide"),
        (HEADER.encode() + b'\nA;"B;C;D', "quotes"),
        (HEADER.encode("utf-16"), "utf16"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "no_text"),
        (b"PK\x03\x04 not a zip", "workbook"),
        (b"x" * 5_000_001, "too_big"),
        (f"{HEADER}\n".encode() + b"A;B;C;demarches\n" * 10_001, "too_many"),
    ],
)
def test_a_file_that_cannot_be_read_for_sure_says_why(data, code):
    with pytest.raises(Unreadable) as refused:
        list(lines_of(data, COLUMNS))
    assert refused.value.code == code


@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reading(data):
    for begins in (b"", b"PK\x03\x04", HEADER.encode() + b"\n"):
        try:
            for cells in lines_of(begins + data, COLUMNS):
                check(cells, KNOWN)
        except Unreadable as refused:
            assert refused.code


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"reference": ""}, ("reference", "missing", 0)),
        ({"nom": "x" * 121}, ("nom", "too_long", 120)),
        ({"nom": "Ami\u200bna"}, ("nom", "control", 0)),
        ({"mobile": ""}, ("mobile", "no_way", 0)),
        ({"motif": "autre"}, ("motif", "unknown", 0)),
        ({"lieu": "ailleurs"}, ("lieu", "unknown", 0)),
        ({"langue": "xx"}, ("langue", "unknown", 0)),
        ({"suite": "attendre"}, ("suite", "unknown", 0)),
        ({"avant_le": "2020-01-01"}, ("avant_le", "past", 0)),
        ({"avant_le": "31/31/2026"}, ("avant_le", "no_day", 0)),
        ({"avant_le": "9999-01-01"}, ("avant_le", "no_day", 0)),
    ],
)
def test_what_is_wrong_is_said_of_its_column(changes, fault):
    line, faults = check(Cells(2, {**GOOD, **changes}), KNOWN)
    assert line is None and faults == [fault]


def test_a_right_line_is_read_whole():
    more = {"lieu": "MQ Fictive", "avant_le": "24/12/2026", "langue": "AR", "suite": "Appeler"}
    line, faults = check(Cells(2, {**GOOD, **more}), KNOWN)
    assert faults == [] and line is not None
    assert (line.site_id, line.deadline, line.language, line.handover) == (2, "2026-12-24", "ar", "call")


@pytest.mark.parametrize("header", ["Référence", " REF ", "reference *", "Réf"])
def test_a_header_is_understood_however_it_is_written(header):
    assert meant(header, COLUMNS) == "reference"
