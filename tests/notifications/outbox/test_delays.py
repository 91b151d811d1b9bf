"""A session runs over: the next person hears what to expect, once; and when all is well again."""

from datetime import timedelta

import pytest

from bookings.actions.call_off import cancel
from bookings.actions.mark import mark
from bookings.actions.run_over import look_again, look_at_all, run_over
from bookings.errors import NotStanding, TooEarly, TooLate
from bookings.models import Appointment, JournalEntry
from bookings.outcomes.marks import Mark
from bookings.people.who import RESIDENT_ON_WEB, SYSTEM, Actor, WayToReach
from notifications.models import Message
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from tests.notifications.conftest import Line, Town
from tests.people import FRIDAY_BEFORE, JEAN_LANDLINE, TEN

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AT = TEN + 50 * MINUTE
BY_STAFF = Actor(channel="desk")


@pytest.fixture
def day(town: Town) -> tuple[Appointment, Appointment, Appointment]:
    """Amina at ten, Jean at eleven, Nadia at noon, all told of it."""
    made = (
        town.book(),
        town.book(TEN + HOUR, name="Jean", reach=WayToReach("mobile", "06 39 98 00 02")),
        town.book(TEN + 2 * HOUR, name="Nadia", reach=WayToReach("mobile", "06 39 98 00 03")),
    )
    compose(now=FRIDAY_BEFORE + MINUTE)
    deliver(clock=lambda: FRIDAY_BEFORE + MINUTE)
    return made


def over(appointment: Appointment, minutes: int, at=AT) -> None:
    run_over(appointment.pk, minutes=minutes, by=BY_STAFF, now=at)


def sends(at) -> None:
    compose(now=at)
    deliver(clock=lambda: at)


def said() -> list[tuple[str, str]]:
    sent = Message.objects.filter(kind__in=("delayed", "on_time")).exclude(
        state__in=("replaced", "cancelled")
    )
    return [(message.kind, message.rule.partition("-")[0]) for message in sent.order_by("pk")]


def test_each_of_those_who_wait_is_told_once_what_to_expect(day, line: Line) -> None:
    amina, jean, _nadia = day
    over(amina, 15)
    over(amina, 15)
    assert JournalEntry.objects.filter(kind="runs_over").count() == 1
    before = len(line.taken)
    sends(AT + 2 * MINUTE)
    sends(AT + 3 * MINUTE)
    told = line.taken[before:]
    assert [message.to for message in told] == ["+33639980002", "+33639980003"]
    assert "commencera vers 11h15" in told[0].body and "commencera vers 12h15" in told[1].body
    jean.refresh_from_db()
    assert (jean.delay_min, jean.version, jean.starts_at) == (15, 1, TEN + HOUR)


def test_a_press_taken_back_at_once_is_heard_by_nobody(day, line: Line) -> None:
    before = len(line.taken)
    over(day[0], 15)
    compose(now=AT)
    over(day[0], 0, AT + MINUTE / 2)
    sends(AT + 5 * MINUTE)
    assert said() == [] and len(line.taken) == before


def test_more_of_it_is_said_anew_and_the_end_of_it_too(day, line: Line) -> None:
    amina, jean, _nadia = day
    over(amina, 15)
    sends(AT + 2 * MINUTE)
    over(amina, 30, AT + 5 * MINUTE)
    sends(AT + 7 * MINUTE)
    mark(amina.pk, as_=Mark.DONE, by=BY_STAFF, now=AT + 9 * MINUTE)
    look_again(amina.mediator_id, at=amina.starts_at, zone="Europe/Paris", by=BY_STAFF, now=AT + 9 * MINUTE)
    sends(AT + 11 * MINUTE)
    assert said() == [("delayed", "15")] * 2 + [("delayed", "30")] * 2 + [("on_time", "0")] * 2
    assert "bien a l'heure" in line.taken[-1].body or "bien à l'heure" in line.taken[-1].body
    jean.refresh_from_db()
    assert jean.delay_min == 0


def test_who_comes_between_and_cancels_gives_the_time_back_to_who_comes_after(day, line: Line) -> None:
    amina, jean, nadia = day
    over(amina, 15)
    cancel(jean.pk, by=RESIDENT_ON_WEB, now=AT)
    look_at_all(by=SYSTEM, now=AT)
    nadia.refresh_from_db()
    assert nadia.delay_min == 0
    sends(AT + 2 * MINUTE)
    assert said() == []


def test_whoever_has_only_a_landline_is_left_to_the_team(town: Town, line: Line) -> None:
    amina = town.book()
    town.book(TEN + HOUR, name="Jean", reach=WayToReach("landline", JEAN_LANDLINE))
    over(amina, 15)
    sends(AT + 2 * MINUTE)
    assert said() == []


def test_the_mediators_time_grows_as_far_as_nobody_has_it(town: Town) -> None:
    amina = town.book()
    jean = town.book(TEN + HOUR + 10 * MINUTE, name="Jean")
    over(amina, 15)
    amina.refresh_from_db()
    jean.refresh_from_db()
    assert amina.commitment.ends_at == jean.starts_at and amina.ends_at == TEN + HOUR
    assert jean.delay_min == 5 and jean.commitment.ends_at == jean.ends_at + 5 * MINUTE
    over(amina, 0)
    amina.commitment.refresh_from_db()
    jean.commitment.refresh_from_db()
    assert amina.commitment.ends_at == TEN + HOUR and jean.commitment.ends_at == jean.ends_at


def test_it_is_refused_before_the_start_after_the_end_and_without_measure(town: Town) -> None:
    amina = town.book()
    with pytest.raises(TooEarly):
        over(amina, 15, TEN - MINUTE)
    with pytest.raises(TooLate):
        over(amina, 135)
    mark(amina.pk, as_=Mark.DONE, by=BY_STAFF, now=AT)
    with pytest.raises(NotStanding):
        over(amina, 15)
