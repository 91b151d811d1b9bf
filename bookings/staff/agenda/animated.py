"""Workshops as the agenda shows them: a date for each who animates it, read in one query however many there are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bookings.models import WorkshopAnimation
from bookings.staff.agenda.shown import Filters
from bookings.staff.asking import hours_of, local

_COLUMNS = (
    *("date_id", "date__workshop_id", "mediator_id", "mediator__name", "date__workshop__site_id"),
    *("date__workshop__site__timezone", "date__workshop__site__name"),
    *("date__starts_at", "date__ends_at", "date__workshop__texts__title", "date__taken", "date__capacity"),
)


@dataclass(frozen=True)
class Animated:
    """A date of a workshop, for one of those who animate it. Instants are UTC."""

    pk: int
    workshop_id: int
    mediator_id: int
    mediator: str
    site_id: int
    zone: str
    site: str
    starts_at: datetime
    ends_at: datetime
    title: str
    taken: int
    capacity: int

    @property
    def day(self) -> date:
        """The day it is where it takes place."""
        return local(self.starts_at, self.zone).date()


def animated(
    filters: Filters, first: date, days: int, mediator_ids: Sequence[int] | None = None
) -> list[Animated]:
    """The dates that these mediators (or those looked at) animate, by time; called off is left out. One query."""
    chosen = mediator_ids or (
        [filters.mediator_id] if filters.mediator_id else [each.pk for each in filters.mediators]
    )
    windows = [hours_of(first, days, zone) for zone in filters.zones]
    rows = WorkshopAnimation.objects.filter(
        mediator_id__among=list(chosen),
        date__cancelled_at__isnull=True,
        date__starts_at__gte=min(start for start, _end in windows),
        date__starts_at__lt=max(end for _start, end in windows),
        date__workshop__texts__language="fr",
    )
    if filters.site_id is not None:
        rows = rows.filter(date__workshop__site=filters.site_id)
    ordered = rows.order_by("date__starts_at", "date_id", "mediator__name")
    return [Animated(*row) for row in ordered.values_list(*_COLUMNS)]


@dataclass(frozen=True)
class Together:
    """One date with all who animate it."""

    first: Animated
    animators: str


def together(found: Iterable[Animated]) -> list[Together]:
    """Each date once, by time."""
    dates: dict[int, list[Animated]] = {}
    for each in found:
        dates.setdefault(each.pk, []).append(each)
    return [Together(those[0], " · ".join(each.mediator for each in those)) for those in dates.values()]


def dates_by_day(found: Iterable[Animated]) -> Counter[date]:
    """How many dates there are on each day."""
    return Counter(each.first.day for each in together(found))
