"""How far a referral has gone cold: the time since its last step, as a part of the time it had until its limit. Pure.

0 is a step just taken, 1 the limit (its deadline, or its expiry). Those that go cold are seen first: a week of silence is
long for who must be met in ten days, and short for who has two months.
"""

from datetime import datetime, timedelta

COLD = 0.5
"""From here on it is called cold, and counted in the menu."""
_AT_LEAST = timedelta(hours=1)


def coldness(*, since: datetime, limit: datetime | None, now: datetime) -> float:
    """From 0 to 1; without a limit, of thirty days. Times are aware."""
    span = max((limit or since + timedelta(days=30)) - since, _AT_LEAST)
    return min(max((now - since) / span, 0.0), 1.0)
