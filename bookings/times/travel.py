"""How long somebody takes from one site to another. Pure."""

from math import ceil

from mediation.gazetteer.distance import distance_km
from mediation.gazetteer.places import Point

# Packing up, walking to the bus or the car, unpacking.
_AT_LEAST_MIN = 10
# As the crow flies, a town bus or a bicycle: some 20 km/h.
_MIN_PER_KM = 3
_STEP_MIN = 5


def minutes_between(first: Point | None, second: Point | None) -> int | None:
    """Whole minutes from door to door, rounded up to five; None where the map does not know one of the sites.

    An estimate by distance, to be read as "about": it knows neither roads nor timetables.
    """
    if first is None or second is None:
        return None
    minutes = _AT_LEAST_MIN + _MIN_PER_KM * distance_km(first, second)
    return ceil(minutes / _STEP_MIN) * _STEP_MIN
