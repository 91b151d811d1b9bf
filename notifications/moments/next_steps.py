"""When somebody is reminded of what they have to do. Wall clock in, UTC out; the clock is passed in. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from notifications.moments.timing import on_clock

AT, UNTIL = time(10, 0), time(19, 0)


@dataclass(frozen=True)
class Moment:
    """When it may go, and from when on it is of no more use (UTC)."""

    send_after: datetime
    expires_at: datetime


def reminder(due_on: date, *, noted_at: datetime, zone: tzinfo) -> Moment | None:
    """The day before at ten; that day at ten for what was noted the day before; none for what was noted on its day."""
    noted_on, eve = noted_at.astimezone(zone).date(), due_on - timedelta(days=1)
    if noted_on >= due_on:
        return None
    return Moment(on_clock(eve if noted_on < eve else due_on, AT, zone), on_clock(due_on, UNTIL, zone))
