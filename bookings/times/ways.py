"""How long it takes from one site to another: as a coordinator has said, or else estimated by distance."""

from collections.abc import Callable, Mapping
from functools import cache

from django.db.models import BigIntegerField, FloatField, Value
from django.db.models.functions import Cast

from bookings.times.travel import minutes_between
from mediation.gazetteer.places import Point
from mediation.models import Site, TravelTime
from mediation.remembered import remembered

Pair = tuple[int, int]


def known() -> tuple[dict[Pair, int], dict[int, Point]]:
    """What has been said, by pair of sites (the lower number first), and where the map knows the places. One query."""
    no_site, nothing = Value(None, output_field=BigIntegerField()), Value(None, output_field=FloatField())
    places = Site.objects.places().exclude(latitude=None).exclude(longitude=None).order_by()
    pairs = TravelTime.objects.order_by().annotate(nothing=nothing, said=Cast("minutes", FloatField()))
    rows = places.annotate(no_site=no_site).values_list("pk", "no_site", "latitude", "longitude")
    given: dict[Pair, int] = {}
    where: dict[int, Point] = {}
    for one, other, first, second in rows.union(
        pairs.values_list("first_id", "second_id", "said", "nothing"), all=True
    ):
        if other is not None:
            given[one, other] = round(first or 0)
        elif first is not None and second is not None:
            where[one] = (first, second)
    return given, where


def minutes(one: int, other: int, given: Mapping[Pair, int], where: Mapping[int, Point]) -> int:
    """Whole minutes between two sites, 0 where nobody knows."""
    pair = (one, other) if one < other else (other, one)
    if one == other:
        return 0
    found = given.get(pair)
    return found if found is not None else minutes_between(where.get(one), where.get(other)) or 0


@remembered
def ways() -> Callable[[int, int], int]:
    """Seconds between two sites, each pair worked out once. One query, some seconds old at most."""
    given, where = known()

    @cache
    def seconds(one: int, other: int) -> int:
        return minutes(one, other, given, where) * 60

    return seconds
