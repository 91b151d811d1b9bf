"""What a calendar program reads of us: each detail, every change, by three independent readers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.test import Client
from django.urls import resolve, reverse
from icalendar import Calendar

from bookings.actions.call_off import cancel
from bookings.actions.move import move
from bookings.actions.share_calendar import make_feed
from bookings.models import CalendarFeed, JournalEntry, Resident
from bookings.people.who import Actor
from bookings.public.calendar_file import calendar_file
from mediation.context import current_territory
from mediation.logs import route_of
from mediation.models import Absence, Role
from tests.people import FRIDAY_BEFORE, MONDAY, TEN
from tests.sign_in import a_user, sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(FRIDAY_BEFORE, tick=False)]


@pytest.fixture
def town():
    return Town()


def opened(town, *, detail="full", openings=False, of=None, user=None, language="fr"):
    """The address of a feed: of Léa, by herself, if nothing else is said."""
    by = Actor("desk", (user or town.lea_user).pk)
    _feed, token = make_feed(
        of=of or town.lea, detail=detail, openings=openings, language=language, by=by, now=FRIDAY_BEFORE
    )
    return reverse("calendar_feed", args=[token])


def read(address):
    answer = Client().get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return answer.content.decode()


def events(address):
    return Calendar.from_ical(read(address)).events


def test_the_mediator_chooses_how_much_is_said(town):
    town.books(TEN, "Amina Essai")
    said = {detail: events(opened(town, detail=detail))[0] for detail in CalendarFeed.Detail.values}
    assert [str(event["SUMMARY"]) for event in said.values()] == ["Occupé", "A. E.", "Amina Essai"]
    assert "LOCATION" not in said["busy"] and "DESCRIPTION" not in said["busy"]
    assert "DESCRIPTION" not in said["initials"]
    assert str(said["full"]["DESCRIPTION"]) == "Démarches en ligne"
    assert "Amina" not in read(opened(town, detail="initials")) + read(opened(town, detail="busy"))


def test_somebody_who_asked_for_discretion_is_never_named(town):
    town.books(TEN, "Amina Essai")
    Resident.objects.update(discreet=True)
    assert str(events(opened(town, detail="full"))[0]["SUMMARY"]) == "Rendez-vous"


def test_a_feed_and_the_residents_own_file_speak_of_the_same_event(town):
    appointment = town.books(TEN)
    move(appointment, starts_at=TEN + timedelta(hours=2), by=AT_THE_DESK, now=FRIDAY_BEFORE)
    (event,) = events(opened(town))
    appointment.refresh_from_db()
    file = calendar_file(appointment, service=current_territory(), now=FRIDAY_BEFORE)
    (own,) = Calendar.from_ical(file).events
    assert (event["UID"], event["SEQUENCE"]) == (own["UID"], own["SEQUENCE"])
    assert event.start == own.start == TEN + timedelta(hours=2)


def test_what_is_called_off_is_said_for_thirty_days(town, time_machine):
    appointment = town.books(TEN + timedelta(days=14))
    cancel(appointment.pk, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    address = opened(town)
    (event,) = events(address)
    assert event["STATUS"] == "CANCELLED" and event["TRANSP"] == "TRANSPARENT"
    time_machine.move_to(FRIDAY_BEFORE + timedelta(days=32), tick=False)
    assert events(address) == []


def test_openings_leave_the_time_free_and_absences_are_cut_out(town):
    Absence.objects.create(mediator=town.lea, first_day=MONDAY, starts="12:00", ends="14:00")
    found = [event for event in events(opened(town, openings=True)) if event.start.date() == MONDAY]
    assert {event["TRANSP"] for event in found} == {"TRANSPARENT"}
    assert [(event.start.hour, event.end.hour) for event in found] == [(9, 12), (14, 17)]


def test_a_sites_feed_says_who_receives_and_ends_with_the_role_of_whoever_opened_it(town):
    town.books(TEN, "Amina Essai")
    coordinator = a_user("coordinator", town.here)
    address = opened(town, of=town.site, user=coordinator)
    assert str(events(address)[0]["SUMMARY"]) == "Amina Essai (Léa)"
    Role.objects.filter(user=coordinator).delete()
    assert Client().get(address).status_code == 404


def test_the_feed_of_somebody_who_left_answers_no_more(town):
    address = opened(town)
    town.lea.active = False
    town.lea.save()
    assert Client().get(address).status_code == 404


def test_an_unchanged_feed_is_not_sent_again(town):
    appointment = town.books(TEN)
    address = opened(town)
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""
    # (Compressed on the way, the tag is a weak one.)
    zipped = Client().get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": f"W/{first['ETag']}"})
    assert zipped.status_code == 304
    cancel(appointment.pk, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_mediator_opens_an_address_sees_it_once_and_closes_it(town):
    client = sign_in(Client(), town.lea_user)
    page = client.post(reverse("staff_calendars"), {"whose": "moi", "detail": "busy"})
    address = page.context["address"].removeprefix("http://127.0.0.1:8000")
    assert Client().get(address).status_code == 200
    secret = address.split("/")[-1].removesuffix(".ics")
    assert secret not in client.get(reverse("staff_calendars")).content.decode()
    feed = CalendarFeed.objects.get()
    assert secret not in str(CalendarFeed.objects.values()) + str(list(JournalEntry.objects.values()))
    client.post(reverse("staff_close_feed", args=[feed.pk]))
    assert Client().get(address).status_code == 404
    facts = JournalEntry.objects.filter(kind__startswith="feed_").values_list("kind", flat=True)
    assert list(facts) == ["feed_made", "feed_revoked"]


def test_a_mediator_cannot_open_the_feed_of_a_site(town):
    client = sign_in(Client(), town.lea_user)
    page = client.post(reverse("staff_calendars"), {"whose": f"lieu-{town.site.pk}", "detail": "full"})
    assert page.status_code == 422 and not CalendarFeed.objects.exists()


def test_the_secret_of_an_address_stands_in_no_log(town):
    class Asked:
        resolver_match = resolve(opened(town))

    assert route_of(Asked()) == "/agendas/….ics"


WEEKS = [datetime(2026, 10, day, 9, 0, tzinfo=ZoneInfo("Europe/Paris")) for day in (12, 19, 26)]


@pytest.mark.time_machine(datetime(2026, 10, 10, 8, 0, tzinfo=UTC), tick=False)
def test_three_independent_readers_see_nine_o_clock_over_the_clock_change(town):
    """icalendar; recurring-ical-events, which expands; vobject, which shares no code with either."""
    vobject = pytest.importorskip("vobject")
    town.lea.openings.update(first_day="2026-10-05")
    for starts_at in WEEKS:
        town.books(starts_at.astimezone(UTC), "Élodie, dite « Lili »; Essai")
    text = read(opened(town))
    expanded = recurring_ical_events.of(Calendar.from_ical(text)).between("20261001", "20261101")
    third = vobject.readOne(text).vevent_list
    seen = [
        [event.start for event in Calendar.from_ical(text).events],
        sorted(event.start for event in expanded),
        [event.dtstart.value for event in third],
    ]
    for starts in seen:
        assert [start.astimezone(UTC) for start in starts] == [week.astimezone(UTC) for week in WEEKS]
        assert [start.hour for start in starts] == [9, 9, 9]
    assert {event.summary.value for event in third} == {"Élodie, dite « Lili »; Essai"}
