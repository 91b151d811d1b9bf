"""How soon somebody could come: what whoever refers sees before they refer (HL7 SDOH calls it the capacity query)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bookings.models import Appointment
from bookings.times import search
from mediation.models import Topic

# The wait is that of the last bookings; fewer than a handful, or older ones, say nothing about now.
_LAST = 30
_ENOUGH = 5
_RECENT = timedelta(days=60)


@dataclass(frozen=True)
class Capacity:
    """`first`: the first free time, None without any within the horizon.

    `wait_days`: whole days between booking and coming, the median of the last `measured` bookings; with `measured` 0 it is
    the days until `first`, for want of bookings.
    """

    first: search.Choice | None
    wait_days: int | None
    measured: int = 0


def capacity(topic: Topic, *, now: datetime, site_ids: Sequence[int] | None = None) -> Capacity:
    """What the sites (None: all) offer about the topic, as a resident would find it. Six queries or so."""
    first = next(iter(search.one_by_one(topic, now=now, site_ids=site_ids)), None)
    waits = _waits(topic, site_ids, now)
    if len(waits) >= _ENOUGH:
        return Capacity(first, round(median(waits)), len(waits))
    return Capacity(first, (first.starts_at - now).days if first else None)


def _waits(topic: Topic, site_ids: Sequence[int] | None, now: datetime) -> list[float]:
    """Days between booking and coming of the last bookings, whatever became of them; staff's own walk-ins aside."""
    rows = Appointment.objects.filter(topic=topic, booked_at__gt=now - _RECENT, booked_at__lte=now)
    if site_ids is not None:
        rows = rows.filter(site_id__in=site_ids)
    pairs = rows.order_by("-booked_at").values_list("booked_at", "starts_at")[:_LAST]
    return [(starts_at - booked_at).total_seconds() / 86_400 for booked_at, starts_at in pairs]
