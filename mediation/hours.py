"""Opening hours as the national schema of places writes them: a part of OpenStreetMap's `opening_hours`. Pure.

Understood: `24/7`, days (`Mo`, `Mo-Fr`, `Mo,We`, `PH`), times (`09:00-12:00,14:00-17:00`, past midnight too), `off`; a
later rule for the same day replaces an earlier one. On a public holiday only a rule for `PH` opens. Anything else
(months, sunrise, comments) is not understood: better no answer than a wrong one.
"""

import re
from datetime import datetime, time

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOLIDAY = "PH"
_RULE = re.compile(r"^(?P<days>[A-Z][A-Za-z,\- ]*?)?\s*(?P<times>off|closed|[\d:,\- ]+)$")
_TIMES = re.compile(r"^(\d\d?):(\d\d)-(\d\d?):(\d\d)$")
Minutes = tuple[int, int]
_DAY = 24 * 60


class NotUnderstood(ValueError):
    """The text is not in the part that is understood."""


def is_open(text: str, local: datetime, *, holiday: bool) -> bool:
    """Whether a place with these hours is open at a wall-clock time. Raises `NotUnderstood` (also for no text)."""
    week = _read(text)
    minute = local.hour * 60 + local.minute
    today = _HOLIDAY if holiday else _DAYS[local.weekday()]
    yesterday = _DAYS[local.weekday() - 1]
    open_today = any(start <= minute < end for start, end in week.get(today, ()))
    return open_today or any(minute < end - _DAY for _start, end in week.get(yesterday, ()))


def is_understood(text: str) -> bool:
    """Whether these hours can be read."""
    try:
        _read(text)
    except NotUnderstood:
        return False
    return True


def _read(text: str) -> dict[str, list[Minutes]]:
    """Day → (from, to) in minutes since its midnight; to may lie on the next day."""
    if text.strip() == "24/7":
        return {day: [(0, _DAY)] for day in (*_DAYS, _HOLIDAY)}
    week: dict[str, list[Minutes]] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        found = _RULE.match(rule)
        if found is None:
            raise NotUnderstood(rule)
        times = [] if found["times"] in ("off", "closed") else _times(found["times"])
        for day in _days(found["days"] or "Mo-Su"):
            week[day] = times
    if not week:
        raise NotUnderstood(text)
    return week


def _days(text: str) -> list[str]:
    days: list[str] = []
    for part in text.replace(" ", "").strip(",").split(","):
        first, _dash, last = part.partition("-")
        if part == _HOLIDAY:
            days.append(part)
        elif first in _DAYS and (last or first) in _DAYS:
            start, end = _DAYS.index(first), _DAYS.index(last or first)
            days += [_DAYS[at % 7] for at in range(start, (end if end >= start else end + 7) + 1)]
        else:
            raise NotUnderstood(part)
    return days


def _times(text: str) -> list[Minutes]:
    times: list[Minutes] = []
    for part in text.replace(" ", "").split(","):
        found = _TIMES.match(part)
        if found is None:
            raise NotUnderstood(part)
        start, end = _minute(found[1], found[2]), _minute(found[3], found[4])
        times.append((start, end if end > start else end + _DAY))
    return times


def _minute(hour: str, minute: str) -> int:
    if hour == "24" and minute == "00":
        return _DAY
    try:
        at = time(int(hour), int(minute))
    except ValueError:
        raise NotUnderstood(f"{hour}:{minute}") from None
    return at.hour * 60 + at.minute
