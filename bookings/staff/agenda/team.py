"""The week of several mediators at a glance: a line each, a cell a day. Figures, not names: six queries for any number."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from bookings.staff.agenda.animated import animated
from bookings.staff.agenda.shown import COMING, Filters
from bookings.staff.asking import local
from bookings.times.gaps import Days, Stretch
from mediation.models import Mediator


@dataclass
class Cell:
    """One mediator on one day."""

    day: date
    count: int = 0
    open: list[Stretch] = field(default_factory=list)
    free: list[Stretch] = field(default_factory=list)
    away: list[Stretch] = field(default_factory=list)
    shut: list[Stretch] = field(default_factory=list)
    drop_in: list[Stretch] = field(default_factory=list)
    workshops: int = 0

    @property
    def open_min(self) -> int:
        """How long they receive."""
        return sum(each.minutes for each in self.open)

    @property
    def free_min(self) -> int:
        """How long they could still receive."""
        return sum(each.minutes for each in self.free)


@dataclass(frozen=True)
class Line:
    """A mediator's days."""

    mediator: Mediator
    cells: Sequence[Cell]


def team_lines(
    filters: Filters, mediators: Sequence[Mediator], first: date, days: int, now: datetime
) -> list[Line]:
    """The days of these mediators, in their order."""
    ids = [each.pk for each in mediators]
    shown = [first + timedelta(days=each) for each in range(days)]
    cells = {(pk, day): Cell(day) for pk in ids for day in shown}
    if ids:
        _fill(cells, filters.days(first, days, now, mediator_ids=ids))
        for key, count in _counts(filters, ids, first, days).items():
            if key in cells:
                cells[key].count = count
        for each in animated(filters, first, days, ids):
            if (cell := cells.get((each.mediator_id, each.day))) is not None:
                cell.workshops += 1
    return [Line(each, [cells[each.pk, day] for day in shown]) for each in mediators]


def _fill(cells: dict[tuple[int, date], Cell], days: Days) -> None:
    for kind in ("open", "free", "away", "shut", "drop_in"):
        for stretch in getattr(days, kind):
            if (cell := cells.get((stretch.mediator_id, day_of(stretch)))) is not None:
                getattr(cell, kind).append(stretch)


def _counts(filters: Filters, ids: Sequence[int], first: date, days: int) -> Counter[tuple[int, date]]:
    """How many come to whom on which day. One query for each zone of the sites."""
    found = filters.appointments(first, days).filter(status__in=COMING, mediator_id__among=ids).order_by()
    counts: Counter[tuple[int, date]] = Counter()
    for zone in filters.zones:
        here = found.filter(site__timezone=zone) if len(filters.zones) > 1 else found
        on_day = here.annotate(day=TruncDate("starts_at", tzinfo=ZoneInfo(zone)))
        for mediator, day, count in on_day.values_list("mediator_id", "day").annotate(Count("pk")):
            counts[mediator, day] += count
    return counts


def day_of(stretch: Stretch) -> date:
    """The day on which it begins, where it is."""
    at = stretch.starts_at
    return (local(at, stretch.zone) if stretch.zone else timezone.localtime(at)).date()
