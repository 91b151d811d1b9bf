"""Our feeds, opened by programs of other makers: icalendar and vobject (Python), ical.js and node-ical (Node)."""

import json
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from bookings.actions.call_off import cancel
from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.move import move
from bookings.actions.plan_workshop import plan_workshop
from bookings.models import Workshop, WorkshopText
from bookings.workshops.series import dates
from tests.bookings.calendars.test_feeds import opened
from tests.people import receives
from tests.sign_in import a_user
from tests.staff import AT_THE_DESK, Town

PARIS = ZoneInfo("Europe/Paris")
OCTOBER = datetime(2026, 10, 10, 8, 0, tzinfo=UTC)
NAME = "Élodie, dite « Lili »; Essai \\ d’une très longue ligne, qui ne tient pas en soixante-quinze octets"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(OCTOBER, tick=False),
    pytest.mark.calendar_readers,
]


def by_node(text):
    command = ["node", str(settings.BASE_DIR / ".ci/calendars/read.mjs")]
    run = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(run.stdout)


def by_icalendar(text):
    return [
        seen(
            *(each["UID"], each.start, each.end, each["SUMMARY"], each.get("LOCATION", ""), each["STATUS"]),
            *(each["TRANSP"], each["SEQUENCE"]),
        )
        for each in Calendar.from_ical(text).events
    ]


def by_vobject(text):
    return [
        seen(
            *(each.uid.value, each.dtstart.value, each.dtend.value, each.summary.value),
            *(each.location.value if hasattr(each, "location") else "", each.status.value),
            *(each.transp.value, each.sequence.value),
        )
        for each in vobject.readOne(text).vevent_list
    ]


def seen(uid, start, end, summary, location, status, transp, sequence):
    iso = [f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}" for at in (start, end)]
    return {
        "uid": str(uid),
        "start": iso[0],
        "end": iso[1],
        "clock": start.hour,
        "summary": str(summary),
        "location": str(location),
        "status": str(status),
        "free": str(transp) == "TRANSPARENT",
        "sequence": int(sequence),
    }


def by_everybody(address):
    """What each reader makes of a feed, in the order in which it begins; the readers agree."""
    text = Client().get(address).content.decode()
    found = {**by_node(text), "icalendar": by_icalendar(text), "vobject": by_vobject(text)}
    for events in found.values():
        events.sort(key=lambda each: (each["start"], each["uid"]))
    first = found["icalendar"]
    assert {reader: events == first for reader, events in found.items()} == dict.fromkeys(found, True), found
    return first


@pytest.fixture
def town():
    """Two Mondays around the change of the clocks, a morning moved and one called off; a series of three Thursdays."""
    town = Town()
    receives(town.lea, town.site, 9, 17, first_day=date(2026, 10, 5))
    mondays = [datetime(2026, 10, day, 9, 0, tzinfo=PARIS) for day in (19, 26)]
    for nth, starts_at in enumerate(mondays):
        town.books(starts_at.astimezone(UTC), NAME, phone=f"06 39 98 00 0{nth + 1}")
    moved = town.books(datetime(2026, 10, 19, 8, tzinfo=UTC), "Jean Essai", phone="06 39 98 00 05")
    later = datetime(2026, 10, 26, 10, 0, tzinfo=PARIS).astimezone(UTC)
    move(moved, starts_at=later, by=AT_THE_DESK, now=OCTOBER)
    off = town.books(datetime(2026, 10, 19, 9, tzinfo=UTC), "Rose Essai", phone="06 39 98 00 06")
    cancel(off.pk, by=AT_THE_DESK, now=OCTOBER)
    workshop = plan_workshop(
        Workshop(organisation=town.here, site=town.site, topic=town.topic, capacity=8),
        texts=[WorkshopText(language="fr", title="Mes photos, mes mots", description="Trier.")],
        dates=dates(date(2026, 10, 15), time(14), time(16), zone="Europe/Paris", times=3),
        animators=[town.lea],
        by=AT_THE_DESK,
        now=OCTOBER,
    )
    cancel_dates([workshop.dates.order_by("starts_at")[1].pk], by=AT_THE_DESK, now=OCTOBER)
    return town


def test_four_readers_see_the_same_week_over_the_clock_change(town):
    events = by_everybody(opened(town))
    said = [(each["start"][5:16], each["clock"], each["status"], each["free"]) for each in events]
    assert said == [
        ("10-15T12:00", 14, "CONFIRMED", False),
        ("10-19T07:00", 9, "CONFIRMED", False),
        ("10-19T09:00", 11, "CANCELLED", True),
        ("10-22T12:00", 14, "CANCELLED", True),
        # Nine on the wall, an hour later for the sun.
        ("10-26T08:00", 9, "CONFIRMED", False),
        ("10-26T09:00", 10, "CONFIRMED", False),
        ("10-29T13:00", 14, "CONFIRMED", False),
    ]
    assert [each["summary"] for each in events if each["clock"] == 9] == [NAME, NAME]
    assert max(each["sequence"] for each in events) >= 1


def test_each_detail_and_the_openings_are_read_alike(town):
    def words(**how):
        return {each["summary"] for each in by_everybody(opened(town, **how))}

    assert words(detail="busy") == {"Occupé"}
    assert "J. E." in words(detail="initials") and not any(
        "Jean" in each for each in words(detail="initials")
    )
    openings = [
        each for each in by_everybody(opened(town, openings=True)) if each["summary"] == "Plage d’ouverture"
    ]
    assert openings and all(each["free"] and each["clock"] == 9 for each in openings)


def test_a_site_is_read_with_who_receives_and_where(town):
    coordinator = a_user("coordinator", town.here)
    events = by_everybody(opened(town, of=town.site, user=coordinator))
    assert {each["location"] for each in events} == {f"{town.site.name}, {town.site.address}"}
    assert "Jean Essai (Léa)" in {each["summary"] for each in events}
    assert timedelta(hours=1) == _length(events[1])


def _length(event):
    start, end = (datetime.fromisoformat(event[name]) for name in ("start", "end"))
    return end - start
