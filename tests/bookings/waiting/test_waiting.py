"""The waiting list: who is asked when a time frees, what a yes does, and what is said to the others."""

from datetime import timedelta

import pytest

from bookings.actions.call_off import cancel
from bookings.actions.move import move
from bookings.actions.offer import accept, decline
from bookings.actions.offer_times import offer_times
from bookings.actions.wait import When, come_back, leave, wait_for_earlier
from bookings.errors import CannotWait, NotStanding, OfferOver
from bookings.models import Appointment, JournalEntry, Resident, WaitingEntry, WaitingOffer
from bookings.people.who import RESIDENT_BY_SMS, RESIDENT_ON_WEB
from mediation.models import Neighbourhood
from tests.people import FRIDAY_BEFORE, TEN, a_site
from tests.waiting import (
    A_WEEK_LATER,
    ASKED_AT,
    FREED_AT,
    Full,
    a_full_monday,
    ask,
    first_monday_only,
    waits,
    wants_earlier,
)

pytestmark = pytest.mark.django_db
Status, Offered = WaitingEntry.Status, WaitingOffer.Status


@pytest.fixture
def full() -> Full:
    return a_full_monday()


def kinds() -> list[str]:
    of_the_list = ["waiting_joined", "waiting_left", "time_offered", "offer_declined", "offer_gone"]
    return list(
        JournalEntry.objects.filter(kind__in=of_the_list).order_by("pk").values_list("kind", flat=True)
    )


# -- Being asked -----------------------------------------------------------------------------------
def test_while_nothing_is_free_nobody_is_asked(full: Full) -> None:
    wants_earlier(full)
    assert ask() == []


def test_a_time_that_frees_is_offered_once_its_owner_can_no_longer_take_it_back(full: Full) -> None:
    entry = wants_earlier(full)
    full.frees()
    assert ask(FREED_AT + timedelta(minutes=10)) == []
    (offer,) = ask()
    assert (offer.entry, offer.site, offer.starts_at) == (entry, full.site, TEN)
    assert offer.deadline == ASKED_AT + timedelta(hours=2)
    assert kinds() == ["waiting_joined", "time_offered"]


def test_who_waits_without_an_appointment_is_asked_about_any_time_that_suits(full: Full) -> None:
    waits(full)
    (offer,) = ask(FRIDAY_BEFORE)
    assert offer.starts_at == A_WEEK_LATER - timedelta(hours=1)


def test_only_the_days_times_and_sites_asked_for_are_offered(full: Full) -> None:
    elsewhere = a_site(full.site.organisation, "Autre lieu")
    wants_earlier(full, sites=[elsewhere])
    full.frees()
    assert ask() == []
    waits(full, weekdays=[1])
    assert ask() == []


def test_three_are_asked_at_once_the_longest_waiting_first(full: Full) -> None:
    first_monday_only(full)
    for number in range(5):
        waits(
            full,
            f"Personne {number}",
            since=FRIDAY_BEFORE - timedelta(days=number),
            phone=f"06 39 98 20 0{number}",
        )
    full.frees()
    assert [offer.entry.resident.name for offer in ask()] == ["Personne 4", "Personne 3", "Personne 2"]
    later = ASKED_AT + timedelta(hours=2)
    assert [offer.entry.resident.name for offer in ask(later)] == ["Personne 1", "Personne 0"]
    assert WaitingOffer.objects.filter(status=Offered.EXPIRED).count() == 3


def test_two_sweeps_ask_nobody_twice(full: Full) -> None:
    waits(full)
    assert len(ask(FRIDAY_BEFORE)) == len(ask(FRIDAY_BEFORE)) == 1
    assert WaitingOffer.objects.count() == 1


def test_nobody_is_asked_again_on_the_same_day_but_on_the_next(full: Full) -> None:
    waits(full)
    (offer,) = ask(FRIDAY_BEFORE)
    decline(offer.pk, by=RESIDENT_BY_SMS, now=FRIDAY_BEFORE)
    assert ask(FRIDAY_BEFORE + timedelta(hours=1)) == []
    (again,) = ask(FRIDAY_BEFORE + timedelta(days=1))
    assert again.starts_at == A_WEEK_LATER  # The same time is not offered twice.


def test_who_waits_for_a_priority_neighbourhood_comes_first_where_that_is_set(full: Full, settings) -> None:
    settings.WAITING_ASKED_AT_ONCE = 1
    first_monday_only(full)
    elsewhere = a_site(full.site.organisation, "Autre lieu")
    assert full.site.commune is not None
    Neighbourhood.objects.create(commune=full.site.commune, name="Quartier", priority=True)
    elsewhere.neighbourhood = Neighbourhood.objects.get()
    elsewhere.save()
    waits(full, "Ancienne", since=FRIDAY_BEFORE - timedelta(days=3))
    waits(full, "Du quartier", sites=[full.site, elsewhere], phone="06 39 98 00 03")
    full.frees()
    settings.WAITING_PRIORITY_DAYS = 10
    assert [offer.entry.resident.name for offer in ask()] == ["Du quartier"]


def test_who_chose_discretion_is_neither_put_on_the_list_nor_asked(full: Full) -> None:
    entry = wants_earlier(full)
    Resident.objects.filter(pk=entry.resident_id).update(discreet=True)
    full.frees()
    assert ask() == []
    entry.refresh_from_db()
    assert entry.status == Status.OVER
    with pytest.raises(CannotWait):
        wait_for_earlier(entry.appointment_id, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)


# -- Saying yes ------------------------------------------------------------------------------------
def test_yes_moves_the_appointment_there(full: Full) -> None:
    entry = wants_earlier(full)
    full.frees()
    (offer,) = ask()
    moved = accept(offer.pk, by=RESIDENT_BY_SMS, now=ASKED_AT)
    assert (moved.pk, moved.starts_at) == (entry.appointment_id, TEN)
    entry.refresh_from_db()
    assert entry.status == Status.SERVED
    assert JournalEntry.objects.filter(kind="moved", appointment=moved).count() == 1


def test_yes_without_an_appointment_books_for_that_very_person(full: Full) -> None:
    entry = waits(full)
    (offer,) = ask(FRIDAY_BEFORE)
    appointment = accept(offer.pk, by=RESIDENT_BY_SMS, now=FRIDAY_BEFORE)
    assert list(appointment.participants.all()) == [entry.resident]
    assert (appointment.contact, appointment.channel) == (entry.contact, "sms")
    assert accept(offer.pk, by=RESIDENT_BY_SMS, now=FRIDAY_BEFORE) == appointment
    assert Appointment.objects.filter(participants=entry.resident).count() == 1


def test_the_first_to_say_yes_has_it_and_the_others_are_told_and_stay(full: Full) -> None:
    first_monday_only(full)
    first, second = waits(full, "Amina"), waits(full, "Jean", phone="06 39 98 00 02")
    full.frees()
    ask()
    accept(second.offers.get().pk, by=RESIDENT_BY_SMS, now=ASKED_AT)
    with pytest.raises(OfferOver):
        accept(first.offers.get().pk, by=RESIDENT_BY_SMS, now=ASKED_AT)
    assert first.offers.get().status == Offered.GONE
    first.refresh_from_db()
    assert first.status == Status.WAITING
    assert kinds().count("offer_gone") == 1


def test_a_time_that_somebody_took_on_the_web_is_withdrawn_by_the_sweep(full: Full) -> None:
    first_monday_only(full)
    entry = waits(full)
    full.frees()
    ask()
    move_in = Appointment.objects.get(starts_at=A_WEEK_LATER)
    move(move_in, starts_at=TEN, by=RESIDENT_ON_WEB, now=ASKED_AT)
    offer_times(now=ASKED_AT + timedelta(minutes=1))
    assert entry.offers.get(starts_at=TEN).status == Offered.GONE
    assert kinds()[-1] == "offer_gone"


def test_after_the_deadline_yes_still_counts_while_the_time_is_free(full: Full) -> None:
    entry = wants_earlier(full)
    full.frees()
    (offer,) = ask()
    late = ASKED_AT + timedelta(hours=3)
    ask(late)
    offer.refresh_from_db()
    assert offer.status == Offered.EXPIRED
    assert accept(offer.pk, by=RESIDENT_BY_SMS, now=late).pk == entry.appointment_id


def test_a_no_may_be_thought_better_of(full: Full) -> None:
    wants_earlier(full)
    full.frees()
    (offer,) = ask()
    decline(offer.pk, by=RESIDENT_BY_SMS, now=ASKED_AT)
    decline(offer.pk, by=RESIDENT_BY_SMS, now=ASKED_AT)
    assert kinds().count("offer_declined") == 1
    assert accept(offer.pk, by=RESIDENT_BY_SMS, now=ASKED_AT).starts_at == TEN


# -- Leaving ---------------------------------------------------------------------------------------
def test_leaving_withdraws_the_offer_and_can_be_taken_back_with_the_same_place(full: Full) -> None:
    entry = wants_earlier(full)
    full.frees()
    (offer,) = ask()
    left = leave(entry.pk, by=RESIDENT_ON_WEB, now=ASKED_AT)
    with pytest.raises(OfferOver):
        accept(offer.pk, by=RESIDENT_BY_SMS, now=ASKED_AT)
    back = come_back(entry.pk, by=RESIDENT_ON_WEB, now=ASKED_AT)
    assert (left.status, back.status, back.joined_at) == (Status.LEFT, Status.WAITING, FRIDAY_BEFORE)
    assert Appointment.objects.get(waiting_entries=entry).starts_at == A_WEEK_LATER


def test_who_joined_again_meanwhile_cannot_come_back_twice(full: Full) -> None:
    entry = wants_earlier(full)
    leave(entry.pk, by=RESIDENT_ON_WEB, now=FREED_AT)
    wait_for_earlier(entry.appointment_id, by=RESIDENT_ON_WEB, now=FREED_AT)
    with pytest.raises(NotStanding):
        come_back(entry.pk, by=RESIDENT_ON_WEB, now=FREED_AT)


def test_joining_again_changes_what_was_asked_for_and_keeps_the_place(full: Full) -> None:
    entry = wants_earlier(full)
    again = wait_for_earlier(
        entry.appointment_id, when=When([4], ["morning"]), by=RESIDENT_ON_WEB, now=FREED_AT
    )
    assert (again.pk, again.joined_at, again.weekdays) == (entry.pk, FRIDAY_BEFORE, [4])
    assert kinds() == ["waiting_joined"]


def test_an_appointment_called_off_ends_its_wait(full: Full) -> None:
    entry = wants_earlier(full)
    assert entry.appointment_id is not None
    cancel(entry.appointment_id, by=RESIDENT_ON_WEB, now=FREED_AT)
    full.frees()
    assert ask() == []
    entry.refresh_from_db()
    assert entry.status == Status.OVER
    with pytest.raises(NotStanding):
        wait_for_earlier(entry.appointment_id, by=RESIDENT_ON_WEB, now=FREED_AT)


def test_an_appointment_moved_by_hand_moves_the_end_of_its_wait(full: Full) -> None:
    entry = wants_earlier(full)
    later = A_WEEK_LATER + timedelta(days=7)
    move(entry.appointment, starts_at=later, by=RESIDENT_ON_WEB, now=FREED_AT)
    offer_times(now=A_WEEK_LATER + timedelta(hours=1))
    entry.refresh_from_db()
    assert (entry.status, entry.until) == (Status.WAITING, later)


def test_a_wait_without_an_appointment_is_over_after_sixty_days(full: Full) -> None:
    entry = waits(full)
    offer_times(now=FRIDAY_BEFORE + timedelta(days=60))
    entry.refresh_from_db()
    assert entry.status == Status.OVER


def test_the_sweep_reads_the_list_in_as_many_queries_for_fifty_as_for_five(
    full: Full, django_assert_max_num_queries
) -> None:
    first_monday_only(full)
    for number in range(50):
        waits(full, f"Personne {number}", phone=f"06 39 98 20 {number:02}")
    with django_assert_max_num_queries(20):
        assert offer_times(now=FRIDAY_BEFORE) == 0
