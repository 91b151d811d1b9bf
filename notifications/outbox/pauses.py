"""When a provider says that we are too fast, everybody waits a moment, then asks less at once: one row a channel.

The wait is as long as the provider asks for (`Retry-After`), or two seconds. While it still takes some of what it is
given, a refusal only halves how many calls a worker has under way, and each message taken adds one again. Only a provider
that takes nothing at all between two refusals is left alone twice as long each time, up to a minute. What was refused keeps
its place in the queue: after the pause the longest due goes first, as before.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Least

from notifications.models import Pause

MOST = 16
"""Calls to one provider under way at once in one sweep, where nobody has been refused."""
_FIRST, _LONGEST = timedelta(seconds=2), timedelta(minutes=1)
_LONGEST_ASKED = timedelta(minutes=10)
_CALM = timedelta(minutes=5)
"""So long after the end of a pause the next one is short again."""


@dataclass(frozen=True)
class Slowed:
    """The channels by which nothing goes now, and how many calls at once others may have."""

    paused: frozenset[str]
    at_once: Mapping[str, int]


def slowed(now: datetime) -> Slowed:
    """What holds now. One query."""
    rows = Pause.objects.filter(until__gt=now - _CALM).values_list("channel", "until", "at_once")
    over = {channel: at_once for channel, until, at_once in rows if until <= now and at_once < MOST}
    return Slowed(frozenset(channel for channel, until, _ in rows if until > now), over)


def paused(now: datetime) -> set[str]:
    """The channels by which nothing goes now. One query."""
    return set(slowed(now).paused)


def over_in(now: datetime) -> timedelta | None:
    """In how long the first pause ends; None where there is none. One query."""
    until = Pause.objects.filter(until__gt=now).order_by("until").values_list("until", flat=True).first()
    return until - now if until else None


def slow_down(channel: str, *, now: datetime, asked: timedelta | None = None) -> None:
    """Notes that the provider behind `channel` said so. Several answers of one moment make one pause."""
    last = Pause.objects.filter(channel=channel).first()
    under_way = last is not None and last.until > now
    if under_way and asked is None:
        return
    until = now + (min(asked, _LONGEST_ASKED) if asked is not None else _next_length(last, now))
    at_once = MOST if last is None or _is_calm(last, now) else last.at_once
    if last is not None and under_way:
        until = max(until, last.until)
    elif last is not None and last.went_on and not _is_calm(last, now):
        at_once = max(1, at_once // 2)
    changes = {"since": now, "until": until, "at_once": at_once, "went_on": False}
    Pause.objects.update_or_create(channel=channel, defaults=changes)


def went_on(taken: Counter[str]) -> None:
    """Providers have taken so many messages, by channel: each is one more at once where there had to be fewer."""
    for channel, count in taken.items():
        slower = Pause.objects.filter(Q(went_on=False) | Q(at_once__lt=MOST), channel=channel)
        slower.update(went_on=True, at_once=Least(F("at_once") + count, MOST))


def _is_calm(last: Pause, now: datetime) -> bool:
    return now - last.until > _CALM


def _next_length(last: Pause | None, now: datetime) -> timedelta:
    if last is None or last.went_on or _is_calm(last, now):
        return _FIRST
    return min(2 * (last.until - last.since), _LONGEST)
