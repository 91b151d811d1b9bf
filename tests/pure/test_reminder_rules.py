"""Reminders as an organisation sets them: days off, and which appointments a sweep has to look at."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.holidays import days
from notifications.moments.reminders import DaysOff, ReminderRule
from notifications.moments.timing import WRITTEN

PARIS = ZoneInfo("Europe/Paris")
HOLIDAYS = days([2026, 2027])
RULES = st.one_of(
    st.builds(
        ReminderRule,
        st.just("days"),
        days_before=st.integers(0, 30),
        at=st.times(min_value=time(0, 0), max_value=time(23, 59)),
        days_off=st.sampled_from(DaysOff),
    ),
    st.builds(ReminderRule, st.just("hours"), hours_before=st.integers(1, 12)),
)
MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2027, 1, 15)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def goes(rule: ReminderRule, day: str) -> str:
    starts_at = datetime.fromisoformat(f"{day} 14:30").replace(tzinfo=PARIS)
    return rule.moment(starts_at, PARIS, HOLIDAYS).astimezone(PARIS).strftime("%a %d.%m. %H:%M")


@pytest.mark.parametrize(
    ("off", "goes_on"),
    [
        (DaysOff.NEVER, "Sun 13.12. 10:00"),
        (DaysOff.SUNDAYS, "Sat 12.12. 10:00"),
        (DaysOff.WEEKENDS, "Fri 11.12. 10:00"),
    ],
)
def test_what_falls_on_a_day_off_goes_on_the_last_day_before(off: DaysOff, goes_on: str) -> None:
    rule = ReminderRule("days", days_before=2, at=time(10, 0), days_off=off)
    assert goes(rule, "2026-12-15") == goes_on


def test_a_public_holiday_is_a_day_off_and_so_is_the_sunday_before_it() -> None:
    rule = ReminderRule("days", days_before=1, at=time(10, 0), days_off=DaysOff.SUNDAYS)
    assert goes(rule, "2026-04-07") == "Sat 04.04. 10:00"  # Easter Monday, Easter Sunday
    assert goes(rule, "2026-12-26") == "Thu 24.12. 10:00"


def test_the_reminder_of_the_very_day_goes_on_a_day_off_too() -> None:
    rule = ReminderRule("hours", hours_before=2, days_off=DaysOff.WEEKENDS)
    assert goes(rule, "2026-12-13") == "Sun 13.12. 12:30"


def test_days_are_off_only_where_somebody_has_said_so() -> None:
    christmas = date(2026, 12, 25)
    assert not DaysOff.NEVER.includes(christmas, HOLIDAYS)
    assert DaysOff.SUNDAYS.includes(christmas, HOLIDAYS)
    assert not DaysOff.SUNDAYS.includes(date(2026, 12, 12), HOLIDAYS)
    assert DaysOff.WEEKENDS.includes(date(2026, 12, 12), HOLIDAYS)


@given(RULES, MOMENTS, st.integers(0, 40 * 24 * 60))
def test_a_sweep_looks_at_every_start_whose_reminder_is_due_and_at_no_other(
    rule: ReminderRule, now: datetime, minutes_ahead: int
) -> None:
    starts_at = now + timedelta(minutes=minutes_ahead)
    due = rule.moment(starts_at, PARIS, HOLIDAYS) <= now
    until = rule.due_until(now, PARIS, HOLIDAYS)
    assert due is (starts_at < until) or starts_at == until or (not due and _before_the_night(now))


def _before_the_night(now: datetime) -> bool:
    """In the last half hour of the day what the night holds has gone, and what is still to come today has not."""
    return WRITTEN.evening <= now.astimezone(PARIS).time() < WRITTEN.ends
