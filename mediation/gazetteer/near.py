"""Which sites are near the places somebody means."""

from collections.abc import Iterable, Sequence

from mediation.gazetteer.distance import distance_km
from mediation.gazetteer.places import Place, Point
from mediation.models import Site

NEARBY = 8


def near(wanted: Sequence[Place], candidates: Iterable[Site]) -> list[tuple[Site, float | None]]:
    """The nearest sites, by distance (km, straight line) to the nearest of the places wanted; those inside come first.

    Sites come with their commune; those that are no places are near nothing.
    """
    communes = {place.commune for place in wanted}
    measured = [(site, _nearest(wanted, site)) for site in candidates if not site.remote]

    def rank(entry: tuple[Site, float | None]) -> tuple[bool, float]:
        site, away = entry
        inside = site.commune is not None and site.commune.insee_code in communes
        return (not inside if away is None else False, away if away is not None else 10_000.0)

    return sorted(measured, key=rank)[:NEARBY]


def _nearest(wanted: Sequence[Place], site: Site) -> float | None:
    here = _point(site.latitude, site.longitude)
    if here is None and site.commune is not None:
        here = _point(site.commune.latitude, site.commune.longitude)
    if here is None:
        return None
    return min((distance_km(place.point, here) for place in wanted if place.point), default=None)


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)
