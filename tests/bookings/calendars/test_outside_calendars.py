"""A mediator's own calendar: when it is busy nobody books them, and whatever goes wrong with it is seen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bookings.actions.book import book
from bookings.actions.link_calendar import link_calendar, unlink_calendar
from bookings.actions.poll_calendars import poll_calendars
from bookings.calendars.apart import TookTooLong, busy_apart
from bookings.errors import SlotTaken
from bookings.models import Appointment, BusyTime, JournalEntry, OutsideCalendar
from bookings.people.who import RESIDENT_ON_WEB
from bookings.times import search
from bookings.times.affected import by_busy_time, misplaced
from bookings.times.gaps import days_of
from mediation.outside import Refused
from tests.elsewhere import says, server
from tests.people import FRIDAY_BEFORE, MONDAY_8AM, TEN, a_mediator, receives, wish, with_room
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db(transaction=True)]

DENTIST = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTART:20261130T090000Z
DTEND:20261130T100000Z
SUMMARY:Dentiste
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def linked(town, settings):
    """Léa's calendar, to be read at that server."""

    def link(there, **fields):
        settings.TRUSTED_OUTSIDE = (there.host,)
        fields = {"kind": "ics", "address": f"{there.address}/lea.ics", **fields}
        return link_calendar(town.lea, by=AT_THE_DESK, now=FRIDAY_BEFORE, **fields)

    return link


def read(calendar, *, now=FRIDAY_BEFORE):
    poll_calendars(now=now)
    calendar.refresh_from_db()
    return calendar


def starts(topic, **options):
    found = search.times(
        topic, start=MONDAY_8AM, end=MONDAY_8AM + timedelta(hours=12), now=FRIDAY_BEFORE, **options
    )
    return [choice.starts_at.hour for choice in found]


@pytest.mark.parametrize("limited", [False, True])
def test_while_the_mediator_is_at_the_dentist_nobody_books_them_anywhere(town, linked, limited):
    receives(town.lea, town.other_site, 9, 17)
    town.omar.openings.all().delete()
    if limited:
        with_room(town.site, 5)
    with server(says(DENTIST)) as there:
        calendar = read(linked(there))
    assert (calendar.failure, calendar.last_good_at) == ("", FRIDAY_BEFORE)
    assert list(BusyTime.objects.values_list("starts_at", "ends_at")) == [(TEN, TEN + timedelta(hours=1))]
    for site in (town.site, town.other_site):
        assert 9 not in starts(town.topic, site_ids=[site.pk]) and 10 in starts(
            town.topic, site_ids=[site.pk]
        )
        with pytest.raises(SlotTaken):
            book(wish(town.topic, site), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key=f"k{site.pk}")


def test_a_colleague_who_is_free_still_receives(town, linked):
    receives(a_mediator(town.here, "Nora"), town.site, 9, 17)
    with server(says(DENTIST)) as there:
        read(linked(there))
    booked = book(wish(town.topic, town.site), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="k")
    assert booked.mediator.first_name == "Nora"


def test_an_appointment_that_falls_into_it_is_shown_and_stays(town, linked):
    appointment = town.books(TEN)
    with server(says(DENTIST)) as there:
        read(linked(there))
    everything = Appointment.objects.all()
    assert misplaced(visible=everything, now=FRIDAY_BEFORE) == [appointment]
    assert by_busy_time(visible=everything, now=FRIDAY_BEFORE) == [appointment]
    appointment.refresh_from_db()
    assert appointment.status == Appointment.Status.BOOKED
    days = days_of([town.lea.pk], start=MONDAY_8AM, end=MONDAY_8AM + timedelta(hours=12), now=FRIDAY_BEFORE)
    assert [(away.starts_at, away.minutes) for away in days.away] == [(TEN, 60)]


def test_what_the_calendar_is_about_is_stored_nowhere(town, linked):
    with server(says(DENTIST)) as there:
        calendar = read(linked(there, username="lea", password="très secret"))
    rows = str(list(OutsideCalendar.objects.values())) + str(list(JournalEntry.objects.values()))
    assert "Dentiste" not in rows
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, username, password FROM bookings_outsidecalendar")
        stored = " ".join(cursor.fetchone())
    assert there.host not in stored and "lea" not in stored and "secret" not in stored
    unlink_calendar(calendar, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    assert not BusyTime.objects.exists() and not OutsideCalendar.objects.exists()


def test_an_unchanged_calendar_is_asked_for_what_is_newer_and_read_whole_once_a_day(linked):
    def answer(request):
        known = request.headers.get("If-None-Match") == '"1"'
        says(b"" if known else DENTIST, 304 if known else 200, ETag='"1"')(request)

    with server(answer) as there:
        calendar = read(linked(there))
        read(calendar, now=FRIDAY_BEFORE + timedelta(minutes=5))
        later = FRIDAY_BEFORE + timedelta(minutes=16)
        assert read(calendar, now=later).last_good_at == later
        tomorrow = FRIDAY_BEFORE + timedelta(days=1, minutes=20)
        assert read(calendar, now=tomorrow).expanded_at == tomorrow
    assert [asked[2].get("if-none-match") for asked in there.asked] == [None, '"1"', None]
    assert BusyTime.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (says(b"<html>Connexion</html>"), "not_a_calendar"),
        (says(DENTIST[:-20]), "not_a_calendar"),
        (says(b"", 404), "gone"),
        (says(b"", 401), "not_allowed"),
        (says(b"", 500), "unreachable"),
        (says(b"x" * 10_000_001), "too_big"),
        (says(b"", 302, Location="/lea.ics"), "too_many_redirections"),
        (says(b"", 302, Location="https://127.0.0.1:1/"), "private"),
        (says(DENTIST.replace(b"SUMMARY:Dentiste", b"RRULE:FREQ=SECONDLY")), "too_often"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_last_good_copy_stays(town, linked, answer, failure):
    good = True
    with server(lambda request: says(DENTIST)(request) if good else answer(request)) as there:
        calendar = read(linked(there))
        good = False
        calendar = read(calendar, now=FRIDAY_BEFORE + timedelta(days=2))
    assert calendar.failure == failure and calendar.failing_since == FRIDAY_BEFORE + timedelta(days=2)
    assert calendar.last_good_at == FRIDAY_BEFORE and BusyTime.objects.count() == 1
    assert 9 not in starts(town.topic, site_ids=[town.site.pk])
    page = sign_in(Client(), town.lea_user).get(reverse("staff_calendars")).content.decode()
    assert calendar.get_failure_display() in page and "comptent toujours" in page


def test_it_is_read_again_as_soon_as_it_can_be(town, linked):
    answers = [says(b"", 503), says(DENTIST)]
    with server(lambda request: answers.pop(0)(request)) as there:
        calendar = read(linked(there))
        assert calendar.failure == "unreachable"
        calendar = read(calendar, now=FRIDAY_BEFORE + timedelta(minutes=15))
    assert (calendar.failure, calendar.failing_since) == ("", None)
    kinds = JournalEntry.objects.filter(kind__startswith="calendar_").values_list("kind", flat=True)
    assert list(kinds) == ["calendar_linked", "calendar_failed", "calendar_read"]


@pytest.mark.parametrize("address", ["http://example.org/a.ics", "agenda", "ftp://example.org/"])
def test_an_address_that_is_none_is_refused_before_anything_is_stored(town, address):
    with pytest.raises(Refused):
        link_calendar(town.lea, kind="ics", address=address, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    client = sign_in(Client(), town.lea_user)
    page = client.post(reverse("staff_link_calendar"), {"kind": "ics", "address": address})
    assert page.status_code == 422 and not OutsideCalendar.objects.exists()


def test_webcal_is_https(town):
    calendar = link_calendar(
        town.lea, kind="ics", address=" webcal://example.org/a.ics", by=AT_THE_DESK, now=FRIDAY_BEFORE
    )
    assert calendar.address == "https://example.org/a.ics"


def test_a_mediator_links_sees_and_unlinks_their_calendar(town):
    client = sign_in(Client(), town.lea_user)
    client.post(reverse("staff_link_calendar"), {"kind": "ics", "address": "https://example.org/a.ics"})
    calendar = OutsideCalendar.objects.get(mediator=town.lea)
    page = client.get(reverse("staff_calendars")).content.decode()
    assert "pas encore lu" in page and "example.org/a.ics" not in page
    client.post(reverse("staff_unlink_calendar", args=[calendar.pk]))
    assert not OutsideCalendar.objects.exists()


def test_a_calendar_that_takes_for_ever_is_ended_from_outside():
    every_second = DENTIST.replace(b"20261130T090000Z", b"19000101T000000Z").replace(
        b"SUMMARY:Dentiste",
        b"RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY="
        + b",".join(b"%d" % day for day in range(1, 29))
        + b";BYHOUR="
        + b",".join(b"%d" % hour for hour in range(24))
        + b";BYMINUTE="
        + b",".join(b"%d" % minute for minute in range(60)),
    )
    start = datetime(2026, 11, 1, tzinfo=UTC)
    with pytest.raises(TookTooLong):
        busy_apart(
            every_second,
            multistatus=False,
            zone="Europe/Paris",
            start=start,
            end=start + timedelta(days=60),
            seconds=2,
        )
