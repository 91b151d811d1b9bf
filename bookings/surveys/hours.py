"""When people are asked about a session. Pure."""

from collections.abc import Collection
from datetime import date, datetime, time

BEGINS, ENDS = time(10), time(19)
_SUNDAY = 6


def may_ask(local: datetime, days_off: Collection[date]) -> bool:
    """Whether it is a decent hour of a day that is neither a Sunday nor a public holiday, on the town's clocks."""
    if local.weekday() == _SUNDAY or local.date() in days_off:
        return False
    return BEGINS <= local.time() < ENDS
