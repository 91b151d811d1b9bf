"""A time kept for somebody who is still deciding."""

from datetime import timedelta

import pytest

from bookings.actions.book import book
from bookings.actions.call_off import cancel
from bookings.actions.hold import hold, release
from bookings.actions.sweep import sweep
from bookings.errors import SlotTaken, TooFar, TooSoon
from bookings.models import Appointment, Commitment, JournalEntry
from bookings.people.who import RESIDENT_BY_PHONE, RESIDENT_ON_WEB
from bookings.times import search
from mediation.models import Site, Topic
from tests.people import (
    FRIDAY_BEFORE,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
    with_room,
)

pytestmark = pytest.mark.django_db
KEPT = timedelta(minutes=5)


@pytest.fixture
def site() -> Site:
    site = a_site(an_organisation())
    receives(a_mediator(site.organisation), site)
    return site


@pytest.fixture
def topic() -> Topic:
    return a_topic()


def keep(topic: Topic, site: Site, **when) -> Commitment:
    return hold(topic, site, **{"starts_at": TEN, "now": FRIDAY_BEFORE, **when})


def test_a_held_time_is_offered_to_nobody_else_until_it_runs_out(topic: Topic, site: Site) -> None:
    keep(topic, site)
    window = {"start": TEN, "end": TEN + timedelta(minutes=1)}
    assert search.times(topic, now=FRIDAY_BEFORE + timedelta(minutes=4), **window) == []
    assert search.times(topic, now=FRIDAY_BEFORE + KEPT, **window) != []


def test_somebody_else_cannot_book_or_hold_it(topic: Topic, site: Site) -> None:
    keep(topic, site)
    with pytest.raises(SlotTaken) as refused:
        book(wish(topic, site), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="other")
    assert len(refused.value.alternatives) == 3
    with pytest.raises(SlotTaken):
        keep(topic, site)


def test_the_holder_books_the_very_time(topic: Topic, site: Site) -> None:
    kept = keep(topic, site)
    made = book(
        wish(topic, site, hold_id=kept.pk), by=RESIDENT_BY_PHONE, now=FRIDAY_BEFORE, idempotency_key="holder"
    )
    assert made.commitment_id == kept.pk and Commitment.objects.get().held_until is None
    assert not release(kept.pk)


def test_the_holder_gets_the_mediator_it_was_held_with(topic: Topic, site: Site) -> None:
    kept = keep(topic, site)
    receives(a_mediator(site.organisation, "Tom"), site)
    # Nobody's day is heavier: without the hold, the order of ids decides; with it, it does not matter.
    made = book(
        wish(topic, site, hold_id=kept.pk), by=RESIDENT_BY_PHONE, now=FRIDAY_BEFORE, idempotency_key="holder"
    )
    assert (made.mediator_id, Commitment.objects.count()) == (kept.mediator_id, 1)


def test_pressing_twice_books_once(topic: Topic, site: Site) -> None:
    wanted = wish(topic, site, hold_id=keep(topic, site).pk)
    made = [
        book(wanted, by=RESIDENT_BY_PHONE, now=FRIDAY_BEFORE, idempotency_key="call:CA1:9") for _ in range(2)
    ]
    assert made[0].pk == made[1].pk and Appointment.objects.count() == 1


def test_a_hold_that_ran_out_books_the_time_if_it_is_still_free(topic: Topic, site: Site) -> None:
    wanted = wish(topic, site, hold_id=keep(topic, site).pk)
    book(wanted, by=RESIDENT_BY_PHONE, now=FRIDAY_BEFORE + 2 * KEPT, idempotency_key="late")
    assert Commitment.objects.get().held_until is None


def test_a_hold_that_ran_out_gives_no_right_against_whoever_came_meanwhile(topic: Topic, site: Site) -> None:
    wanted, later = wish(topic, site, hold_id=keep(topic, site).pk), FRIDAY_BEFORE + KEPT
    book(wish(topic, site, name="Zoé"), by=RESIDENT_ON_WEB, now=later, idempotency_key="zoe")
    with pytest.raises(SlotTaken):
        book(wanted, by=RESIDENT_BY_PHONE, now=later, idempotency_key="late")


def test_a_hold_is_of_no_use_for_another_time(topic: Topic, site: Site) -> None:
    kept = keep(topic, site)
    later = TEN + timedelta(hours=1)
    made = book(
        wish(topic, site, later, hold_id=kept.pk),
        by=RESIDENT_BY_PHONE,
        now=FRIDAY_BEFORE,
        idempotency_key="k",
    )
    assert made.starts_at == later and made.commitment_id != kept.pk


def test_a_cancellation_that_can_be_taken_back_is_nobodys_hold(topic: Topic, site: Site) -> None:
    made = book(wish(topic, site), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="first")
    cancel(made.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert made.commitment_id is not None
    assert not release(made.commitment_id)
    with pytest.raises(SlotTaken):
        book(
            wish(topic, site, name="Zoé", hold_id=made.commitment_id),
            by=RESIDENT_BY_PHONE,
            now=FRIDAY_BEFORE,
            idempotency_key="thief",
        )


def test_letting_go_frees_it_at_once_and_only_once(topic: Topic, site: Site) -> None:
    kept = keep(topic, site)
    assert release(kept.pk) and not release(kept.pk)
    keep(topic, site)


def test_a_held_time_takes_a_place_in_the_room(topic: Topic, site: Site) -> None:
    receives(a_mediator(site.organisation, "Tom"), site)
    with_room(site, places=1)
    keep(topic, site)
    with pytest.raises(SlotTaken):
        keep(topic, site)


def test_holding_is_not_a_fact_anybody_is_told_of(topic: Topic, site: Site) -> None:
    keep(topic, site)
    assert not JournalEntry.objects.exists()


def test_what_nobody_came_back_for_is_swept(topic: Topic, site: Site) -> None:
    keep(topic, site)
    assert sweep(now=FRIDAY_BEFORE + 2 * KEPT)["holds"] == 1
    assert not Commitment.objects.exists()


def test_the_notice_counts_from_when_the_time_was_read_out(topic: Topic, site: Site) -> None:
    notice = timedelta(minutes=topic.notice_min)
    keep(topic, site, now=TEN - notice + timedelta(minutes=4))
    with pytest.raises(TooSoon):
        keep(topic, site, now=TEN - notice + timedelta(minutes=6))
    with pytest.raises(TooFar):
        keep(topic, site, starts_at=TEN + timedelta(days=70), now=FRIDAY_BEFORE)
