"""Distances between two points on the ground. Pure."""

from math import asin, cos, radians, sin, sqrt

from mediation.gazetteer.places import Point

_EARTH_KM = 6371.0


def distance_km(first: Point, second: Point) -> float:
    """Kilometres as the crow flies (haversine); a bus takes longer."""
    lat1, lon1, lat2, lon2 = (radians(degrees) for degrees in (*first, *second))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
