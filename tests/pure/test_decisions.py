"""A provider that has not got a message is believed when it has said so twice, some time apart."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifications.outbox.decisions import never_took_it

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
LAG = timedelta(seconds=90)


def test_what_it_says_for_the_first_time_is_not_believed() -> None:
    assert not never_took_it(None, NOW, LAG)


@given(st.integers(min_value=-7200, max_value=7200))
def test_the_second_time_counts_from_the_lag_on(seconds: int) -> None:
    assert never_took_it(NOW - timedelta(seconds=seconds), NOW, LAG) is (seconds >= 90)
