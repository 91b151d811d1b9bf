"""When people are reminded. Wall clock in, UTC out; the clock is passed in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from notifications.moments.timing import FRESH, LAST_USE, WRITTEN, Hours, earlier_than_quiet, on_clock

_LONGEST_BREAK = 14
"""No run of days off is longer (days)."""


class DaysOff(StrEnum):
    """On which days nobody is reminded days ahead: what falls there goes on the last other day before."""

    NEVER = "never"
    SUNDAYS = "sundays"
    WEEKENDS = "weekends"

    def includes(self, day: date, holidays: Collection[date]) -> bool:
        """Whether that day is off; public holidays are, unless there is no day off at all."""
        if self is DaysOff.NEVER:
            return False
        return day in holidays or day.weekday() >= (6 if self is DaysOff.SUNDAYS else 5)


@dataclass(frozen=True)
class ReminderRule:
    """One reminder: on the wall clock some days before (`at`), or a number of real hours before the start.

    `name` is the place it has in a plan: when a plan changes, whoever was reminded in that place is not again.
    """

    name: str
    days_before: int = 0
    at: time | None = None
    hours_before: float = 0
    days_off: DaysOff = DaysOff.NEVER

    def moment(
        self, starts_at: datetime, zone: tzinfo, holidays: Collection[date] = (), hours: Hours = WRITTEN
    ) -> datetime:
        """When this reminder is due, in UTC, quiet hours and days off respected (never later than the rule says)."""
        if self.at is None:
            due = starts_at.astimezone(UTC) - timedelta(hours=self.hours_before)
            return earlier_than_quiet(due, zone, hours)
        return self._moment_of(starts_at.astimezone(zone).date(), self.at, zone, holidays, hours)

    def due_until(
        self, now: datetime, zone: tzinfo, holidays: Collection[date] = (), hours: Hours = WRITTEN
    ) -> datetime:
        """Up to which start (UTC) reminders are due by `now`: none that is later, all that are earlier.

        (Between 19:30 and 20:00 also some that are due before the day ends: the night's are due already.)
        """
        if self.at is None:
            return _day_begins(now, zone, hours) + timedelta(hours=self.hours_before)
        day = now.astimezone(zone).date()
        ends = day + timedelta(days=self.days_before + _LONGEST_BREAK)
        while day < ends and self._moment_of(day, self.at, zone, holidays, hours) <= now:
            day += timedelta(days=1)
        return on_clock(day, time.min, zone)

    def _moment_of(
        self, day: date, at: time, zone: tzinfo, holidays: Collection[date], hours: Hours
    ) -> datetime:
        day -= timedelta(days=self.days_before)
        while self.days_off.includes(day, holidays):
            day -= timedelta(days=1)
        return earlier_than_quiet(on_clock(day, at, zone), zone, hours)


@lru_cache(4_096)
def _moment(
    rule: ReminderRule, starts_at: datetime, zone: tzinfo, holidays: frozenset[date], hours: Hours
) -> datetime:
    """`rule.moment`, once for all whose appointments begin together."""
    return rule.moment(starts_at, zone, holidays, hours)


def _day_begins(now: datetime, zone: tzinfo, hours: Hours) -> datetime:
    """`now`, or the next morning when what the night holds has gone in the evening."""
    local = now.astimezone(zone)
    if local.time() >= hours.evening:
        return on_clock(local.date() + timedelta(days=1), hours.begins, zone)
    return max(now.astimezone(UTC), on_clock(local.date(), hours.begins, zone))


DEFAULT_RULES: tuple[ReminderRule, ...] = (
    ReminderRule("days", days_before=2, at=time(10, 0)),
    ReminderRule("hours", hours_before=2),
)


@dataclass(frozen=True)
class Reminder:
    """A reminder to send: the rule it comes from, when it is due and when it is of no more use (UTC)."""

    rule: str
    send_after: datetime
    expires_at: datetime


def reminders(
    *,
    starts_at: datetime,
    told_at: datetime,
    zone: tzinfo,
    rules: Sequence[ReminderRule] = DEFAULT_RULES,
    holidays: Collection[date] = (),
    hours: Hours = WRITTEN,
) -> list[Reminder]:
    """The reminders still useful to somebody who was told of the appointment at `told_at`, in order.

    Each is useful until the next is due, the last until half an hour before the start. Those due before or
    soon after `told_at` are left out: the confirmation (or the news of the move) has said it.
    """
    latest = starts_at.astimezone(UTC) - LAST_USE
    due = sorted((_moment(rule, starts_at, zone, frozenset(holidays), hours), rule.name) for rule in rules)
    useful = [(moment, name) for moment, name in due if told_at + FRESH <= moment < latest]
    following = [moment for moment, _ in useful[1:]] + [latest]
    return [
        Reminder(rule=name, send_after=moment, expires_at=until)
        for (moment, name), until in zip(useful, following, strict=False)
        if moment < until
    ]
