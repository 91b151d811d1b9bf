"""What may be noted about an appointment, and when. Times are those of Rennes, an hour ahead of UTC in winter."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.outcomes.marks import Mark, Refusal, possible, refusal, time_spent

TEN = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ELEVEN = TEN + timedelta(hours=1)


def marks_at(now: datetime, status: str = "booked") -> list[Mark]:
    return possible(status=status, starts_at=TEN, zone="Europe/Paris", no_show_after_min=15, now=now)


def test_nothing_is_noted_the_day_before() -> None:
    assert marks_at(TEN - timedelta(hours=11)) == []


def test_somebody_may_arrive_early_that_morning() -> None:
    assert marks_at(TEN - timedelta(hours=2)) == [Mark.ARRIVED, Mark.DONE]


def test_somebody_is_missed_fifteen_minutes_after_the_start_and_not_before() -> None:
    assert Mark.NO_SHOW not in marks_at(TEN + timedelta(minutes=14, seconds=59))
    assert Mark.NO_SHOW in marks_at(TEN + timedelta(minutes=15))


def test_somebody_is_excused_from_the_start_and_cancelled_before() -> None:
    assert Mark.EXCUSED not in marks_at(TEN - timedelta(seconds=1))
    assert Mark.EXCUSED in marks_at(TEN)


def test_whoever_has_arrived_is_no_longer_missed() -> None:
    assert marks_at(ELEVEN, "arrived") == [Mark.DONE]


def test_whoever_comes_after_all_is_welcome() -> None:
    assert marks_at(ELEVEN, "no_show") == [Mark.ARRIVED, Mark.DONE]


@pytest.mark.parametrize("status", ["done", "excused", "cancelled"])
def test_what_is_over_is_not_marked_again(status: str) -> None:
    assert marks_at(ELEVEN, status) == []


def test_nobody_arrives_on_another_day_but_what_was_done_can_still_be_noted() -> None:
    the_next_day = TEN + timedelta(days=1)
    assert marks_at(the_next_day) == [Mark.DONE, Mark.NO_SHOW, Mark.EXCUSED]
    assert marks_at(the_next_day, "no_show") == [Mark.DONE]


def test_a_refusal_says_whether_to_wait_or_to_give_up() -> None:
    times = {"starts_at": TEN, "zone": "Europe/Paris", "no_show_after_min": 15, "now": TEN}
    assert refusal(Mark.NO_SHOW, status="booked", **times) is Refusal.TOO_EARLY
    assert refusal(Mark.NO_SHOW, status="arrived", **times) is Refusal.NOT_STANDING


def test_the_clock_tells_the_time_really_spent() -> None:
    arrived, now = TEN + timedelta(minutes=5), ELEVEN + timedelta(minutes=20)
    assert time_spent(starts_at=TEN, ends_at=ELEVEN, arrived_at=arrived, now=now) == (arrived, now)


def test_what_is_noted_the_next_day_counts_as_promised() -> None:
    next_day = TEN + timedelta(days=1)
    assert time_spent(starts_at=TEN, ends_at=ELEVEN, arrived_at=None, now=next_day) == (TEN, ELEVEN)


def test_help_that_began_and_ended_before_its_time_is_not_negative() -> None:
    early = TEN - timedelta(minutes=30)
    assert time_spent(starts_at=TEN, ends_at=ELEVEN, arrived_at=None, now=early) == (early, early)
