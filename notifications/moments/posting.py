"""Until when a letter is worth posting. Pure: days in, days out; public holidays are passed in.

La Poste announces its ordinary letter ("lettre verte") for the third working day after posting; the fourth is the day by
which one may count on it.
"""

from collections.abc import Set
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WORKING_DAYS = 4
"""A letter is posted at least so many working days before the day it is about."""
TO_PRINT = 3
"""A reminder is in the queue so many working days before its last day for posting."""


def last_posting_day(day: date, holidays: Set[date]) -> date:
    """The last day on which a letter about `day` can be posted."""
    return before(day, WORKING_DAYS, holidays)


def post_by(day: date, holidays: Set[date], zone: tzinfo) -> datetime:
    """The end of that day, in UTC: the moment from which posting is too late."""
    end = last_posting_day(day, holidays) + timedelta(days=1)
    return datetime.combine(end, time.min, zone).astimezone(UTC)


def reminder_is_due(today: date, day: date, holidays: Set[date]) -> bool:
    """Whether a reminder by letter of an appointment on `day` is to be printed now, and can still arrive."""
    last = last_posting_day(day, holidays)
    return before(last, TO_PRINT, holidays) <= today <= last


def reminded_until(today: date, holidays: Set[date]) -> date:
    """The last day whose appointments have their reminder by letter due by `today`."""
    day = today
    while before(day + timedelta(days=1), WORKING_DAYS + TO_PRINT, holidays) <= today:
        day += timedelta(days=1)
    return day


def before(day: date, count: int, holidays: Set[date]) -> date:
    """The day `count` working days (Monday to Friday, no public holiday) before."""
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day
