"""A resident takes a time as it is shown; who comes too late hears other times than the next one does."""

from datetime import datetime, timedelta

import pytest

from bookings.actions.book import book
from bookings.actions.hold import hold
from bookings.actions.move import move
from bookings.errors import SlotTaken
from bookings.models import Appointment
from bookings.people.who import RESIDENT_BY_SMS, RESIDENT_ON_WEB, Actor, WayToReach
from mediation.models import Site, Topic, User
from tests.people import (
    FRIDAY_BEFORE,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
)

pytestmark = pytest.mark.django_db

MINUTES_7 = timedelta(minutes=7)
HOUR = timedelta(hours=1)


@pytest.fixture
def place() -> tuple[Topic, Site]:
    site, topic = a_site(an_organisation()), a_topic()
    receives(a_mediator(site.organisation), site)
    return topic, site


def asks(
    place: tuple[Topic, Site], starts_at=TEN, name: str = "Amina", by: Actor = RESIDENT_ON_WEB, **fields
) -> Appointment:
    wanted = wish(*place, starts_at, name=name, **fields)
    return book(wanted, by=by, now=FRIDAY_BEFORE, idempotency_key=f"{name} {starts_at.isoformat()}")


def test_a_resident_who_edits_the_address_does_not_cut_three_hours_into_two(
    place: tuple[Topic, Site],
) -> None:
    with pytest.raises(SlotTaken) as refused:
        asks(place, TEN - HOUR + MINUTES_7)
    starts = {choice.starts_at for choice in refused.value.alternatives}
    assert starts == {TEN - HOUR, TEN, TEN + HOUR} and not Appointment.objects.exists()


def test_a_desk_takes_any_minute(place: tuple[Topic, Site]) -> None:
    desk = Actor("desk", User.objects.create_user("bureau@example.org").pk)
    assert asks(place, TEN + MINUTES_7, by=desk).starts_at == TEN + MINUTES_7


def test_a_time_we_offered_or_hold_is_theirs_on_the_grid_or_not(place: tuple[Topic, Site]) -> None:
    topic, site = place
    assert asks(place, TEN - HOUR + MINUTES_7, offered=True).starts_at == TEN - HOUR + MINUTES_7
    kept = hold(topic, site, starts_at=TEN + HOUR - MINUTES_7, now=FRIDAY_BEFORE)
    held = asks(place, TEN + HOUR - MINUTES_7, name="Jean", hold_id=kept.pk)
    assert held.starts_at == TEN + HOUR - MINUTES_7


def test_a_resident_moves_on_the_grid_too_and_by_sms_to_what_was_offered(place: tuple[Topic, Site]) -> None:
    appointment = asks(place)
    with pytest.raises(SlotTaken):
        move(appointment, starts_at=TEN + MINUTES_7, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert (
        move(appointment, starts_at=TEN + HOUR, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE).starts_at == TEN + HOUR
    )
    offered = TEN - MINUTES_7
    moved = move(appointment, starts_at=offered, by=RESIDENT_BY_SMS, now=FRIDAY_BEFORE, offered=True)
    assert moved.starts_at == offered


def test_a_resident_moves_to_a_time_shown_around_their_own(place: tuple[Topic, Site]) -> None:
    """A desk had put them at 09:07: what is shown then is 10:07, though 10:00 would be the grid without them."""
    desk = Actor("desk", User.objects.create_user("bureau@example.org").pk)
    own = asks(place, TEN - HOUR + MINUTES_7, by=desk)
    shown = TEN + MINUTES_7
    assert move(own, starts_at=shown, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE).starts_at == shown


def alternatives(place: tuple[Topic, Site], number: int) -> list[tuple[int, datetime]]:
    with pytest.raises(SlotTaken) as refused:
        asks(place, name=f"Personne {number}", reach=WayToReach("mobile", f"06399801{number:02}"))
    return [(choice.site_id, choice.starts_at) for choice in refused.value.alternatives]


def test_whoever_loses_next_hears_other_times(place: tuple[Topic, Site]) -> None:
    asks(place)
    heard = [alternatives(place, number) for number in range(2)]
    assert set(heard[0]) & set(heard[1]) == set()
    week = timedelta(days=7)
    assert [starts_at for _site, starts_at in heard[0]] == [TEN - HOUR, TEN + HOUR, TEN + week - HOUR]


def test_when_all_times_have_been_offered_the_next_round_begins_with_another(
    place: tuple[Topic, Site],
) -> None:
    """A few free times near: two groups of three, the first of them given once more in another order."""
    asks(place)
    firsts = [alternatives(place, number)[0] for number in range(3)]
    assert len(set(firsts)) == 3


def test_somebody_alone_hears_the_nearest_again_later(place: tuple[Topic, Site]) -> None:
    asks(place)
    first = alternatives(place, 1)
    later = FRIDAY_BEFORE + timedelta(minutes=11)
    with pytest.raises(SlotTaken) as refused:
        book(wish(*place, name="Plus tard"), by=RESIDENT_ON_WEB, now=later, idempotency_key="later")
    assert [(each.site_id, each.starts_at) for each in refused.value.alternatives] == first
