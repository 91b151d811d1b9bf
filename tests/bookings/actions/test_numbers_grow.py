"""Booking numbers get a digit more by themselves once those of a length are crowded; numbers that were given stay."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bookings.actions.book import book
from bookings.models import Appointment
from bookings.numbers import Numbers
from bookings.people.contacts import contact_for
from bookings.people.find import find_people
from bookings.people.who import RESIDENT_ON_WEB, WayToReach
from bookings.records import drawing
from bookings.records.drawing import forget
from mediation.models import Mediator, Site, Topic
from tests.people import (
    AMINA_MOBILE,
    FRIDAY_BEFORE,
    MONDAY_8AM,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(FRIDAY_BEFORE, tick=False)]
HOUR = timedelta(hours=1)
# A town whose short numbers are ten, so that a few appointments crowd them.
FEW = Numbers((range(100_000, 100_010), range(1_000_000, 1_000_010), range(80_000_000, 100_000_000)))


@pytest.fixture(autouse=True)
def as_just_started() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "BOOKING", FEW)


@pytest.fixture
def site() -> Site:
    return a_site(an_organisation())


@pytest.fixture
def topic() -> Topic:
    return a_topic()


@pytest.fixture
def lea(site: Site) -> Mediator:
    lea = a_mediator(site.organisation)
    receives(lea, site, 8, 20)
    return lea


def books(topic: Topic, site: Site, turn: int, now: datetime = FRIDAY_BEFORE) -> Appointment:
    """Each of them somebody else, at an hour of their own: eleven a Monday."""
    week, hour = divmod(turn, 10)
    at = MONDAY_8AM + week * timedelta(days=7) + (hour + 1) * HOUR
    person = wish(topic, site, at, name=f"Personne {'abcdefghijklmnopqrstuvwxyz'[turn]}")
    return book(person, by=RESIDENT_ON_WEB, now=now, idempotency_key=f"key-{turn}")


def test_nobody_is_refused_when_short_numbers_run_out_and_old_numbers_stay(
    few: None, topic: Topic, site: Site, lea: Mediator
) -> None:
    given = [an_appointment_with(str(number), topic, site, lea) for number in FEW.lengths[0]]
    given += [an_appointment_with(str(number), topic, site, lea, hours=20) for number in FEW.lengths[1]]
    made = books(topic, site, 1)
    assert len(made.number) == 8 and FEW.fits(made.number)
    assert not Appointment.objects.exclude(pk=made.pk).exclude(pk__in=[one.pk for one in given]).exists()
    assert {len(one.number) for one in Appointment.objects.exclude(pk=made.pk)} == {6, 7}


def test_while_few_are_taken_numbers_keep_six_digits_and_nobody_counts(
    topic: Topic, site: Site, lea: Mediator, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        drawn = {drawing.booking_number() for _each in range(200)}
    assert {len(number) for number in drawn} == {6}


def test_one_that_is_taken_is_looked_into_once_in_ten_minutes(
    few: None, topic: Topic, site: Site, lea: Mediator, django_assert_num_queries
) -> None:
    an_appointment_with("100003", topic, site, lea)
    with django_assert_num_queries(2):
        for _each in range(5):
            drawing.booking_number_was_taken()
    assert len(drawing.booking_number()) == 7


def test_who_has_a_long_number_finds_their_appointment_on_the_web_and_at_the_desk(
    topic: Topic, site: Site, lea: Mediator
) -> None:
    for turn, number in enumerate(("4829137", "84829137")):
        made = books(topic, site, turn, now=timezone.now())
        Appointment.objects.filter(pk=made.pk).update(number=number)
        answer = Client().post(
            "/retrouver/", {"number": f"{number[:4]} {number[4:]}", "contact": AMINA_MOBILE}
        )
        assert answer.status_code == 302, answer.content.decode()
        found = find_people(reach=number, visible=Appointment.objects.all(), now=timezone.now(), most=5)
        assert [each.resident.name for each in found] == [made.participants.get().name]


def an_appointment_with(
    number: str, topic: Topic, site: Site, mediator: Mediator, *, hours: int = 0
) -> Appointment:
    """One that stands, of long ago: only its number is in the way."""
    turn = Appointment.objects.count()
    at = FRIDAY_BEFORE + timedelta(days=100 + turn)
    return Appointment.objects.create(
        number=number,
        organisation=site.organisation,
        site=site,
        topic=topic,
        mediator=mediator,
        starts_at=at,
        ends_at=at + HOUR,
        contact=contact_for(WayToReach("mobile", AMINA_MOBILE)),
        idempotency_key=f"{turn:064}",
        booked_at=FRIDAY_BEFORE,
    )
