"""When a site receives without appointment, and who does: read from its openings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from bookings.times.gaps import Hours, hours_of
from mediation.intervals import merge, subtract
from mediation.models import Mediator, Opening, Site

HELD = (Opening.Reception.DROP_IN, Opening.Reception.BOTH)


def today_at(site: Site, now: datetime) -> date:
    """The day it is at the site."""
    return now.astimezone(ZoneInfo(site.timezone)).date()


@dataclass(frozen=True)
class Held:
    """One drop-in: from when to when (UTC), and who holds it."""

    site_id: int
    starts_at: datetime
    ends_at: datetime
    mediator_ids: tuple[int, ...]


def running(sites: Iterable[int] | None = None, *, day: date) -> "QuerySet[Opening]":
    """Rules of drop-ins that may be held on that day or later, at these sites (None: all)."""
    found = Opening.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=day),
        Q(repeat_weeks__gt=0) | Q(first_day__gte=day),
        reception__in=HELD,
        mediator__active=True,
    )
    return found if sites is None else found.filter(site_id__in=sites)


def held_on(sites: Iterable[Site], day: date, *, days: int = 1) -> list[Held]:
    """The drop-ins of these days at these sites, by start; nobody who is away holds one. Four queries."""
    by_pk = {site.pk: site for site in sites}
    hours = _hours_around(by_pk, day, days)
    if hours is None:
        return []
    who: dict[tuple[int, int, int], list[int]] = {}
    for (mediator, pk), blocks in hours.drop_in.items():
        if pk not in by_pk:
            continue
        for begins, ends in subtract(blocks, merge(hours.away_at(mediator, pk))):
            who.setdefault((pk, begins, ends), []).append(mediator)
    found = [
        Held(pk, datetime.fromtimestamp(begins, UTC), datetime.fromtimestamp(ends, UTC), tuple(sorted(ids)))
        for (pk, begins, ends), ids in who.items()
    ]
    last = day + timedelta(days=days)
    of_these = [each for each in found if day <= today_at(by_pk[each.site_id], each.starts_at) < last]
    return sorted(of_these, key=lambda each: (each.starts_at, each.site_id))


def given_up_at(site: Site, now: datetime) -> bool:
    """Whether somebody was to receive there now or later today, and nobody does: away, or the site is closed. Four queries."""
    today, at = today_at(site, now), now.timestamp()
    hours = _hours_around({site.pk: site}, today, 1)
    if hours is None or any(each.ends_at > now for each in held_on([site], today)):
        return False
    blocks = [
        begins
        for (_mediator, pk), planned in hours.drop_in_planned.items()
        for begins, ends in planned
        if pk == site.pk and ends > at
    ]
    return any(today_at(site, datetime.fromtimestamp(begins, UTC)) == today for begins in blocks)


def _hours_around(sites: dict[int, Site], day: date, days: int) -> Hours | None:
    """The hours of who holds drop-ins there, from the day before on; None where nobody does."""
    mediators = set(running(sites, day=day).order_by().values_list("mediator_id", flat=True))
    start = datetime.combine(day, time.min, UTC) - timedelta(days=1)
    return hours_of(mediators, start=start, end=start + timedelta(days=days + 2)) if mediators else None


def mediators_of(held: Iterable[Held]) -> list[Mediator]:
    """Who holds them, by name. One query."""
    ids = {pk for each in held for pk in each.mediator_ids}
    return list(Mediator.objects.filter(pk__in=ids).order_by("name"))


def now_held(held: Iterable[Held], now: datetime) -> list[Held]:
    """Those that are under way."""
    return [each for each in held if each.starts_at <= now < each.ends_at]
