"""Léa falls ill on a full day of fourteen: each remedy, and what people say to it."""

from datetime import datetime, timedelta

import pytest

from bookings.actions.choose_instead import choose, comes_no_more, end_questions, none_suits
from bookings.actions.decide import work_through
from bookings.actions.interrupt import interrupt, leave_now, take_back
from bookings.errors import AlreadyDecided, QuestionOver, SlotTaken, TooLate
from bookings.interruptions.questions import question_about, times_of
from bookings.models import Appointment, Commitment, Interrupted, JournalEntry
from bookings.people.who import RESIDENT_BY_SMS, RESIDENT_ON_WEB
from bookings.times.colleagues import Colleagues
from mediation.models import Absence
from notifications.models import Message
from notifications.outbox.compose import compose
from tests.bookings.interruptions.away import HALF_PAST_SEVEN, SUNDAY, FullDay

pytestmark = pytest.mark.django_db
LATER = HALF_PAST_SEVEN + timedelta(minutes=1)


@pytest.fixture
def day() -> FullDay:
    return FullDay()


def test_colleagues_who_are_free_share_the_day_in_a_constant_number_of_queries(
    day: FullDay, django_assert_max_num_queries
) -> None:
    paul = day.colleague("Paul", 9, 17)
    sonia = day.colleague("Sonia", 9, 12)
    wanted = list(Appointment.objects.select_related("topic", "site").order_by("starts_at"))
    with django_assert_max_num_queries(8):
        colleagues = Colleagues(wanted, now=SUNDAY)
        given = [colleagues.lightest(each) for each in wanted]
    # In the morning in turn, in the afternoon Paul alone; nobody has two at once, nobody goes without.
    assert given.count(sonia.pk) == 3 and given.count(paul.pk) == 11


def test_a_colleague_who_takes_that_topic_for_nobody_is_given_nobody(day: FullDay) -> None:
    from tests.people import a_topic

    paul = day.colleague("Paul", 9, 17)
    paul.openings.get().topics.add(a_topic("autre"))
    wanted = list(Appointment.objects.select_related("topic", "site"))
    assert {Colleagues(wanted, now=SUNDAY).lightest(each) for each in wanted} == {None}


def test_fourteen_are_handed_over_and_nobody_hears_of_it(day: FullDay) -> None:
    paul = day.colleague("Paul", 9, 17)
    day.falls_ill("hand_over", now=SUNDAY)
    day.works(SUNDAY)
    assert day.results() == {"handed_over": 14}
    assert set(Appointment.objects.values_list("mediator", "status")) == {(paul.pk, "booked")}
    compose(now=SUNDAY)
    assert not Message.objects.exclude(kind="confirmation").exists()


def test_whom_nobody_can_take_is_offered_times_instead(day: FullDay) -> None:
    day.colleague("Paul", 9, 12)
    day.falls_ill("hand_over", now=HALF_PAST_SEVEN)
    day.works(LATER)
    day.works(LATER + timedelta(minutes=20))
    results = day.results()
    assert results["handed_over"] == 6 and results["asked"] == 8


def test_fourteen_are_asked_once_and_their_old_time_is_nobodys(day: FullDay) -> None:
    day.falls_ill("offer", now=HALF_PAST_SEVEN)
    assert day.works(LATER) == 14 and day.works(LATER) == 0
    assert day.results() == {"asked": 14}
    assert set(Appointment.objects.values_list("status", flat=True)) == {"cancelled"}
    assert not Commitment.objects.exists()
    compose(now=LATER)
    told = Message.objects.exclude(kind="confirmation")
    assert set(told.values_list("kind", flat=True)) == {"choice"} and told.count() == 14
    offered = [tuple(each["at"] for each in row.times) for row in Interrupted.objects.all()]
    assert all(len(times) == 3 for times in offered)
    # Those who are asked together are not all asked about the same three.
    assert len(set(offered)) > 1


def test_an_answer_makes_it_stand_again_with_its_number_at_the_new_time(day: FullDay) -> None:
    day.falls_ill("offer", now=HALF_PAST_SEVEN, only=1)
    day.works(LATER)
    row = Interrupted.objects.get()
    compose(now=LATER)
    number, wanted = row.appointment.number, times_of(row)[1]
    # Even after the old time has passed.
    moment = HALF_PAST_SEVEN + timedelta(hours=4)
    moved = choose(row.pk, 2, by=RESIDENT_ON_WEB, now=moment)
    assert (moved.status, moved.number, moved.starts_at) == ("booked", number, wanted.starts_at)
    assert choose(row.pk, 2, by=RESIDENT_ON_WEB, now=moment).starts_at == wanted.starts_at
    assert Commitment.objects.filter(appointment=moved).count() == 1
    facts = list(moved.journal.order_by("pk").values_list("kind", flat=True))
    assert facts == ["booked", "cancelled_by_us", "times_asked", "moved"]
    compose(now=moment)
    assert Message.objects.filter(kind="moved").count() == 1
    asked = Message.objects.get(kind="choice")
    assert asked.version < moved.version, "an SMS that had not left yet would be stale by now"
    with pytest.raises(QuestionOver):
        none_suits(row.pk, by=RESIDENT_ON_WEB, now=moment)


def test_a_time_that_is_gone_meanwhile_is_replaced_by_others(day: FullDay) -> None:
    day.falls_ill("offer", now=HALF_PAST_SEVEN, only=1)
    day.works(LATER)
    row = Interrupted.objects.get()
    first = times_of(row)[0]
    day.town.books(first.starts_at, "Quelqu’un d’autre", phone="06 39 98 41 00")
    with pytest.raises(SlotTaken):
        choose(row.pk, 1, by=RESIDENT_BY_SMS, now=LATER)
    row.refresh_from_db()
    assert row.result == "asked" and len(row.times) == 3
    assert first.starts_at not in [each.starts_at for each in times_of(row)]
    assert choose(row.pk, 1, by=RESIDENT_BY_SMS, now=LATER).status == "booked"


def test_who_says_none_or_nothing_is_to_be_called_and_may_still_choose(day: FullDay) -> None:
    day.falls_ill("offer", now=HALF_PAST_SEVEN, only=3)
    day.works(LATER)
    first, second, third = Interrupted.objects.all()
    none_suits(first.pk, by=RESIDENT_BY_SMS, now=LATER)
    end_questions(now=LATER + timedelta(hours=23))
    assert list(Interrupted.objects.to_call()) == [first]
    end_questions(now=LATER + timedelta(hours=24))
    reasons = dict(Interrupted.objects.to_call().values_list("pk", "why"))
    assert reasons == {first.pk: "none_suits", second.pk: "no_answer", third.pk: "no_answer"}
    assert question_about(second.appointment_id) == second
    choose(second.pk, 1, by=RESIDENT_BY_SMS, now=LATER + timedelta(hours=25))
    comes_no_more(third.pk, by=day.coordinator, now=LATER + timedelta(hours=26))
    assert list(Interrupted.objects.to_call()) == [first]
    kinds = set(JournalEntry.objects.values_list("kind", flat=True))
    assert {"none_suits", "no_answer", "comes_no_more", "interrupted"} <= kinds


def test_whom_only_people_reach_is_to_be_called_at_once(day: FullDay, settings) -> None:
    settings.CALLS_OUT = False
    from bookings.people.who import WayToReach

    appointment = day.town.books(
        HALF_PAST_SEVEN + timedelta(hours=8, minutes=30),
        "Jean",
        reach=WayToReach("landline", "02 61 91 00 02"),
    )
    day.appointments = [appointment]
    day.falls_ill("offer", now=HALF_PAST_SEVEN)
    day.works(LATER + timedelta(minutes=20))
    row = Interrupted.objects.to_call().get()
    assert row.why == "no_channel" and len(row.times) == 3
    compose(now=LATER)
    assert not Message.objects.filter(kind__in=["choice", "cancelled_by_us"]).exists()


def test_fourteen_are_called_off_with_a_message(day: FullDay) -> None:
    day.falls_ill("cancel", now=HALF_PAST_SEVEN)
    day.works(LATER)
    assert day.results() == {"cancelled": 14}
    compose(now=LATER)
    assert Message.objects.filter(kind="cancelled_by_us").count() == 14


def test_fourteen_are_kept(day: FullDay) -> None:
    day.falls_ill("keep", now=HALF_PAST_SEVEN)
    day.works(HALF_PAST_SEVEN)
    assert day.results() == {"kept": 14}
    assert Appointment.objects.filter(status="booked", mediator=day.town.lea).count() == 14


def test_what_has_changed_since_is_left_alone(day: FullDay) -> None:
    from bookings.actions.call_off import cancel

    day.falls_ill("offer", now=SUNDAY, only=2)
    cancel(day.appointments[0].pk, by=RESIDENT_ON_WEB, now=SUNDAY)
    day.works(SUNDAY + timedelta(minutes=16))
    assert day.results() == {"changed": 1, "asked": 1}
    day.appointments[0].refresh_from_db()
    assert day.appointments[0].status == "excused"


def test_all_of_it_is_taken_back_while_nobody_was_told(day: FullDay) -> None:
    paul = day.colleague("Paul", 9, 17)
    ill = day.falls_ill("hand_over", now=SUNDAY)
    day.works(SUNDAY)
    assert Appointment.objects.filter(mediator=paul).count() == 14
    take_back(ill.pk, by=day.coordinator, now=SUNDAY + timedelta(minutes=14))
    assert set(Appointment.objects.values_list("mediator", "status")) == {(day.town.lea.pk, "booked")}
    assert not Absence.objects.exists() and day.results() == {"undone": 14}
    take_back(ill.pk, by=day.coordinator, now=SUNDAY + timedelta(minutes=14))


def test_nothing_is_taken_back_once_somebody_was_told_or_the_time_is_over(day: FullDay) -> None:
    ill = day.falls_ill("offer", now=SUNDAY, only=1)
    assert day.works(SUNDAY + timedelta(minutes=14)) == 0
    leave_now(ill.pk, now=SUNDAY + timedelta(minutes=14))
    assert day.works(SUNDAY + timedelta(minutes=14)) == 1
    with pytest.raises(TooLate):
        take_back(ill.pk, by=day.coordinator, now=SUNDAY + timedelta(minutes=14))


def test_two_coordinators_decide_once(day: FullDay) -> None:
    first = day.falls_ill("offer", now=SUNDAY, key="one")
    assert day.falls_ill("offer", now=SUNDAY, key="one") == first
    with pytest.raises(AlreadyDecided) as refused:
        interrupt(day.plan("cancel"), by=day.coordinator, now=SUNDAY, idempotency_key="two")
    assert refused.value.interruption_id == first.pk
    assert Absence.objects.count() == 1


class Killed(BaseException):
    """The worker is gone."""


def test_a_worker_killed_in_the_middle_and_another_tell_everybody_once(day: FullDay) -> None:
    day.falls_ill("offer", now=HALF_PAST_SEVEN)
    ticks = iter(range(6))

    def clock_until_it_is_killed() -> datetime:
        if next(ticks, None) is None:
            raise Killed
        return LATER

    with pytest.raises(Killed):
        work_through(clock=clock_until_it_is_killed)
    assert 0 < day.results()["asked"] < 14
    compose(now=LATER)
    day.works(LATER)
    compose(now=LATER)
    assert day.results() == {"asked": 14}
    told = Message.objects.filter(kind="choice")
    assert told.count() == told.values("appointment").distinct().count() == 14
    assert JournalEntry.objects.filter(kind="times_asked").count() == 14
