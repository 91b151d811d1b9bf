"""Days and instants that come from an address or a form: one reader for all. Pure.

Two hundred years around us are dates that somebody means; any other is a slip of the hand or of a robot, and would run
over the end of the calendar in the first sum made with it.
"""

from datetime import UTC, date, datetime
from typing import TypeVar

D = TypeVar("D", bound=date)
FIRST_YEAR, LAST_YEAR = 2000, 2200


class NotADay(ValueError):
    """What was given is no date, or one so far away that nobody means it."""


class FarAhead(NotADay):
    """A date beyond any that somebody means: too far, where that has a word of its own."""


def is_near(day: date) -> bool:
    """Whether somebody may mean that day (or moment)."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def read_day(text: str) -> date:
    """A day written as 2026-11-30. Raises `NotADay`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotADay from None
    return _near(day)


def read_moment(text: str, form: str) -> datetime:
    """An instant of UTC written in `form` (as `strptime` has it). Raises `NotADay`."""
    try:
        moment = datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        raise NotADay from None
    return _near(moment)


def read_second(second: int) -> datetime:
    """An instant as whole seconds since 1970 (UTC). Raises `NotADay`."""
    try:
        moment = datetime.fromtimestamp(second, UTC)
    except (ValueError, OverflowError, OSError):
        raise NotADay from None
    return _near(moment)


def _near(day: D) -> D:
    if day.year > LAST_YEAR:
        raise FarAhead
    if not is_near(day):
        raise NotADay
    return day
