"""What a reply can mean. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from notifications.talk.senses import Sense, Why


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
class Named:
    """A day and an hour somebody names beside what they say: "oui pour mardi 9 h 30"."""

    wanted: Wanted
    hour: tuple[int, int] | None = None

    def fits(self, local: datetime, today: date) -> bool:
        """Whether all that is named is true of that local time."""
        wanted = self.wanted
        return (
            (wanted.weekday is None or wanted.weekday == local.weekday())
            and (wanted.month_and_day is None or wanted.month_and_day == (local.month, local.day))
            and (wanted.days_ahead is None or wanted.first_day(today) == local.date())
            and (wanted.morning is None or wanted.morning is (local.hour < 12))
            and (self.hour is None or self.hour == (local.hour, local.minute))
        )


@dataclass(frozen=True)
class Said:
    """What a reply means. `digit` for DIGIT, `wanted` for WHEN.

    `senses`: all that its pieces say. `why`: why it does nothing by itself. `plain`: nothing but the word and kind words, so
    that a cancellation may be done without asking back. `option`: a digit among words ("je prends le 5"), which counts only
    while it is one of those asked about. `language`: it is written in a language of the neighbourhood.
    """

    meaning: Meaning
    digit: int = -1
    wanted: Wanted | None = None
    senses: frozenset[Sense] = frozenset()
    why: Why = Why.NOTHING
    plain: bool = False
    named: Named | None = None
    language: str = ""
    option: int = -1


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
