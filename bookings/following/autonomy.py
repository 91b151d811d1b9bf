"""How much somebody could do alone, session after session: where each stands in a small drawing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bookings.outcomes.vocabularies import AUTONOMY

LEVELS: tuple[str, ...] = tuple(AUTONOMY)
"""National codes, from the least to the most."""
WIDTH, HEIGHT = 340, 160
_LEFT, _RIGHT, _TOP, _STEP = 16, 24, 34, 44


@dataclass(frozen=True)
class Point:
    """One session: its day, its code, and where it stands (in units of the drawing)."""

    day: date
    code: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """The points in order of time, the line that joins them, and the height of each level."""

    points: tuple[Point, ...]
    line: str
    levels: tuple[tuple[str, int], ...]


def drawing(sessions: Sequence[tuple[date, str]]) -> Drawing:
    """Sessions (day, code) evenly spread, whatever lies between them; a code that is no level is left out."""
    known = [(day, code) for day, code in sorted(sessions) if code in LEVELS]
    width, gaps = WIDTH - _LEFT - _RIGHT, max(len(known) - 1, 1)
    points = tuple(
        Point(day, code, _LEFT + width * place // gaps, _height(code))
        for place, (day, code) in enumerate(known)
    )
    line = " ".join(f"{point.x},{point.y}" for point in points)
    return Drawing(points, line, tuple((code, _height(code)) for code in reversed(LEVELS)))


def _height(code: str) -> int:
    return _TOP + _STEP * (len(LEVELS) - 1 - LEVELS.index(code))
