"""Half-days of a week that have room left: whoever receives there could be where people wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bookings.staff.agenda.keeping import openings_kept
from bookings.staff.agenda.shown import Filters
from bookings.staff.asking import local
from bookings.times.copying import running
from bookings.times.gaps import Days, Stretch
from mediation.models import Mediator, Opening


@dataclass(frozen=True)
class Spare:
    """One date of an opening and what is left of it, in minutes."""

    opening: Opening
    day: date
    open_min: int
    free_min: int

    @property
    def mediator(self) -> Mediator:
        """Whose time it is."""
        return self.opening.mediator


def spare_times(filters: Filters, days: Days, monday: date, *, now: datetime) -> list[Spare]:
    """Those still to come that one may change, the emptiest first. One query."""
    kept = openings_kept(filters.reach).filter(
        mediator__in=[each.pk for each in filters.mediators],
        site__in=[site.pk for site in filters.looked_at if not site.remote],
    )
    free: dict[tuple[int, int | None, date], list[Stretch]] = {}
    for stretch in days.free:
        on = local(stretch.starts_at, stretch.zone).date()
        free.setdefault((stretch.mediator_id, stretch.site_id, on), []).append(stretch)
    found = [
        Spare(
            opening,
            day,
            _length(opening),
            _left(opening, free.get((opening.mediator_id, opening.site_id, day), ())),
        )
        for opening, day in running(list(kept), monday)
    ]
    some = [spare for spare in found if spare.free_min]
    return sorted(some, key=lambda spare: (-spare.free_min, spare.day, spare.opening.opens))


def _length(opening: Opening) -> int:
    opens, closes = (each.hour * 60 + each.minute for each in (opening.opens, opening.closes))
    return closes - opens if closes > opens else closes - opens + 24 * 60


def _left(opening: Opening, free: Sequence[Stretch] | Iterable[Stretch]) -> int:
    """What is free within its own hours: another opening may stand beside it that day."""
    minutes = 0
    for stretch in free:
        start, end = (local(at, stretch.zone).time() for at in (stretch.starts_at, stretch.ends_at))
        if start >= opening.opens and (end <= opening.closes or opening.closes <= opening.opens):
            minutes += stretch.minutes
    return minutes
