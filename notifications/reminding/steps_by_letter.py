"""Whoever has only a postal address is reminded of what they have to do by letter, while it can arrive: as of an appointment."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.following.reached import Reached
from bookings.models import NextStep
from mediation import holidays
from mediation.departments import METROPOLITAN
from notifications.channels import available
from notifications.channels.routes import route_to
from notifications.models import ChannelName
from notifications.moments.posting import post_by, reminder_is_due
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind

AHEAD = timedelta(days=21)
"""No run of working days and holidays before a letter is longer."""
_FRESH = timedelta(days=7)
"""Nobody is written to about what was said to them less than this ago."""


def by_letter(step: NextStep, way: Reached, *, zone: ZoneInfo, now: datetime) -> Saying | None:
    """The letter that is to be printed now; None when it is not its time, comes too late, or somebody else would open it."""
    route = route_to(way.contact, available())
    if route.channel != ChannelName.LETTER or not way.own or step.due_on is None:
        return None
    if step.made_at > now - _FRESH:
        return None
    today, day = now.astimezone(zone).date(), step.due_on
    place = step.appointment.site.holidays if step.appointment else METROPOLITAN
    days_off = frozenset(holidays.days([day.year - 1, day.year], place))
    if not reminder_is_due(today, day, days_off):
        return None
    return Saying(
        kind=Kind.NEXT_STEP,
        rule=day.isoformat(),
        route=route,
        send_after=now,
        expires_at=post_by(day, days_off, zone),
        step=step,
        in_words=True,
    )
