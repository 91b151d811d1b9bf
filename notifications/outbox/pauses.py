"""When a provider says that we are too fast, everybody waits: one row a channel, seen by every worker.

As long as the provider asks for (`Retry-After`), or two seconds, then twice as long each time it says so again, up to a
minute. What was refused keeps its place in the queue: after the pause the longest due goes first, as before.
"""

from datetime import datetime, timedelta

from notifications.models import Pause

_FIRST, _LONGEST = timedelta(seconds=2), timedelta(minutes=1)
_LONGEST_ASKED = timedelta(minutes=10)
_CALM = timedelta(minutes=5)
"""So long after the end of a pause the next one is short again."""


def paused(now: datetime) -> set[str]:
    """The channels by which nothing goes now. One query."""
    return set(Pause.objects.filter(until__gt=now).values_list("channel", flat=True))


def slow_down(channel: str, *, now: datetime, asked: timedelta | None = None) -> None:
    """Notes that the provider behind `channel` said so. Several answers of one moment make one pause."""
    last = Pause.objects.filter(channel=channel).first()
    if last is not None and last.until > now and asked is None:
        return
    until = now + min(asked, _LONGEST_ASKED) if asked is not None else now + _next_length(last, now)
    if last is not None and last.until > now:
        until = max(until, last.until)
    Pause.objects.update_or_create(channel=channel, defaults={"since": now, "until": until})


def _next_length(last: Pause | None, now: datetime) -> timedelta:
    if last is None or now - last.until > _CALM:
        return _FIRST
    return min(2 * (last.until - last.since), _LONGEST)
