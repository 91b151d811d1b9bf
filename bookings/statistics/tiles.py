"""A map of squares of one size: a commune each, as near to where it lies as there is room. Pure."""

from collections.abc import Mapping
from math import ceil, sqrt

Point = tuple[float, float]
"""Latitude and longitude in degrees."""
Cell = tuple[int, int]
"""Column from the west, row from the north."""


def tiles(points: Mapping[str, Point]) -> dict[str, Cell]:
    """A square for each place, none for two. Whoever lies in the middle chooses first; the same each time."""
    if not points:
        return {}
    side = ceil(sqrt(len(points))) + 1
    south, north = _span([lat for lat, _lon in points.values()])
    west, east = _span([lon for _lat, lon in points.values()])
    wished = {
        code: ((side - 1) * (lon - west) / (east - west), (side - 1) * (north - lat) / (north - south))
        for code, (lat, lon) in points.items()
    }
    middle = (side - 1) / 2
    free = {(column, row) for column in range(side) for row in range(side)}
    found: dict[str, Cell] = {}
    for code in sorted(wished, key=lambda one: (_apart(wished[one], (middle, middle)), one)):
        cell = min(free, key=lambda each: (_apart(wished[code], each), each))
        free.remove(cell)
        found[code] = cell
    first_column, first_row = (min(cell[axis] for cell in found.values()) for axis in (0, 1))
    return {code: (column - first_column, row - first_row) for code, (column, row) in found.items()}


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _span(values: list[float]) -> tuple[float, float]:
    """Least and greatest, never the same."""
    return min(values), max(values) if max(values) > min(values) else min(values) + 1


def levels(values: Mapping[str, float]) -> dict[str, int]:
    """0 for nothing, else 1 to 4: in which quarter of those who have something, the greatest in 4."""
    some = sorted(value for value in values.values() if value > 0)
    return {
        code: 0 if value <= 0 else 1 + 4 * sum(each < value for each in some) // len(some)
        for code, value in values.items()
    }
