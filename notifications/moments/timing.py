"""When a message may go, and until when it is of use. Wall clock in, UTC out; the clock is passed in.

Quiet hours are 20:00 to 8:00 where the appointment takes place. What was planned to fall inside goes earlier, the
evening before. News that only becomes known inside waits for the morning. What somebody asked for this very minute
(a code, the confirmation of what they have just booked) goes at once at any hour. A telephone rings in call hours only.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from notifications.texts.kinds import OF_ITS_MOMENT, Kind


@dataclass(frozen=True)
class Hours:
    """When people may be disturbed, on the wall clock. `evening`: where goes what was planned for the night, with some
    time left to try again. `same_day`: from when somebody may hear that their appointment of today is cancelled, before
    they leave home. `at_once`: what they asked for this minute goes at any hour.
    """

    begins: time
    ends: time
    evening: time
    same_day: time
    at_once: bool = True


WRITTEN = Hours(time(8, 0), time(20, 0), evening=time(19, 30), same_day=time(7, 0))


def call_hours(begins: time, ends: time) -> Hours:
    """The hours of a telephone that rings, in an evening half an hour before they end."""
    evening = (datetime.combine(date.min, ends) - timedelta(minutes=30)).time()
    return Hours(begins, ends, evening=evening, same_day=begins, at_once=False)


_BEFORE_THEY_LEAVE = frozenset(
    {Kind.CANCELLED_BY_US, Kind.MOVED, Kind.CHOICE, Kind.WORKSHOP_CANCELLED, Kind.WORKSHOP_CHANGED}
)
CODE_LIFE = timedelta(minutes=10)
CHOICE_LIFE = timedelta(hours=24)
"""Who could not be asked by then is called by the team."""
FRESH = timedelta(hours=1)
"""Nobody is reminded of what they were told less than this ago."""
LAST_USE = timedelta(minutes=30)
"""A reminder is of use until this long before the start; a cancellation at least this long after it is made."""


def is_quiet(at: datetime, zone: tzinfo, hours: Hours = WRITTEN) -> bool:
    """Whether an aware moment falls inside the quiet hours of a zone."""
    clock = at.astimezone(zone).time()
    return clock >= hours.ends or clock < hours.begins


def earlier_than_quiet(at: datetime, zone: tzinfo, hours: Hours = WRITTEN) -> datetime:
    """`at` in UTC, or the evening before the quiet hours that it falls into."""
    if not is_quiet(at, zone, hours):
        return at.astimezone(UTC)
    local = at.astimezone(zone)
    evening = local.date() if local.time() >= hours.ends else local.date() - timedelta(days=1)
    return on_clock(evening, hours.evening, zone)


def later_than_quiet(
    at: datetime, zone: tzinfo, hours: Hours = WRITTEN, *, morning: time | None = None
) -> datetime:
    """`at` in UTC, or the end of the quiet hours that it falls into (`morning` on the wall clock)."""
    local, morning = at.astimezone(zone), morning or hours.begins
    if local.time() >= hours.ends:
        return on_clock(local.date() + timedelta(days=1), morning, zone)
    if local.time() < morning:
        return on_clock(local.date(), morning, zone)
    return at.astimezone(UTC)


def may_go(
    kind: Kind,
    *,
    at: datetime,
    zone: tzinfo,
    starts_at: datetime | None = None,
    asked: bool = False,
    hours: Hours = WRITTEN,
) -> datetime:
    """The first moment from `at` (UTC) when a message of this kind may leave.

    `asked` says that the resident did it themselves and waits for the answer: it leaves at once, unless a telephone
    would ring.
    """
    if hours.at_once and (asked or kind in {*OF_ITS_MOMENT, Kind.CANCELLED_BY_YOU}):
        return at.astimezone(UTC)
    morning = later_than_quiet(at, zone, hours)
    early = later_than_quiet(at, zone, hours, morning=hours.same_day)
    same_day = starts_at is not None and starts_at.astimezone(zone).date() == early.astimezone(zone).date()
    if same_day and kind in _BEFORE_THEY_LEAVE:
        return early
    return morning


def expires_at(kind: Kind, *, said_at: datetime, starts_at: datetime | None = None) -> datetime:
    """When a message of this kind (reminders apart: see `moments/reminders.py`) is of no more use, in UTC.

    A cancellation stays useful a little after it is made even if the time has come: somebody may be at the door.
    """
    if kind is Kind.CODE or starts_at is None:
        return said_at.astimezone(UTC) + CODE_LIFE
    start = starts_at.astimezone(UTC)
    if kind is Kind.CHOICE:
        return said_at.astimezone(UTC) + CHOICE_LIFE
    if kind in {Kind.CANCELLED_BY_US, Kind.CANCELLED_BY_YOU}:
        return max(start, said_at.astimezone(UTC) + LAST_USE)
    return start


def on_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """A wall clock on a local day, in UTC (PEP 495: an hour that happens twice is its first)."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
