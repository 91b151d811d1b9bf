"""A full workshop: people wait in one order, and a seat that is given back is offered to who is next."""

from datetime import timedelta

import pytest

from bookings.actions.answer_seat import accept_seat
from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.change_workshop import DateChange, change_animators, change_date
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.lapse_seats import lapse_seats
from bookings.actions.leave_workshop import leave_workshop
from bookings.errors import AlreadyEnrolled, OfferOver, SeatsTaken, SlotTaken
from bookings.models import Commitment, JournalEntry, Registration
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from bookings.workshops.turn import Waiting, whose_turn
from tests import people
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(BEFORE, tick=False)]
DAY = timedelta(days=1)


@pytest.fixture
def town():
    return Town()


def comes(workshop, number, *names, dates=(), now=BEFORE):
    """Somebody registers, or waits when it is full."""
    wanted = Enrolment(
        workshop,
        [Participant(name) for name in (names or (f"Personne {number}",))],
        WayToReach("mobile", f"06 39 98 00 {number:02}"),
        [date.pk for date in dates],
        wait=True,
    )
    return enrol(wanted, by=RESIDENT_ON_WEB, now=now, idempotency_key=f"k{number}", token=f"t{number}")


def states(*registrations):
    return [Registration.objects.get(pk=each.pk).state for each in registrations]


def taken(workshop):
    return list(workshop.dates.values_list("taken", flat=True))


def leaves(registration, now=BEFORE, dates=()):
    leave_workshop(registration.pk, by=RESIDENT_ON_WEB, now=now, date_ids=[date.pk for date in dates])


def test_a_seat_given_back_goes_to_the_first_who_waits_and_is_held_for_them(town):
    workshop = six_thursdays(town, capacity=1, times=2)
    has, first, second = (comes(workshop, number) for number in (1, 2, 3))
    assert states(has, first, second) == ["registered", "waiting", "waiting"]
    leaves(has)
    assert states(has, first, second) == ["left", "offered", "waiting"] and taken(workshop) == [1, 1]
    first.refresh_from_db()
    assert first.offer_until == BEFORE + DAY
    # Whoever comes now takes nothing that is held.
    assert states(comes(workshop, 4)) == ["waiting"]
    for _ in range(2):
        accept_seat(first.pk, by=RESIDENT_ON_WEB, now=BEFORE + timedelta(hours=2))
    assert states(first, second) == ["registered", "waiting"] and taken(workshop) == [1, 1]
    facts = JournalEntry.objects.filter(registration=first).order_by("pk").values_list("kind", flat=True)
    assert list(facts) == ["workshop_waiting", "seat_offered", "workshop_joined"]


def test_a_refusal_and_no_answer_both_pass_it_on(town):
    workshop = six_thursdays(town, capacity=1, times=1)
    has, first, second, third = (comes(workshop, number) for number in (1, 2, 3, 4))
    leaves(has)
    leaves(first, now=BEFORE + timedelta(hours=1))
    assert states(first, second) == ["left", "offered"]
    assert lapse_seats(now=BEFORE + timedelta(hours=24)) == 0
    assert lapse_seats(now=BEFORE + timedelta(hours=25)) == 1
    assert states(second, third) == ["lapsed", "offered"] and taken(workshop) == [1]
    with pytest.raises(OfferOver):
        accept_seat(second.pk, by=RESIDENT_ON_WEB, now=BEFORE + 2 * DAY)
    leaves(third, now=BEFORE + 2 * DAY)
    # Nobody waits any more: who answers late has it after all.
    accept_seat(second.pk, by=RESIDENT_ON_WEB, now=BEFORE + 2 * DAY)
    assert states(second) == ["registered"] and taken(workshop) == [1]


def test_one_order_for_the_series_and_for_single_dates(town):
    workshop = six_thursdays(town, capacity=1, times=2)
    first_date, second_date = workshop.dates.all()
    one, two = comes(workshop, 1, dates=[first_date]), comes(workshop, 2, dates=[second_date])
    series, single = comes(workshop, 3), comes(workshop, 4, dates=[first_date])
    leaves(one)
    # The series cannot be had yet, and keeps no seat from who wants the one date.
    assert states(series, single) == ["waiting", "offered"]
    leaves(single)
    leaves(two)
    assert states(series) == ["offered"] and taken(workshop) == [1, 1]


def test_two_people_wait_for_two_seats():
    left = {1: 1}
    couple, alone = Waiting(10, 2, frozenset({1})), Waiting(11, 1, frozenset({1}))
    assert whose_turn([couple, alone], left) == [alone]
    assert whose_turn([couple, alone], {1: 2}) == [couple]
    assert whose_turn([couple, alone], {1: 3}) == [couple, alone]
    assert whose_turn([Waiting(12, 1, frozenset())], {1: 5}) == []


def test_giving_one_date_back_keeps_the_others_and_an_hour_before_nobody_is_asked(town):
    workshop = six_thursdays(town, capacity=1, times=2)
    first_date, second_date = workshop.dates.all()
    series, late = comes(workshop, 1), comes(workshop, 2, dates=[first_date])
    soon = first_date.starts_at - timedelta(minutes=50)
    leaves(series, now=soon, dates=[first_date])
    assert taken(workshop) == [0, 1] and states(series, late) == ["registered", "waiting"]
    assert list(series.dates.all()) == [second_date]
    lapse_seats(now=second_date.starts_at)
    assert states(late) == ["over"]


def test_the_same_person_does_not_wait_twice(town):
    workshop = six_thursdays(town, capacity=1, times=1)
    comes(workshop, 1)
    waits = comes(workshop, 2)
    again = Enrolment(workshop, [Participant("Personne 2")], WayToReach("mobile", "0639980002"), wait=True)
    with pytest.raises(AlreadyEnrolled):
        enrol(again, by=RESIDENT_ON_WEB, now=BEFORE, idempotency_key="x", token="x")
    assert states(waits) == ["waiting"]


def test_more_seats_are_offered_and_never_fewer_than_people(town):
    workshop = six_thursdays(town, capacity=2, times=1)
    comes(workshop, 1, "Amina", "Karim")
    waits = comes(workshop, 2)
    date = workshop.dates.get()
    change = DateChange(date.starts_at, date.ends_at, capacity=1)
    with pytest.raises(SeatsTaken):
        change_date(date.pk, change, by=AT_THE_DESK, now=BEFORE)
    change_date(date.pk, DateChange(date.starts_at, date.ends_at, 4, walk_ins=1), by=AT_THE_DESK, now=BEFORE)
    assert states(waits) == ["offered"] and taken(workshop) == [4]


def test_other_hours_are_told_to_who_comes_and_move_who_animates(town):
    workshop = six_thursdays(town, capacity=2, times=1)
    who, date = comes(workshop, 1), workshop.dates.get()
    later = timedelta(hours=1)
    change_date(
        date.pk, DateChange(date.starts_at + later, date.ends_at + later, 2), by=AT_THE_DESK, now=BEFORE
    )
    assert Commitment.objects.get().starts_at == date.starts_at + later
    told = JournalEntry.objects.get(kind="workshop_changed")
    assert told.registration == who and told.version == 2 and told.data["dates"] == [date.pk]


def test_a_date_called_off_tells_each_once_and_frees_who_animates(town):
    workshop = six_thursdays(town, capacity=1, times=2)
    first_date, second_date = workshop.dates.all()
    series, waits = comes(workshop, 1), comes(workshop, 2, dates=[first_date])
    assert cancel_dates([first_date.pk], by=AT_THE_DESK, now=BEFORE) == 2
    told = JournalEntry.objects.filter(kind="workshop_cancelled").values_list("registration", flat=True)
    assert sorted(told) == [series.pk, waits.pk] and states(series, waits) == ["registered", "over"]
    assert Commitment.objects.count() == 1
    assert cancel_dates([second_date.pk], by=AT_THE_DESK, now=BEFORE) == 1


def test_somebody_else_animates_unless_they_are_promised_elsewhere(town):
    workshop = six_thursdays(town, times=2)
    nour = people.a_mediator(town.here, "Nour")
    change_animators(workshop.pk, [town.lea, nour], by=AT_THE_DESK, now=BEFORE)
    assert Commitment.objects.filter(mediator=nour).count() == 2
    change_animators(workshop.pk, [nour], by=AT_THE_DESK, now=BEFORE)
    assert not Commitment.objects.filter(mediator=town.lea).exists()
    other = six_thursdays(town, times=1)
    with pytest.raises(SlotTaken):
        change_animators(other.pk, [town.lea, nour], by=AT_THE_DESK, now=BEFORE)
