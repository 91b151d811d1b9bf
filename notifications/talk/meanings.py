"""What a reply can mean. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Meaning(StrEnum):
    """What somebody who writes wants."""

    CONFIRM = "confirm"
    CANCEL = "cancel"
    MOVE = "move"
    WHEN = "when"
    EARLIER = "earlier"
    DIGIT = "digit"
    HELP = "help"
    STOP = "stop"
    START = "start"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Wanted:
    """A time somebody names: a weekday (0 is Monday), a day and month, or a day; and a part of it."""

    weekday: int | None = None
    month_and_day: tuple[int, int] | None = None
    days_ahead: int | None = None
    morning: bool | None = None

    def first_day(self, today: date) -> date:
        """The first day from `today` on (local) that is meant; today itself when only a part of the day is named."""
        if self.days_ahead is not None:
            return date.fromordinal(today.toordinal() + self.days_ahead)
        if self.month_and_day is not None:
            return _next(self.month_and_day, today)
        if self.weekday is not None:
            return date.fromordinal(today.toordinal() + (self.weekday - today.weekday()) % 7)
        return today

    @property
    def one_day(self) -> bool:
        """Whether a day is named, and not only a part of any day."""
        return (self.weekday, self.month_and_day, self.days_ahead) != (None, None, None)


@dataclass(frozen=True)
class Said:
    """What a reply means. `digit` for DIGIT, `wanted` for WHEN."""

    meaning: Meaning
    digit: int = -1
    wanted: Wanted | None = None


def _next(month_and_day: tuple[int, int], today: date) -> date:
    """This year's, or next year's when it is over. 29 February in other years is 1 March."""
    for year in (today.year, today.year + 1):
        try:
            day = date(year, *month_and_day)
        except ValueError:
            day = date(year, 3, 1)
        if day >= today:
            return day
    return day
