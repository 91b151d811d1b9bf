"""Pairs of sites between which somebody goes, with the minutes that count and where these come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Q

from bookings.times.travel import minutes_between
from bookings.times.ways import known
from mediation.models import Opening, Site


@dataclass(frozen=True)
class Between:
    """Two sites; `said` by somebody (None: nobody), `estimated` by distance (None: the map does not know)."""

    first: Site
    second: Site
    said: int | None
    estimated: int | None

    @property
    def pair(self) -> tuple[int, int]:
        """Both, the lower number first."""
        return self.first.pk, self.second.pk


def between(sites: Iterable[Site], pairs: Iterable[tuple[int, int]]) -> list[Between]:
    """These pairs (the lower number first) in the order of the sites. One query."""
    by_key, (given, where) = {site.pk: site for site in sites}, known()
    rows = [
        Between(
            by_key[one],
            by_key[other],
            given.get((one, other)),
            minutes_between(where.get(one), where.get(other)),
        )
        for one, other in pairs
        if one in by_key and other in by_key
    ]
    places = {pk: number for number, pk in enumerate(by_key)}
    return sorted(rows, key=lambda row: (places[row.first.pk], places[row.second.pk]))


def walked(sites: Iterable[int], *, today: date) -> set[tuple[int, int]]:
    """Pairs among these sites where one mediator receives at both, or of which somebody has said something. Two queries."""
    ids = set(sites)
    running = Opening.objects.filter(Q(last_day=None) | Q(last_day__gte=today), site__in=ids)
    running = running.filter(Q(repeat_weeks__gt=0) | Q(first_day__gte=today), mediator__active=True)
    places: dict[int, set[int]] = {}
    for mediator, site in running.order_by().values_list("mediator_id", "site_id").distinct():
        places.setdefault(mediator, set()).add(site)
    found = {pair for theirs in places.values() for pair in combinations(sorted(theirs), 2)}
    return found | {pair for pair in known()[0] if set(pair) <= ids}


def from_one(site: int, others: Iterable[int]) -> set[tuple[int, int]]:
    """Every pair of that site with the others."""
    return {(min(site, other), max(site, other)) for other in others if other != site}
