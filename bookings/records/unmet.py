"""Noting what was asked for in vain: how often, never by whom.

Searches are noted in this process and written together: a page that finds no time costs no write of its own. Whoever
ends the process in the midst loses some seconds of them.
"""

import atexit
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bookings.models import UnmetCount

logger = logging.getLogger(__name__)

Kind = UnmetCount.Kind
# What was noted is written after so many seconds, with the next page that anybody asks for.
_TOGETHER_S = 30.0


class _Search(NamedTuple):
    day: date
    how: str
    topic: int
    site: int | None
    commune: str


class Searches:
    """Searches without a time that are not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[_Search] = Counter()
        self._since: float | None = None

    def note(self, search: _Search) -> None:
        """One more."""
        with self._lock:
            self._counts[search] += 1
            if self._since is None:
                self._since = time.monotonic()

    def due(self) -> bool:
        """Whether the first of them has waited for long enough."""
        return self._since is not None and time.monotonic() - self._since >= _TOGETHER_S

    def taken(self) -> Counter[_Search]:
        """All of them, which are noted here no more."""
        with self._lock:
            counts, self._counts, self._since = self._counts, Counter(), None
        return counts


searches = Searches()


def no_time(topic_id: int, *, how: str, now: datetime, site_id: int | None = None, commune: str = "") -> None:
    """Somebody looked for a time and there was none: about which topic, by which way, where (if that was said)."""
    searches.note(_Search(_day(now), how, topic_id, site_id, commune))


def write_searches() -> None:
    """Writes what was noted, in one statement. What cannot be written is lost: a page does not fail for a count."""
    counts = searches.taken()
    rows = [
        UnmetCount(
            day=each.day,
            kind=Kind.NO_TIME,
            how=each.how,
            topic_id=each.topic,
            site_id=each.site,
            commune=each.commune,
            n=n,
        )
        for each, n in counts.items()
    ]
    try:
        UnmetCount.objects.bulk_create(rows)
    except DatabaseError:
        logger.warning("searches without a time were not written")


def given_up(state: str, *, topic_id: int | None, site_id: int | None, now: datetime) -> None:
    """A call ended before it came to anything, at that question of the line. In the caller's transaction."""
    UnmetCount.objects.create(
        day=_day(now), kind=Kind.GIVEN_UP, how=state[:12], topic_id=topic_id, site_id=site_id, n=1
    )


def wait_ended(how: str, *, topic_id: int, organisation_id: int | None, now: datetime) -> None:
    """A wait on the list is over, in that way. In the caller's transaction."""
    UnmetCount.objects.create(
        day=_day(now), kind=Kind.WAIT, how=how, topic_id=topic_id, organisation_id=organisation_id, n=1
    )


class WriteSearches:
    """Middleware: when it is time, the page that was just answered is followed by writing what was noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing else."""
        response = self.get_response(request)
        if searches.due():
            write_searches()
        return response


def _day(now: datetime) -> date:
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


@atexit.register
def _at_the_end() -> None:
    if searches.due() or searches._counts:
        with suppress(Exception):
            write_searches()
            connection.close()
