"""Publishing what the service did: each month and each year once, when it has been over for long enough to be complete."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from bookings.locks import Scope, lock
from bookings.models import CountedCell, Edition, PublishedCell
from bookings.open_data.counted import counted, first_month
from bookings.open_data.cube import COMMUNE, MONTH, THEME, Cube
from bookings.open_data.datasets import OTHERS
from bookings.open_data.so_far import SoFar, so_far
from bookings.open_data.suppression import LEAST, Unprotectable, hidden

SMALL = 10 * LEAST
"""A commune with fewer sessions in a year stands among the others: nearly all its themes would be secret."""


def publish_counts(*, now: datetime) -> list[str]:
    """Publishes the months and years that are due, the oldest first; their periods. What is published never changes.

    A month is due `OPEN_DATA_AFTER_DAYS` after its end, so that what is noted late is counted; a year with its December.
    """
    published = []
    for month in _due(now):
        with transaction.atomic():
            lock([(Scope.OPEN_DATA, 0)])
            if Edition.objects.filter(period=_named(month)).exists():
                continue
            _publish_month(month, now)
            published.append(_named(month))
            if month.month == 12:
                _publish_year(month.year, now)
                published.append(str(month.year))
    return published


def _due(now: datetime) -> Iterator[date]:
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    last = Edition.objects.filter(period__contains="-").order_by("period").last()
    month = _next(date.fromisoformat(f"{last.period}-01")) if last else first_month(settings.TIME_ZONE)
    while month is not None and _next(month) + timedelta(days=settings.OPEN_DATA_AFTER_DAYS) <= today:
        yield month
        month = _next(month)


def _publish_month(month: date, now: datetime) -> None:
    cells = counted(month, _next(month), zone=settings.TIME_ZONE)
    before = so_far(month.year)
    cube = Cube({**before.counts, **{(_named(month), *place): count for place, count in cells.items()}})
    edition = Edition.objects.create(period=_named(month), published_at=now)
    CountedCell.objects.bulk_create(
        CountedCell(edition=edition, commune=commune, theme=theme, count=count)
        for (commune, theme), count in cells.items()
    )
    _publish(edition, cube, (COMMUNE, THEME), before)


def _publish_year(year: int, now: datetime) -> None:
    """By commune and theme, from what was counted month by month: what was corrected since shows in neither."""
    before = so_far(year)
    of_communes: Counter[str] = Counter()
    for (_month, commune, _theme), count in before.counts.items():
        of_communes[commune] += count
    grouped = {commune: OTHERS for commune, count in of_communes.items() if count < SMALL}
    edition = Edition.objects.create(period=str(year), published_at=now)
    _publish(edition, Cube(before.counts, grouped), (MONTH,), before)


def _publish(edition: Edition, cube: Cube, over: Sequence[int], before: SoFar) -> None:
    """The tables of a period. When no choice of cells keeps them safe, as where hardly anybody came, all are secret."""
    table = {
        key: count for axis in over for key, count in cube.table(axis).items() if key not in before.published
    }
    try:
        secret = hidden(
            cube,
            over,
            fixed=before.published.keys() - before.secret,
            hidden_before=before.secret,
            published_before=before.published,
        )
    except Unprotectable:
        secret = set(table)
        Edition.objects.filter(pk=edition.pk).update(all_hidden=True)
    PublishedCell.objects.bulk_create(
        PublishedCell(
            edition=edition,
            over=key.over,
            first=key.first,
            second=key.second,
            count=None if key in secret else count,
        )
        for key, count in table.items()
    )


def _named(month: date) -> str:
    return f"{month:%Y-%m}"


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
