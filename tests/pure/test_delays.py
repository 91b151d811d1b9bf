"""A session that runs over makes the next ones late, until breaks have taken it up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookings.times.delays import STEP_MIN, Session, delays

NINE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def session(pk: int, at: int, lasts: int = 60, over: int = 0, over_at: int | None = None) -> Session:
    """Minutes after nine."""
    end = None if over_at is None else NINE + timedelta(minutes=over_at)
    return Session(pk, NINE + timedelta(minutes=at), NINE + timedelta(minutes=at + lasts), over, end)


def test_the_break_takes_up_what_it_can_and_the_rest_goes_on() -> None:
    day = [session(1, 0, over=30), session(2, 70), session(3, 130), session(4, 200)]
    assert delays(day) == {1: 0, 2: 20, 3: 20, 4: 10}


def test_two_that_run_over_add_up() -> None:
    assert delays([session(1, 0, over=15), session(2, 60, over=15), session(3, 120)]) == {1: 0, 2: 15, 3: 30}


def test_one_that_ended_sooner_makes_nobody_late_and_one_noted_late_neither() -> None:
    assert delays([session(1, 0, over=30, over_at=65), session(2, 60)]) == {1: 0, 2: 5}
    assert delays([session(1, 0, over_at=140), session(2, 60)]) == {1: 0, 2: 0}


def test_a_minute_or_two_is_no_delay() -> None:
    assert delays([session(1, 0, over=15, over_at=63), session(2, 60)])[2] == 0


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(5, 90), st.integers(0, 60)), max_size=8))
def test_delays_come_in_whole_steps_and_only_after_somebody_ran_over(
    day: list[tuple[int, int, int]],
) -> None:
    rows = [session(pk, at, lasts, over) for pk, (at, lasts, over) in enumerate(day)]
    found = delays(rows)
    assert all(late >= 0 and late % STEP_MIN == 0 for late in found.values())
    if rows:
        assert found[min(rows, key=lambda row: (row.starts_at, row.pk)).pk] == 0
