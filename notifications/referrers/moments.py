"""When the daily news of whoever refers go. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# Before the first appointments of the day.
MORNING = time(8)


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """The next time that it is eight o'clock on the wall of `zone` (aware)."""
    local = now.astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone)
