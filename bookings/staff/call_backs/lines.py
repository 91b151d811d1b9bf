"""Somebody who waits to be called, as a line of the queue. The number of queries does not grow with the lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from bookings.actions.try_call_back import NOT_REACHED, may_be_struck
from bookings.models.call_back import CallBack, CallBackAttempt, CallBacks
from bookings.people.preparation import language_name
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import within
from mediation.access import Reach

_LAST = 2


@dataclass(frozen=True)
class Line:
    """One request in words. `attempts`: the newest first; `taken_by`: who is on it now, "" when nobody is."""

    asked: CallBack
    topic: str
    language: str
    attempts: list[CallBackAttempt]
    taken_by: str
    mine: bool
    too_long: bool
    chosen_time_is_past: bool
    may_strike: bool
    booking_within_reach: bool

    @property
    def last_attempts(self) -> list[CallBackAttempt]:
        """Those that are shown without asking."""
        return self.attempts[:_LAST]

    @property
    def has_more_attempts(self) -> bool:
        """Whether there are others."""
        return len(self.attempts) > _LAST

    @property
    def unanswered(self) -> int:
        """How many calls reached nobody."""
        return sum(each.result in NOT_REACHED for each in self.attempts)

    @property
    def zone(self) -> str:
        """Of the clocks at the site, "" for the service's own."""
        return self.asked.site.timezone if self.asked.site else ""


@dataclass(frozen=True)
class Reader:
    """Who looks at the queue, and when."""

    user_id: int
    reach: Reach
    now: datetime


def rows_of(found: CallBacks) -> CallBacks:
    """The requests with all that a line needs: may still be cut into pages."""
    attempts = Prefetch("attempts", CallBackAttempt.objects.select_related("by"))
    return found.select_related("site", "handled_by", "taken_by", "booked").prefetch_related(attempts)


def lines_of(rows: Iterable[CallBack], reader: Reader) -> list[Line]:
    """Rows of `rows_of` as lines. Three more queries, if there are any lines."""
    rows = list(rows)
    if not rows:
        return []
    names = topic_names()
    late = CallBack.objects.waiting_too_long(reader.now).filter(pk__in=[each.pk for each in rows])
    booked = within(reader.reach).filter(pk__in=[each.booked_id for each in rows if each.booked_id])
    too_long, seen = (set(each.order_by().values_list("pk", flat=True)) for each in (late, booked))
    return [_line(each, names, too_long, seen, reader) for each in rows]


def _line(asked: CallBack, names: dict[int, str], too_long: set[int], seen: set[int], reader: Reader) -> Line:
    attempts = list(asked.attempts.all())
    taken = asked.is_taken(reader.now)
    return Line(
        asked=asked,
        topic=names.get(asked.topic_id or 0, ""),
        language="" if asked.language in ("fr", "fr-falc") else language_name(asked.language),
        attempts=attempts,
        taken_by=str(asked.taken_by) if taken else "",
        mine=taken and asked.taken_by_id == reader.user_id,
        too_long=asked.pk in too_long,
        chosen_time_is_past=asked.wanted_at is not None and asked.wanted_at <= reader.now,
        may_strike=bool(attempts) and may_be_struck(attempts[0], user_id=reader.user_id, now=reader.now),
        booking_within_reach=asked.booked_id in seen,
    )
