"""When a webhook that was not taken goes again: over three days, ever later. Pure. (Standard Webhooks 1.0.0, "retries".)"""

from datetime import datetime, timedelta

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""Before the second attempt, the third …"""
# So that what failed together does not come back together.
_SPREAD = 0.1
PAUSED_AFTER = timedelta(days=3)
"""A target that has taken nothing for so long is paused, and who added it is written to."""


def retry_at(attempts: int, now: datetime, chance: float) -> datetime | None:
    """When to try again after so many attempts, None when that was the last. `chance`: from 0 to 1."""
    if attempts > len(WAITS):
        return None
    return now + WAITS[attempts - 1] * (1 + _SPREAD * chance)


def is_given_up(failing_since: datetime | None, now: datetime) -> bool:
    """Whether a target has failed for so long that it is left alone."""
    return failing_since is not None and now - failing_since >= PAUSED_AFTER
