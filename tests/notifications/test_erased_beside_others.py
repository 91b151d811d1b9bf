"""Whoever comes with somebody who is erased still comes; nobody is erased while they are being helped."""

from datetime import timedelta

import pytest

from bookings.actions.mark import mark
from bookings.errors import NotStanding
from bookings.models import Appointment, Resident
from bookings.outcomes.marks import Mark
from bookings.people.names import name_key
from bookings.people.who import WayToReach
from tests.notifications.conftest import Town
from tests.notifications.test_erased_everywhere import AGENT, AHEAD, MOBILE, NAME, NOW, erases
from tests.people import TEN


def test_nobody_is_erased_while_they_are_being_helped(town: Town) -> None:
    here = town.book(TEN, name=NAME, reach=WayToReach("mobile", MOBILE))
    mark(here.pk, as_=Mark.ARRIVED, by=AGENT, now=TEN)
    with pytest.raises(NotStanding):
        erases(here.participants.get(), now=TEN + timedelta(minutes=10))


def couple(town: Town) -> Appointment:
    """Both come, reached at his telephone; he comes alone another time."""
    both = town.book(
        AHEAD, name="Karim Voisin", reach=WayToReach("mobile", MOBILE), preparation=["more_time"]
    )
    her = Resident.objects.create(name=NAME, name_key=name_key(NAME), created_at=NOW, last_contact_at=NOW)
    both.participations.create(resident=her, position=2)
    return both


def test_who_comes_with_her_still_comes_and_is_still_reached(town: Town) -> None:
    both = couple(town)
    erases(Resident.objects.get(name=NAME))
    both.refresh_from_db()
    assert (both.status, both.preparation, both.contact.value) == ("booked", ["more_time"], MOBILE)
    assert [each.name for each in both.participants.order_by("participations__position")] == [
        "Karim Voisin",
        "",
    ]
