"""Opening hours as the national schema of places writes them: OpenStreetMap's `opening_hours`. Pure.

Read by `opening-hours-py`, which knows the whole syntax. Two things are our own:

- **A public holiday without a `PH` rule is closed**, from midnight to midnight. OpenStreetMap would read it as any
  other day; nobody works in a town's places on 14 July, and people write "Mo-Fr" without thinking of it.
- What only a comment explains ("sur rendez-vous") is not surely open, as OpenStreetMap says; the library says open.

School holidays (`SH`) are accepted by the library, but it has no calendar of them: those days are read as others.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opening_hours import OpeningHours

LONGEST = 500
_QUOTED = re.compile(r'("[^"]*")')
_YEARS = 28  # After so many years the days of the week fall on the same dates again.


class NotUnderstood(ValueError):
    """The text is not in the syntax of OpenStreetMap."""


def is_open(text: str, local: datetime, *, holiday: bool) -> bool:
    """Whether a place with these hours is surely open at a wall-clock time. Raises `NotUnderstood` (also for no text).

    `holiday` says whether the day is a public holiday where the place is; the library's own calendar is only that of
    metropolitan France, so that a day it does not know is looked up as the nearest one it knows.
    """
    from opening_hours import State

    hours = _read(text, holiday=holiday)
    if holiday and not speaks_of(text, "PH"):
        return False
    day = _known_holiday(local.date()) if holiday else local.date()
    state, comment = hours.state(datetime.combine(day, local.time()))
    return state == State.OPEN and not comment


def is_understood(text: str) -> bool:
    """Whether these hours can be read."""
    try:
        _read(text, holiday=False)
    except NotUnderstood:
        return False
    return True


def speaks_of(text: str, selector: str) -> bool:
    """Whether a rule names `selector` (`PH`, `SH`), comments aside."""
    return re.search(rf"\b{selector}\b", _QUOTED.sub("", text)) is not None


def tidied(text: str) -> str:
    """The text on one line, without what changes nothing for people and all for a machine.

    With a space before its comma, "09:00-12:00 , 14:00-17:00" is for the library a second rule, for every day of the
    week; a semicolon at the end is an error.
    """
    line = " ".join(text.split()).strip("; ")
    return "".join(
        part if part.startswith('"') else re.sub(r"\s+(?=[,;])", "", part) for part in _QUOTED.split(line)
    )


def week(text: str, monday: date) -> Iterator[tuple[date, list[tuple[datetime, datetime]]]]:
    """The seven days from `monday`, each with the times that begin on it or go on from before. Raises `NotUnderstood`.

    Public holidays are left out of account: it is an ordinary week.
    """
    from opening_hours import State

    hours = _read(text, holiday=False)
    for day in (monday + timedelta(days=number) for number in range(7)):
        start = datetime.combine(day, datetime.min.time())
        found = hours.intervals(start, start + timedelta(days=1))
        yield day, [(opens, closes) for opens, closes, state, _comment in found if state == State.OPEN]


def _read(text: str, *, holiday: bool) -> "OpeningHours":
    """With the holidays of the library only on a holiday: elsewhere in France its days may be ordinary ones."""
    # Imported here: pages that ask for no hours do not carry the library.
    from opening_hours import OpeningHours
    from opening_hours import ParserError as CannotParse  # type: ignore[attr-defined]

    line = tidied(text)
    if not line or len(line) > LONGEST:
        raise NotUnderstood(line[:LONGEST])
    try:
        return OpeningHours(line, country="FR" if holiday else None)
    except CannotParse:
        raise NotUnderstood(line) from None


@lru_cache(64)
def _known_holiday(day: date) -> date:
    """The holiday of metropolitan France that is this day or, on the same day of the week, nearest in the year."""
    from mediation import holidays

    known = holidays.days(range(day.year, day.year + _YEARS))
    if day in known:
        return day

    def apart(other: date) -> tuple[int, date]:
        return abs(other.timetuple().tm_yday - day.timetuple().tm_yday), other

    return min((other for other in known if other.weekday() == day.weekday()), key=apart)
