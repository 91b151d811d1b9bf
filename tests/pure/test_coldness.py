"""How cold a referral has gone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookings.referrals.coldness import COLD, coldness

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
days = st.integers(0, 400).map(lambda n: timedelta(days=n))


def test_a_week_is_long_for_ten_days_and_short_for_two_months() -> None:
    since = NOW - timedelta(days=7)
    urgent = coldness(since=since, limit=since + timedelta(days=10), now=NOW)
    patient = coldness(since=since, limit=since + timedelta(days=60), now=NOW)
    assert urgent >= COLD > patient


def test_a_step_warms_it_up_and_its_limit_is_as_cold_as_it_gets() -> None:
    limit = NOW + timedelta(days=10)
    assert coldness(since=NOW, limit=limit, now=NOW) == 0
    assert coldness(since=NOW, limit=limit, now=limit + timedelta(days=3)) == 1


@given(days, days, st.none() | days)
def test_it_only_grows_while_nothing_happens(
    first: timedelta, later: timedelta, limit: timedelta | None
) -> None:
    ends = NOW + limit if limit is not None else None
    earlier = coldness(since=NOW, limit=ends, now=NOW + first)
    assert 0 <= earlier <= coldness(since=NOW, limit=ends, now=NOW + first + later) <= 1
