"""Calendars as text: what a program must be able to read, whatever people typed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bookings.calendars.written import Event, calendar, escaped, folded
from bookings.calendars.zones import vtimezone

AT = datetime(2026, 10, 24, 8, 0, tzinfo=UTC)


def an_event(**fields):
    start = fields.pop("starts_at", AT)
    given_ = {
        "uid": "abc@example.org",
        "sequence": 0,
        "changed_at": AT,
        "starts_at": start,
        "ends_at": start + timedelta(hours=1),
        "zone": "Europe/Paris",
        "summary": "Occupé",
    }
    return Event(**{**given_, **fields})


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.just("\n"), max_size=200))
def test_whatever_somebody_is_called_comes_back_as_typed(name):
    (event,) = Calendar.from_ical(calendar("Léa", [an_event(summary=name)])).events
    assert str(event["SUMMARY"]) == name


@given(st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(text):
    line = escaped(text)
    pieces = folded(line).split("\r\n ")
    assert all(len(piece.encode()) <= 75 - (number > 0) for number, piece in enumerate(pieces))
    assert "".join(pieces) == line


def test_ten_in_the_morning_stays_ten_before_and_after_the_clock_change():
    before = an_event(starts_at=datetime(2026, 10, 24, 8, 0, tzinfo=UTC))
    after = an_event(starts_at=datetime(2026, 10, 25, 9, 0, tzinfo=UTC))
    text = calendar("Léa", [before, after])
    assert "DTSTART;TZID=Europe/Paris:20261024T100000" in text
    assert "DTSTART;TZID=Europe/Paris:20261025T100000" in text


@pytest.mark.parametrize(
    ("zone", "change", "before", "after"),
    [
        ("Europe/Paris", "20261025T030000", "+0200", "+0100"),
        ("Europe/Paris", "20260329T020000", "+0100", "+0200"),
        ("America/Miquelon", "20261101T020000", "-0200", "-0300"),
    ],
)
def test_a_zone_says_its_changes_as_the_clock_shows_them(zone, change, before, after):
    text = "\n".join(vtimezone(zone, 2026, 2026))
    assert f"DTSTART:{change}\nTZOFFSETFROM:{before}\nTZOFFSETTO:{after}" in text


def test_a_zone_without_changes_has_one_offset():
    lines = vtimezone("Indian/Reunion", 2025, 2030)
    assert lines.count("BEGIN:STANDARD") == 1 and "BEGIN:DAYLIGHT" not in lines
    assert "TZOFFSETTO:+0400" in lines


def test_what_is_cancelled_takes_no_time():
    text = calendar("Léa", [an_event(cancelled=True)])
    assert "STATUS:CANCELLED" in text and "TRANSP:TRANSPARENT" in text
