"""A drop-in lived from its first number to its end, and what goes wrong in one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bookings.actions.call_turn import call_again
from bookings.actions.change_turn import not_there
from bookings.actions.close_drop_in import close_drop_in, reopen_drop_in
from bookings.actions.join_drop_in import join_with_appointment
from bookings.actions.note_turn import note_turn
from bookings.actions.record_outcome import record_outcome
from bookings.actions.sweep import sweep
from bookings.actions.take_back_turn import take_back
from bookings.dropin.line import ahead_of, waiting_in
from bookings.dropin.measured import usual_at, waits_of
from bookings.dropin.states import State
from bookings.errors import (
    DropInOver,
    NobodyWaits,
    StateRefused,
    StillWaiting,
    StillWithSomebody,
    TooLate,
)
from bookings.models import Appointment, Contact, JournalEntry, Outcome, Turn, TurnPeriod
from bookings.outcomes.activity_report import Report
from tests.bookings.dropin.afternoon import TWO, DropIn, at
from tests.people import AMINA_MOBILE, MONDAY
from tests.staff import AT_THE_DESK

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(TWO, tick=False)]


HELPED = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=15)


@pytest.fixture
def town():
    return DropIn()


def test_an_afternoon_of_twenty_five_people(town):
    """Somebody every five minutes, two mediators, a quarter of an hour each: every one of the 25 is settled."""
    arriving = [town.comes(5 * number, topic=town.topic) for number in range(25)]
    assert [turn.number for turn in arriving] == list(range(1, 26))
    minute = 5
    called: list[Turn] = []
    while len(called) < 25:
        pair = [(town.lea, "1"), (town.mael, "2")][: 25 - len(called)]
        turns = [town.calls(minute, mediator, desk) for mediator, desk in pair]
        for turn in turns:
            town.goes(turn, State.SERVING, minute + 1)
            town.goes(turn, State.DONE, minute + 15)
        minute, called = minute + 15, called + turns
    assert [turn.number for turn in called] == list(range(1, 26))
    with pytest.raises(NobodyWaits):
        town.calls(minute)
    for turn in called:
        kept = note_turn(turn.pk, topic=town.topic, name="", by=AT_THE_DESK, now=at(minute))
        record_outcome(kept.pk, report=HELPED, by=AT_THE_DESK, now=at(minute))
    visits = Appointment.objects.filter(turn__isnull=False)
    assert Outcome.objects.count() == visits.count() == 25
    assert not any(visit.participants.exists() for visit in visits[:3]), "nobody is made up"
    figures = waits_of(town.site.pk, MONDAY, now=at(minute))
    assert (figures.served, figures.way_min, figures.service_min) == (25, 1, 14)
    rebuilt = sorted((turn.called_at or TWO) - turn.joined_at for turn in Turn.objects.all())[12]
    assert figures.wait_min == rebuilt.total_seconds() // 60
    assert usual_at(town.site.pk, MONDAY, now=at(minute)).median == timedelta(minutes=14)
    assert close_drop_in(called[0].day_id, by=AT_THE_DESK, now=at(minute)).closed_at == at(minute)
    with pytest.raises(DropInOver):
        town.comes(minute)


def test_an_appointment_at_its_time_comes_first_then_who_is_back_then_the_numbers(town):
    town.lea.openings.filter(reception="drop_in").update(reception="both")
    appointment = town.books(at(60), "Jean Rendez-vous")
    first, second, third = (town.comes(number) for number in range(3))
    promised = join_with_appointment(appointment.pk, MONDAY, by=AT_THE_DESK, now=at(5))
    town.goes(town.calls(6), State.SERVING, 7)
    town.goes(first, State.PARKED, 10)
    assert town.calls(11).number == 2, "before its time an appointment waits"
    town.goes(first, State.WAITING, 12)
    town.goes(second, State.SERVING, 12)
    town.goes(second, State.DONE, 59)
    assert town.calls(60, town.mael) == first, "an appointment is with its own mediator"
    assert town.calls(61) == promised
    appointment.refresh_from_db()
    assert appointment.status == "arrived"
    town.goes(promised, State.SERVING, 62)
    town.goes(promised, State.DONE, 90)
    appointment.refresh_from_db()
    assert appointment.status == "done"
    take_back(promised.pk, by=AT_THE_DESK, now=at(91))
    appointment.refresh_from_db()
    assert appointment.status == "arrived"
    town.goes(promised, State.DONE, 92)
    assert town.calls(93) == third
    with pytest.raises(StillWithSomebody):
        take_back(promised.pk, by=AT_THE_DESK, now=at(94))


def test_who_does_not_answer_waits_five_minutes_and_misses_after_three_calls(town):
    smoker, other = town.comes(0), town.comes(1)
    assert town.calls(2) == smoker
    not_there(smoker.pk, by=AT_THE_DESK, now=at(3))
    assert town.calls(4) == other, "not called again at once"
    town.goes(other, State.LEFT, 5)
    with pytest.raises(NobodyWaits):
        town.calls(6)
    assert town.calls(8) == smoker, "and back at their place after five minutes"
    call_again(smoker.pk, by=AT_THE_DESK, now=at(9))
    with pytest.raises(StateRefused):
        call_again(smoker.pk, by=AT_THE_DESK, now=at(10))
    assert not_there(smoker.pk, by=AT_THE_DESK, now=at(10)).state == "missed"
    late = town.comes(11)
    town.goes(smoker, State.WAITING, 12)
    assert town.calls(13) == late, "behind those who are there"


def test_a_second_press_calls_nobody_more_and_gives_no_second_number(town):
    assert town.comes(0, key="once") == town.comes(0, key="once")
    town.comes(1)
    assert town.calls(2) == town.calls(2) and Turn.objects.filter(state="called").count() == 1
    town.goes(Turn.objects.get(number=1), State.SERVING, 3)
    with pytest.raises(StillWithSomebody):
        town.calls(4)


def test_a_wrong_press_is_taken_back_with_its_time(town):
    turn = town.comes(0)
    town.calls(10, desk="Bureau 2")
    town.goes(turn, State.LEFT, 11)
    assert take_back(turn.pk, by=AT_THE_DESK, now=at(12)).state == "called"
    turn.refresh_from_db()
    assert (turn.mediator, turn.desk, turn.calls) == (town.lea, "Bureau 2", 1)
    assert [period.state for period in turn.periods.all()] == ["waiting", "called"]
    take_back(turn.pk, by=AT_THE_DESK, now=at(13))
    turn.refresh_from_db()
    assert (turn.state, turn.mediator, turn.calls) == ("waiting", None, 0)
    with pytest.raises(StateRefused):
        take_back(turn.pk, by=AT_THE_DESK, now=at(14))
    town.calls(20)
    with pytest.raises(TooLate):
        take_back(turn.pk, by=AT_THE_DESK, now=at(31))
    assert JournalEntry.objects.filter(kind="turn_taken_back").count() == 2


def test_a_drop_in_ends_when_nobody_is_left_without_an_answer(town):
    one, two = town.comes(0), town.comes(1)
    town.goes(one, State.UNMET, 170)
    with pytest.raises(StillWaiting) as still:
        close_drop_in(one.day_id, by=AT_THE_DESK, now=at(175))
    assert still.value.numbers == (2,)
    town.goes(two, State.LEFT, 176)
    close_drop_in(one.day_id, by=AT_THE_DESK, now=at(177))
    reopen_drop_in(one.day_id, by=AT_THE_DESK, now=at(178))
    assert town.comes(179).number == 3, "a number is never given again"
    unmet = JournalEntry.objects.get(kind="turn_unmet")
    assert unmet.data == {"turn": one.pk, "site": town.site.pk, "topic": None}
    assert waits_of(town.site.pk, MONDAY, now=at(180)).unmet == 1


def test_who_can_be_told_hears_once_that_their_turn_is_near(town):
    turns = [town.comes(number, phone=AMINA_MOBILE if number == 3 else "") for number in range(5)]
    near = JournalEntry.objects.filter(kind="turn_near")
    assert ahead_of(turns[3].pk, waiting_in(turns[0].day, now=at(5))) == 3 and not near.exists()
    for minute, turn in ((10, turns[0]), (20, turns[1])):
        town.calls(minute)
        town.goes(turn, State.LEFT, minute + 1)
    assert [fact.data for fact in near] == [{"turn": turns[3].pk, "ahead": 2}]


def test_the_database_refuses_one_number_twice_and_two_people_with_one_mediator(town):
    one, two = town.comes(0), town.comes(0)
    town.calls(1)
    for wrong in ({"number": 1}, {"state": "serving", "mediator": town.lea}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Turn.objects.filter(pk=two.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        TurnPeriod.objects.create(turn=one, state="called", began_at=at(2))


def test_what_the_queue_knew_of_people_goes_in_the_night_or_into_the_visit(town):
    named = town.comes(0, name="Amina Essai", phone=AMINA_MOBILE, topic=town.topic, show_initial=True)
    town.comes(1, name="Jean Parti", phone="06 39 98 00 02")
    town.goes(town.calls(2), State.SERVING, 3)
    with pytest.raises(StateRefused):
        note_turn(named.pk, topic=town.topic, name="", by=AT_THE_DESK, now=at(4))
    town.goes(named, State.DONE, 20)
    visit = note_turn(named.pk, topic=town.topic, name="Amina Essai", by=AT_THE_DESK, now=at(21))
    assert note_turn(named.pk, topic=town.topic, name="X", by=AT_THE_DESK, now=at(22)) == visit
    named.refresh_from_db()
    assert (named.name, named.initial, named.contact) == ("", "", None)
    assert visit.participants.get().name == "Amina Essai" and visit.contact.last4 == "0001"
    assert (visit.starts_at, visit.actual_end) == (at(3), at(20))
    assert sweep(now=at(60 * 24))["turns"] == 1
    left = Turn.objects.get(number=2)
    assert (left.name, left.contact, left.state, left.day.closed_at) == ("", None, "left", at(60 * 24))
    assert Contact.objects.get(last4="").value == ""
    assert not any("Jean" in str(fact.data) for fact in JournalEntry.objects.all())
