"""One mediator, two places an hour apart, and people who ask for both at the same moment."""

from datetime import timedelta

import pytest

from bookings.actions.book import book
from bookings.errors import SlotTaken
from bookings.models import Appointment
from bookings.people.who import Actor, WayToReach
from bookings.times.search import Preference
from mediation.models import Mediator, Site, Topic, TravelTime, User
from mediation.remembered import forget
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, a_site, a_topic, an_organisation, receives, wish
from tests.races.test_one_slot import all_at_once
from tests.sign_in import a_user

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20


@pytest.fixture
def topic() -> Topic:
    return a_topic()


@pytest.fixture
def two_places(topic: Topic) -> tuple[Site, Site, Mediator]:
    """Open on the same day, an hour apart; whoever is at one at ten cannot be at the other at eleven."""
    here = an_organisation()
    first, second = a_site(here), a_site(here, name="Bibliothèque lointaine")
    lea = a_mediator(here)
    receives(lea, first)
    receives(lea, second)
    TravelTime.objects.create(first=first, second=second, minutes=60)
    a_user("desk", here)
    forget()
    return first, second, lea


def at_the_desk() -> Actor:
    """Who may take any minute."""
    return Actor(channel="desk", user_id=User.objects.values_list("pk", flat=True)[0])


def asks(topic: Topic, site: Site, number: int, **fields: object) -> Appointment:
    starts_at = TEN if number % 2 == 0 else TEN + timedelta(minutes=topic.duration_min + 15)
    wanted = wish(
        topic,
        site,
        starts_at=starts_at,
        reach=WayToReach("mobile", f"06 39 98 {number // 100:02d} {number % 100:02d}"),
        **fields,
    )
    return book(wanted, by=at_the_desk(), now=FRIDAY_BEFORE, idempotency_key=f"travel-{number}")


def test_nobody_is_promised_a_time_that_leaves_no_way_to_get_there(
    topic: Topic, two_places: tuple[Site, Site, Mediator]
) -> None:
    first, second, _lea = two_places
    crowd = all_at_once(lambda number: asks(topic, (first, second)[number % 2], number), PEOPLE)
    booked = [each for each in crowd.results if isinstance(each, Appointment)]
    refused = [each for each in crowd.results if isinstance(each, SlotTaken)]
    assert len(booked) == 1 and len(refused) == PEOPLE - 1, crowd.results
    assert Appointment.objects.count() == 1


def test_a_desk_may_say_that_somebody_hurries(topic: Topic, two_places: tuple[Site, Site, Mediator]) -> None:
    first, second, lea = two_places
    asks(topic, first, 0)
    with pytest.raises(SlotTaken):
        asks(topic, second, 1)
    hurried = asks(topic, second, 3, outside=True, preference=Preference(mediator_id=lea.pk))
    assert hurried.mediator == lea and Appointment.objects.count() == 2
