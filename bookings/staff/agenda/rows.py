"""Where things stand in a time grid: rows of five minutes below the first hour shown. Pure.

Minutes are whole and count from midnight on the wall clock of the day.
"""

from collections.abc import Iterable, Sequence

ROW_MIN = 5
# Free time is offered in pieces of this length; what is left of a stretch is a piece of its own, or the end of the last one.
CELL_MIN = 30
_SHORTEST_CELL_MIN = 15
# What a day shows at least.
_FIRST_HOUR, _LAST_HOUR = 9, 17

Span = tuple[int, int]


def hours_shown(spans: Iterable[Span]) -> Span:
    """The first and the last whole hour of a grid that holds all these spans; a working day at least."""
    first, last = _FIRST_HOUR * 60, _LAST_HOUR * 60
    for start, end in spans:
        first, last = min(first, start), max(last, end)
    return first // 60, min(24, -(-last // 60))


def lines(span: Span, first_hour: int) -> Span:
    """The grid lines between which a span stands (the first line is 1); never less than one row."""
    start, end = span
    first = (start - first_hour * 60) // ROW_MIN + 1
    return first, max(first + 1, -(-(end - first_hour * 60) // ROW_MIN) + 1)


def cells(span: Span) -> list[Span]:
    """A free stretch as the pieces that are shown, one after the other from its start."""
    start, end = span
    starts = list(range(start, end, CELL_MIN))
    if len(starts) > 1 and end - starts[-1] < _SHORTEST_CELL_MIN:
        starts.pop()
    return list(zip(starts, [*starts[1:], end], strict=True))


def halves(spans: Sequence[Span]) -> list[int]:
    """For spans by start: 0 for one that has its column to itself, 1 or 2 for the side of one that runs beside another.

    A mediator may be set to receive at two sites at once, until somebody books: both are then offered.
    """
    sides = [0] * len(spans)
    free_from = [0, 0]
    for index, (start, end) in enumerate(spans):
        side = 0 if free_from[0] <= start else 1
        if side or free_from[1] > start:
            sides[index] = side + 1
            if side:
                _put_beside(sides, spans, index)
        free_from[side] = max(free_from[side], end)
    return sides


def _put_beside(sides: list[int], spans: Sequence[Span], index: int) -> None:
    """Those that the span at `index` runs beside are on the first side."""
    start, end = spans[index]
    for other in range(index):
        if sides[other] == 0 and spans[other][0] < end and spans[other][1] > start:
            sides[other] = 1
