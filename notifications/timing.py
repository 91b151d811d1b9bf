"""When a message may go, and until when it is of use. Wall clock in, UTC out; the clock is passed in.

Quiet hours are 20:00 to 8:00 where the appointment takes place. What was planned to fall inside goes earlier, the
evening before. News that only becomes known inside waits for the morning. What somebody asked for this very minute
(a code, the confirmation of what they have just booked) goes at once at any hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from notifications.kinds import Kind

QUIET_FROM = time(20, 0)
QUIET_UNTIL = time(8, 0)
SAME_DAY_FROM = time(7, 0)
"""Somebody whose appointment of today is cancelled may be told from then on, before they leave home."""
EVENING = time(19, 30)
"""Where a planned message goes that would fall into the night: half an hour is left to try again."""
CODE_LIFE = timedelta(minutes=10)
FRESH = timedelta(hours=1)
"""Nobody is reminded of what they were told less than this ago."""
LAST_USE = timedelta(minutes=30)
"""A reminder is of use until this long before the start; a cancellation at least this long after it is made."""


@dataclass(frozen=True)
class ReminderRule:
    """One reminder: on the wall clock some days before (`at`), or a number of real hours before the start."""

    name: str
    days_before: int = 0
    at: time | None = None
    hours_before: float = 0

    def moment(self, starts_at: datetime, zone: tzinfo) -> datetime:
        """When this reminder is due, in UTC, quiet hours respected (never later than the rule says)."""
        if self.at is None:
            due = starts_at.astimezone(UTC) - timedelta(hours=self.hours_before)
        else:
            day = starts_at.astimezone(zone).date() - timedelta(days=self.days_before)
            due = _on(day, self.at, zone)
        return earlier_than_quiet(due, zone)


DEFAULT_RULES: tuple[ReminderRule, ...] = (
    ReminderRule("two_days", days_before=2, at=time(10, 0)),
    ReminderRule("two_hours", hours_before=2),
)


@dataclass(frozen=True)
class Reminder:
    """A reminder to send: the rule it comes from, when it is due and when it is of no more use (UTC)."""

    rule: str
    send_after: datetime
    expires_at: datetime


def reminders(
    *, starts_at: datetime, told_at: datetime, zone: tzinfo, rules: Sequence[ReminderRule] = DEFAULT_RULES
) -> list[Reminder]:
    """The reminders still useful to somebody who was told of the appointment at `told_at`, in order.

    Each is useful until the next is due, the last until half an hour before the start. Those due before or
    soon after `told_at` are left out: the confirmation (or the news of the move) has said it.
    """
    latest = starts_at.astimezone(UTC) - LAST_USE
    due = sorted((rule.moment(starts_at, zone), rule.name) for rule in rules)
    useful = [(moment, name) for moment, name in due if told_at + FRESH <= moment < latest]
    following = [moment for moment, _ in useful[1:]] + [latest]
    return [
        Reminder(rule=name, send_after=moment, expires_at=until)
        for (moment, name), until in zip(useful, following, strict=False)
        if moment < until
    ]


def is_quiet(at: datetime, zone: tzinfo) -> bool:
    """Whether an aware moment falls inside the quiet hours of a zone."""
    clock = at.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def earlier_than_quiet(at: datetime, zone: tzinfo) -> datetime:
    """`at` in UTC, or the evening before the quiet hours that it falls into."""
    if not is_quiet(at, zone):
        return at.astimezone(UTC)
    local = at.astimezone(zone)
    evening = local.date() if local.time() >= QUIET_FROM else local.date() - timedelta(days=1)
    return _on(evening, EVENING, zone)


def later_than_quiet(at: datetime, zone: tzinfo, *, morning: time = QUIET_UNTIL) -> datetime:
    """`at` in UTC, or the end of the quiet hours that it falls into (`morning` on the wall clock)."""
    local = at.astimezone(zone)
    if local.time() >= QUIET_FROM:
        return _on(local.date() + timedelta(days=1), morning, zone)
    if local.time() < morning:
        return _on(local.date(), morning, zone)
    return at.astimezone(UTC)


def may_go(
    kind: Kind, *, at: datetime, zone: tzinfo, starts_at: datetime | None = None, asked: bool = False
) -> datetime:
    """The first moment from `at` (UTC) when a message of this kind may leave.

    `asked` says that the resident did it themselves and waits for the answer: it leaves at once.
    """
    if asked or kind in {Kind.CODE, Kind.CANCELLED_BY_YOU}:
        return at.astimezone(UTC)
    morning = later_than_quiet(at, zone)
    early = later_than_quiet(at, zone, morning=SAME_DAY_FROM)
    same_day = starts_at is not None and starts_at.astimezone(zone).date() == early.astimezone(zone).date()
    if same_day and kind in {Kind.CANCELLED_BY_US, Kind.MOVED}:
        return early
    return morning


def expires_at(kind: Kind, *, said_at: datetime, starts_at: datetime | None = None) -> datetime:
    """When a message of this kind (reminders apart: see `reminders`) is of no more use, in UTC.

    A cancellation stays useful a little after it is made even if the time has come: somebody may be at the door.
    """
    if kind is Kind.CODE or starts_at is None:
        return said_at.astimezone(UTC) + CODE_LIFE
    start = starts_at.astimezone(UTC)
    if kind in {Kind.CANCELLED_BY_US, Kind.CANCELLED_BY_YOU}:
        return max(start, said_at.astimezone(UTC) + LAST_USE)
    return start


def _on(day: date, clock: time, zone: tzinfo) -> datetime:
    """A wall clock on a local day, in UTC (PEP 495: an hour that happens twice is its first)."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
