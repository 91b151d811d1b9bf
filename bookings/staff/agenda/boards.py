"""Time grids: a mediator's week in seven columns, or a day with people or places side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bookings.staff.agenda import rows
from bookings.staff.agenda.animated import animated
from bookings.staff.agenda.booked import booked
from bookings.staff.agenda.columns import Column, fill, laid_out
from bookings.staff.agenda.marked import day_marks
from bookings.staff.agenda.shown import Filters
from mediation.models import Mediator


@dataclass(frozen=True)
class Board:
    """Columns under the same hours. `hours` are whole hours, each with the grid line where it stands."""

    columns: Sequence[Column]
    hours: Sequence[tuple[int, int]]


def week_board(filters: Filters, mediator: Mediator, monday: date, now: datetime) -> Board:
    """Seven days of one mediator. Six queries."""
    marks = day_marks(filters.looked_at, monday, 7)
    columns = [Column(day, mediator, tags=words) for day, words in marks.items()]
    return _board(filters, columns, monday, 7, now)


def day_board(
    filters: Filters, mediators: Sequence[Mediator], day: date, now: datetime, *, by_site: bool
) -> Board:
    """One day of several mediators, who has nothing that day left out. Six queries.

    `by_site` puts those of a place side by side, somebody who receives at two places at each of them.
    """
    columns = [Column(day, each) for each in mediators]
    if by_site:
        columns = [Column(day, each, site) for site in filters.looked_at for each in mediators]
    board = _board(filters, columns, day, 1, now)
    return Board([column for column in board.columns if _has_something(column)], board.hours)


def _has_something(column: Column) -> bool:
    """An absence alone is something to know of a person, not of each place where they might have been."""
    kinds = {piece.kind for piece in column.pieces}
    return (
        bool(kinds)
        if column.site is None
        else bool(kinds & {"open", "drop_in", "booked", "workshop", "shut"})
    )


def _board(filters: Filters, columns: list[Column], first: date, days: int, now: datetime) -> Board:
    ids = sorted({column.mediator.pk for column in columns})
    if ids:
        sites = {site.pk: site for site in filters.sites}
        found = booked(filters, first, days, ids)
        workshops = animated(filters, first, days, ids)
        fill(columns, filters.days(first, days, now, mediator_ids=ids), found, sites, workshops)
    first_hour, last_hour = laid_out(columns)
    hours = range(first_hour, last_hour)
    return Board(columns, [(hour, rows.lines((hour * 60, hour * 60), first_hour)[0]) for hour in hours])


def week_of(monday: date) -> list[date]:
    """Its seven days."""
    return [monday + timedelta(days=each) for each in range(7)]
