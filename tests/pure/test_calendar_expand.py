"""When somebody's own calendar says that they are busy, in whatever way it says so."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.calendars.expand import NotACalendar, TooOften, busy_in, parts_of

START = datetime(2026, 10, 19, tzinfo=UTC)
PARIS = "Europe/Paris"


def calendar(*events, around=""):
    body = "".join(f"BEGIN:VEVENT\nUID:{n}\n{event.strip()}\nEND:VEVENT\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{around}{body}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


def busy(*events, zone=PARIS, days=60, around=""):
    """Start and end of each busy time, as UTC without the year."""
    found = busy_in(
        calendar(*events, around=around), zone=zone, start=START, end=START + timedelta(days=days)
    )
    return [tuple(f"{datetime.fromtimestamp(at, UTC):%m-%d %H:%M}" for at in block) for block in found]


def test_an_event_in_utc():
    assert busy("DTSTART:20261020T080000Z\nDTEND:20261020T090000Z") == [("10-20 08:00", "10-20 09:00")]


def test_a_whole_day_is_a_day_where_the_mediator_is():
    event = "DTSTART;VALUE=DATE:20261020\nDTEND;VALUE=DATE:20261021"
    assert busy(event) == [("10-19 22:00", "10-20 22:00")]
    assert busy(event, zone="Indian/Reunion") == [("10-19 20:00", "10-20 20:00")]


def test_the_day_of_the_clock_change_is_twenty_five_hours_long():
    assert busy("DTSTART;VALUE=DATE:20261025") == [("10-24 22:00", "10-25 23:00")]


def test_a_time_without_a_zone_is_on_the_mediators_clocks():
    event = "DTSTART:20261020T090000\nDTEND:20261020T100000"
    assert busy(event) == [("10-20 07:00", "10-20 08:00")]
    assert busy(event, zone="Indian/Reunion") == [("10-20 05:00", "10-20 06:00")]


def test_a_weekly_event_keeps_its_hour_over_the_clock_change():
    event = f"DTSTART;TZID={PARIS}:20261001T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    assert busy(event, days=15) == [("10-22 07:00", "10-22 08:00"), ("10-29 08:00", "10-29 09:00")]


def test_outlooks_zone_names_are_known():
    event = (
        "DTSTART;TZID=Romance Standard Time:20261020T090000\nDTEND;TZID=Romance Standard Time:20261020T100000"
    )
    assert busy(event) == [("10-20 07:00", "10-20 08:00")]


def test_an_exception_moves_or_takes_out_one_date():
    weekly = f"DTSTART;TZID={PARIS}:20261019T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\n"
    weekly += f"EXDATE;TZID={PARIS}:20261020T090000"
    moved = f"RECURRENCE-ID;TZID={PARIS}:20261021T090000\nDTSTART;TZID={PARIS}:20261021T140000\nDURATION:PT1H"
    free = (
        f"RECURRENCE-ID;TZID={PARIS}:20261022T090000\nDTSTART;TZID={PARIS}:20261022T090000\nDURATION:PT1H\n"
    )
    # (The same event: the same UID.)
    text = (
        calendar(weekly, moved, f"{free}TRANSP:TRANSPARENT")
        .replace(b"UID:1", b"UID:0")
        .replace(b"UID:2", b"UID:0")
    )
    found = busy_in(text, zone=PARIS, start=START, end=START + timedelta(days=9))
    assert [datetime.fromtimestamp(begins, UTC).strftime("%d %H:%M") for begins, _ends in found] == [
        "19 07:00",
        "21 12:00",
    ]


@pytest.mark.parametrize(
    "mark", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
)
def test_what_leaves_the_time_free_or_is_cancelled_does_not_count(mark):
    assert busy(f"DTSTART:20261020T080000Z\nDTEND:20261020T090000Z\n{mark}") == []


def test_busy_times_are_joined_and_cut_to_the_days_ahead():
    long_ = "DTSTART:20260101T000000Z\nDTEND:20261019T100000Z"
    next_ = "DTSTART:20261019T093000Z\nDTEND:20261019T110000Z"
    far = "DTSTART:20270601T000000Z\nDTEND:20270602T000000Z"
    assert busy(long_, next_, far) == [("10-19 00:00", "10-19 11:00")]


@pytest.mark.parametrize("freq", ["SECONDLY", "MINUTELY", "minutely"])
def test_a_rule_of_seconds_or_minutes_is_refused(freq):
    with pytest.raises(TooOften):
        busy(f"DTSTART:19900101T000000Z\nDURATION:PT1S\nRRULE:FREQ={freq}")


@pytest.mark.parametrize(
    "content", [b"", b"<!DOCTYPE html><p>Connexion", b"\x00\xff\xfe", b"BEGIN:VCALENDAR\r\nBEGIN:"]
)
def test_what_is_no_calendar_is_said_to_be_none(content):
    with pytest.raises(NotACalendar):
        busy_in(content, zone=PARIS, start=START, end=START + timedelta(days=60))


def test_one_event_that_makes_no_sense_does_not_hide_the_others():
    good = "DTSTART:20261020T080000Z\nDTEND:20261020T090000Z"
    assert busy("DTSTART:20261020T080000Z\nRRULE:FREQ=SOMETIMES", good)[-1] == ("10-20 08:00", "10-20 09:00")


def test_a_caldav_answer_is_taken_apart_and_a_document_type_refused():
    xml = (
        '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:propstat><d:prop>'
        "<c:calendar-data>BEGIN:VCALENDAR\nEND:VCALENDAR</c:calendar-data></d:prop></d:propstat></d:response>"
        "</d:multistatus>"
    )
    assert parts_of(xml.encode()) == [b"BEGIN:VCALENDAR\nEND:VCALENDAR"]
    for other in ("<html/>", "rien", f'<!DOCTYPE a [<!ENTITY b "c">]>{xml}'):
        with pytest.raises(NotACalendar):
            parts_of(other.encode())
