"""What an appointment may be marked as, from where it stands and what the clock says. Pure."""

from datetime import datetime, timedelta
from enum import Enum, StrEnum
from zoneinfo import ZoneInfo


class Mark(StrEnum):
    """What staff note about an appointment; values are those of `Appointment.Status`."""

    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no_show"
    EXCUSED = "excused"


class Refusal(Enum):
    """Why a mark is refused."""

    TOO_EARLY = "too early"
    TOO_LATE = "too late"
    NOT_STANDING = "not standing"


_FROM = {
    "booked": (Mark.ARRIVED, Mark.DONE, Mark.NO_SHOW, Mark.EXCUSED),
    "arrived": (Mark.DONE,),
    # Marked absent, and then the person came in after all.
    "no_show": (Mark.ARRIVED, Mark.DONE),
}


def refusal(
    mark: Mark, *, status: str, starts_at: datetime, zone: str, no_show_after_min: int, now: datetime
) -> Refusal | None:
    """Why `mark` may not be made at `now`, or None if it may. Instants are aware; `zone` is the site's.

    Somebody may arrive on that day, and be noted as helped from its morning on; be excused from the start (before,
    the appointment is called off instead, which frees the time); be missed after `no_show_after_min`.
    """
    if mark not in _FROM.get(status, ()):
        return Refusal.NOT_STANDING
    if now < _earliest(mark, starts_at, zone, no_show_after_min):
        return Refusal.TOO_EARLY
    if mark is Mark.ARRIVED and now >= _midnight(starts_at, zone) + timedelta(days=1):
        return Refusal.TOO_LATE
    return None


def possible(
    *, status: str, starts_at: datetime, zone: str, no_show_after_min: int, now: datetime
) -> list[Mark]:
    """The marks that may be made at `now`, in the order in which staff need them."""
    times = {"starts_at": starts_at, "zone": zone, "no_show_after_min": no_show_after_min, "now": now}
    return [mark for mark in Mark if refusal(mark, status=status, **times) is None]  # type: ignore[arg-type]


def _earliest(mark: Mark, starts_at: datetime, zone: str, no_show_after_min: int) -> datetime:
    if mark is Mark.NO_SHOW:
        return starts_at + timedelta(minutes=no_show_after_min)
    if mark is Mark.EXCUSED:
        return starts_at
    return _midnight(starts_at, zone)


def _midnight(starts_at: datetime, zone: str) -> datetime:
    """The midnight before, on the site's clocks (added to by whole days of its wall clock)."""
    local = starts_at.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


# Marked longer than this after its end, a visit was noted from memory: the clock says nothing of it.
_FROM_MEMORY = timedelta(hours=1)


def time_spent(
    *, starts_at: datetime, ends_at: datetime, arrived_at: datetime | None, now: datetime
) -> tuple[datetime, datetime]:
    """Start and end of the help really given, when it is marked done at `now`.

    Marked in time: from the arrival (else the promised start, if that has come) until now. Marked from
    memory: as promised, since nothing better is known. The end is never before the start.
    """
    if now > ends_at + _FROM_MEMORY:
        start = arrived_at or starts_at
        return start, max(start, ends_at)
    start = arrived_at or min(starts_at, now)
    return start, max(start, now)
