"""What a session that runs over does to the rest of a mediator's day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Delays are said in steps that people plan by; what is shorter than one is no delay.
STEP_MIN = 5


@dataclass(frozen=True)
class Session:
    """A session as promised, in UTC: how much it runs over, and when it was over if it is."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    over_min: int = 0
    over_at: datetime | None = None


def delays(sessions: Iterable[Session]) -> dict[int, int]:
    """By how many whole minutes each of one mediator's sessions of a day begins late; those on time are 0.

    One begins when the one before it is over. The time between two of them (a buffer, a break) takes up what it can, so a
    delay goes on from one to the next until it is used up. A session marked as over ended no later than it was expected to:
    that somebody marks it late makes nobody late.
    """
    found: dict[int, int] = {}
    free_at: datetime | None = None
    for each in sorted(sessions, key=lambda session: (session.starts_at, session.pk)):
        begins = each.starts_at if free_at is None else max(each.starts_at, free_at)
        found[each.pk] = _in_steps(begins - each.starts_at)
        ends = begins + (each.ends_at - each.starts_at) + timedelta(minutes=each.over_min)
        if each.over_at is not None:
            ends = min(ends, each.over_at)
        free_at = ends if free_at is None else max(ends, free_at)
    return found


def _in_steps(late: timedelta) -> int:
    """Rounded down to steps under one, up beyond: nobody comes back too soon for a minute or two."""
    minutes = -(-int(late.total_seconds()) // 60)
    return 0 if minutes < STEP_MIN else -(-minutes // STEP_MIN) * STEP_MIN
