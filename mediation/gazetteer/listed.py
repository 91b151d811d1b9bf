"""What there is to be named in this territory, from the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from mediation.gazetteer.places import Gazetteer, Kind, Place, Point
from mediation.gazetteer.words import words_of
from mediation.models import Commune, CommunePostcode, FormerCommune
from mediation.remembered import remembered

Codes = dict[str, frozenset[str]]


@remembered
def places() -> tuple[Place, ...]:
    """Communes by name, then their neighbourhoods by name: what a list shows. One query."""
    return _listed()


@remembered
def gazetteer() -> Gazetteer:
    """All that may be typed, as it was at most some seconds ago."""
    return fresh()


def fresh() -> Gazetteer:
    """All that may be typed: the places listed with their postcodes, and those of former days. Three queries."""
    postcodes, cedex = _codes()
    of_commune: dict[str, list[str]] = defaultdict(list)
    for code, insee_codes in sorted(postcodes.items()):
        for insee_code in insee_codes:
            of_commune[insee_code].append(code)
    listed = [replace(place, postcodes=tuple(of_commune[place.commune])) for place in _listed()]
    communes = {place.commune: place for place in listed if place.kind is Kind.COMMUNE}
    return Gazetteer((*listed, *_former(communes)), postcodes, cedex)


def _listed() -> tuple[Place, ...]:
    rows = Commune.objects.order_by().values_list(
        "insee_code",
        "name",
        "latitude",
        "longitude",
        "neighbourhoods__pk",
        "neighbourhoods__name",
        "neighbourhoods__latitude",
        "neighbourhoods__longitude",
    )
    communes: dict[str, Place] = {}
    parts: list[Place] = []
    for code, name, latitude, longitude, pk, part, part_latitude, part_longitude in rows:
        commune = communes.setdefault(
            code, Place(f"{Kind.COMMUNE}{code}", name, name, code, name, _point(latitude, longitude))
        )
        if pk is not None:
            point = _point(part_latitude, part_longitude)
            parts.append(_within(commune, f"{Kind.NEIGHBOURHOOD}{pk}", part, point))
    return (*_by_name(communes.values()), *_by_name(parts))


def _codes() -> tuple[Codes, Codes]:
    """INSEE codes by postcode; by postcode of CEDEX."""
    found: tuple[Codes, Codes] = {}, {}
    rows = CommunePostcode.objects.values_list("postcode", "cedex", "commune__insee_code")
    for postcode, cedex, commune in rows:
        found[cedex][postcode] = found[cedex].get(postcode, frozenset()) | {commune}
    return found


def _former(communes: dict[str, Place]) -> list[Place]:
    rows = FormerCommune.objects.order_by().values_list("pk", "name", "commune__insee_code")
    found = [_within(communes[now], f"{Kind.FORMER}{pk}", name) for pk, name, now in rows if now in communes]
    return _by_name(found)


def _within(commune: Place, code: str, name: str, point: Point | None = None) -> Place:
    """A place inside a commune; where it is unless said otherwise, where the commune is."""
    return replace(
        commune,
        code=code,
        name=f"{name} ({commune.name})",
        bare_name=name,
        point=point or commune.point,
    )


def _by_name(found: Iterable[Place]) -> list[Place]:
    """As a French index has them (Bécherel before Betton), which few databases do."""
    return sorted(found, key=lambda place: words_of(place.bare_name))


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)
