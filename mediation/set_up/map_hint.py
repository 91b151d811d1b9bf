"""Where a site is, drawn and said without a map of anybody's: its commune's middle and the other sites around."""

from dataclasses import dataclass
from math import cos, radians

from django.utils.translation import gettext as _

from mediation.gazetteer.distance import distance_km
from mediation.gazetteer.listed import places
from mediation.gazetteer.places import Kind, Point
from mediation.models import Site

_WIDTH, _HEIGHT, _EDGE = 320, 220, 14
_NEAR_KM = 12.0
# What a name takes on the drawing, in its pixels.
_LINE, _NAME = 16, 90


@dataclass(frozen=True)
class Dot:
    """A commune on the drawing (in its pixels); its name where there is room for it."""

    x: float
    y: float
    name: str = ""


@dataclass(frozen=True)
class MapHint:
    """The drawing, and the same in words. `exact`: the site has coordinates of its own."""

    here: Dot
    around: list[Dot]
    words: str
    exact: bool


def hint(site: Site) -> MapHint | None:
    """Where the site is among the communes nearest to it; None where nothing says where it is."""
    own = _point(site.latitude, site.longitude)
    commune = _point(site.commune.latitude, site.commune.longitude) if site.commune else None
    here = own or commune
    if here is None:
        return None
    towns = [
        (distance_km(place.point, here), place)
        for place in places()
        if place.kind is Kind.COMMUNE and place.point is not None
    ]
    near = sorted((pair for pair in towns if pair[0] <= _NEAR_KM), key=lambda pair: pair[0])[:12]
    around = _apart([_dot(place.point, here, place.name) for _km, place in near if place.point])
    return MapHint(_dot(here, here), around, _words(own, commune, site), own is not None)


def _apart(dots: list[Dot]) -> list[Dot]:
    """The same dots, without the names that would run into another one."""
    named: list[Dot] = []
    kept = []
    for dot in dots:
        room = all(abs(dot.y - other.y) > _LINE or abs(dot.x - other.x) > _NAME for other in named)
        kept.append(dot if room else Dot(dot.x, dot.y))
        named += [dot] if room else []
    return kept


def _words(own: Point | None, commune: Point | None, site: Site) -> str:
    name = site.commune.name if site.commune else ""
    if own is None:
        return _("Placé au milieu de %(commune)s : donnez ses coordonnées pour une place exacte.") % {
            "commune": name
        }
    if commune is None:
        return _("Sa commune n’est pas dite : on ne le trouve pas en la cherchant.")
    km = distance_km(own, commune)
    if km > _NEAR_KM:
        return _("À %(km)s km du milieu de %(commune)s : vérifiez les coordonnées.") % {
            "km": round(km),
            "commune": name,
        }
    return _("À %(km)s km du milieu de %(commune)s.") % {"km": f"{km:.1f}".replace(".", ","), "commune": name}


def _dot(point: Point, here: Point, name: str = "") -> Dot:
    """North is up; as many kilometres across as count as near."""
    per_km = (_HEIGHT / 2 - _EDGE) / _NEAR_KM
    north = (point[0] - here[0]) * 111.2
    east = (point[1] - here[1]) * 111.2 * cos(radians(here[0]))
    return Dot(round(_WIDTH / 2 + east * per_km, 1), round(_HEIGHT / 2 - north * per_km, 1), name)


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)
