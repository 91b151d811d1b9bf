"""Which of many free times are worth reading out. Pure; instants are whole seconds since 1970, UTC."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo


class Apart:
    """Takes times of different hours, and of each place a morning's or an afternoon's first: neither three places at one
    hour nor three quarters of an hour at one place. They are shown to it in the order of time.
    """

    def __init__(self, zones: Mapping[int, str]) -> None:
        """`zones`: site → its zone."""
        self._zones = zones
        self._instants: set[int] = set()
        self._hours: set[tuple[int, int]] = set()
        self._halves: set[tuple[int, int, bool]] = set()

    def __call__(self, start: int, site: int) -> bool:
        """Whether it takes this time, beside those that it has taken."""
        if start in self._instants:
            return False
        local = datetime.fromtimestamp(start, ZoneInfo(self._zones[site]))
        day = local.toordinal()
        hour, half = (day, local.hour), (site, day, local.hour < 12)
        if hour in self._hours or half in self._halves:
            return False
        self._instants.add(start)
        self._hours.add(hour)
        self._halves.add(half)
        return True
