"""Two coordinators press at once, two workers work at once, a person answers while the desk closes: real threads."""

from datetime import timedelta

import pytest

from bookings.actions.choose_instead import choose, comes_no_more
from bookings.actions.decide import work_through
from bookings.actions.interrupt import interrupt
from bookings.errors import AlreadyDecided, QuestionOver
from bookings.models import Appointment, Commitment, Interrupted, Interruption, JournalEntry
from bookings.people.who import RESIDENT_BY_SMS
from mediation.models import Absence
from tests.bookings.interruptions.away import HALF_PAST_SEVEN, FullDay
from tests.races.test_one_slot import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
LATER = HALF_PAST_SEVEN + timedelta(minutes=1)


def test_two_coordinators_who_press_at_once_decide_once_and_workers_tell_everybody_once() -> None:
    day = FullDay()
    plans = [day.plan("offer"), day.plan("cancel")]
    crowd = all_at_once(
        lambda n: interrupt(plans[n], by=day.coordinator, now=HALF_PAST_SEVEN, idempotency_key=f"press-{n}"),
        2,
    )
    assert {type(each) for each in crowd.results} == {Interruption, AlreadyDecided}
    assert Absence.objects.count() == 1 and Interrupted.objects.count() == 14
    all_at_once(lambda _: work_through(clock=lambda: LATER), 3)
    work_through(clock=lambda: LATER)
    assert not Interrupted.objects.filter(result="planned").exists()
    assert JournalEntry.objects.filter(kind="cancelled_by_us").count() == 14


def test_an_answer_and_a_desk_that_closes_the_question_at_once_are_one_of_them() -> None:
    day = FullDay()
    day.falls_ill("offer", now=HALF_PAST_SEVEN, only=1)
    work_through(clock=lambda: LATER)
    row = Interrupted.objects.get()

    def does(turn: int) -> object:
        if turn % 2:
            return choose(row.pk, 1, by=RESIDENT_BY_SMS, now=LATER)
        return comes_no_more(row.pk, by=day.coordinator, now=LATER)

    crowd = all_at_once(does, 6)
    assert {type(each) for each in crowd.results} <= {Appointment, QuestionOver, type(None)}
    row.refresh_from_db()
    appointment = Appointment.objects.get(pk=row.appointment_id)
    stands = Commitment.objects.filter(appointment=appointment).count()
    assert (row.result, appointment.status, stands) in (("moved", "booked", 1), ("closed", "cancelled", 0))
