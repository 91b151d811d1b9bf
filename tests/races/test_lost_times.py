"""Sixty people press one time; those who lose press the first time they are offered instead."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection

from bookings.actions.book import book
from bookings.errors import SlotTaken
from bookings.models import Appointment, Commitment
from bookings.people.who import RESIDENT_ON_WEB, WayToReach
from mediation.models import Site, Topic
from tests.people import (
    FRIDAY_BEFORE,
    MONDAY,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
)
from tests.races.test_one_slot import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

PEOPLE = 60


def press(place: tuple[Topic, Site], starts_at: datetime, number: int) -> Appointment:
    wanted = wish(
        *place, starts_at, name=f"Personne {number}", reach=WayToReach("mobile", f"06399801{number:02}")
    )
    return book(wanted, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key=f"draft-{number}-{starts_at}")


@pytest.mark.parametrize("which", ["the first", "any"])
def test_most_of_sixty_get_a_time_they_were_offered(which: str) -> None:
    site, topic = a_site(an_organisation()), a_topic()
    lea = a_mediator(site.organisation)
    for later in range(5):
        receives(lea, site, 9, 17, first_day=MONDAY + timedelta(days=later))
    place = topic, site

    lost = all_at_once(lambda number: press(place, TEN, number), people=PEOPLE).results
    assert Counter(type(result).__name__ for result in lost) == {"Appointment": 1, "SlotTaken": PEOPLE - 1}

    def press_offered(number: int) -> Appointment | None:
        result = lost[number]
        if not isinstance(result, SlotTaken):
            return None
        choice = result.alternatives[0 if which == "the first" else number * 7 % 3]
        return press(place, choice.starts_at, number)

    second = all_at_once(press_offered, people=PEOPLE).results

    had = sum(isinstance(result, Appointment) for result in second)
    print(f"\n{had} of {PEOPLE - 1} get {which} time they were offered, {connection.vendor}")
    assert had > (PEOPLE - 1) / 2
    assert Appointment.objects.count() == Commitment.objects.count() == had + 1
