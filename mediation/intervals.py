"""Half-open intervals of whole seconds: `(start, end)` is from start to just before end.

Seconds since 1970 in UTC, as integers: no zone and no calendar get in here. *Apart* means sorted, neither
overlapping nor touching, none empty: what `merge` gives.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time, apart: overlapping and touching intervals become one, empty ones vanish."""
    apart: list[Interval] = []
    reached: int | None = None
    for start, end in sorted(intervals):
        if reached is None or start > reached:
            if start < end:
                apart.append((start, end))
                reached = end
        elif end > reached:
            apart[-1] = (apart[-1][0], end)
            reached = end
    return apart


def subtract(intervals: Iterable[Interval], holes: Sequence[Interval]) -> list[Interval]:
    """What is left of each interval, on its own, outside the holes (which are apart); in the order given."""
    count = len(holes)
    left: list[Interval] = []
    for start, end in intervals:
        index = _first_after(holes, start)
        while index < count:
            hole_start, hole_end = holes[index]
            if hole_start >= end:
                break
            if hole_start > start:
                left.append((start, hole_start))
            start = hole_end
            index += 1
        if start < end:
            left.append((start, end))
    return left


def overlaps(apart: Sequence[Interval], start: int, end: int) -> bool:
    """Whether [start, end) shares an instant with one of the intervals (which are apart)."""
    index = _first_after(apart, start)
    return start < end and index < len(apart) and apart[index][0] < end


def covers(apart: Sequence[Interval], start: int, end: int) -> bool:
    """Whether the whole of [start, end) lies inside one of the intervals (which are apart)."""
    index = _first_after(apart, start)
    return index < len(apart) and apart[index][0] <= start and end <= apart[index][1]


def clip(apart: Sequence[Interval], start: int, end: int) -> list[Interval]:
    """The parts of the intervals (which are apart) that lie in [start, end)."""
    parts: list[Interval] = []
    for index in range(_first_after(apart, start), len(apart)):
        left, right = apart[index]
        if left >= end:
            break
        parts.append((max(left, start), min(right, end)))
    return parts


def full_times(taken: Sequence[Interval], capacity: int) -> list[Interval]:
    """When at least `capacity` (one or more) of the intervals run at once; apart.

    With starts and ends each sorted, place n is taken from the n-th start; it is one too many until the first end,
    the next one until the second, and so on: two sorts, no sweep.
    """
    starts = sorted([start for start, _ in taken])
    ends = sorted([end for _, end in taken])
    pairs = zip(starts[capacity - 1 :], ends, strict=False)
    return merge([(start, end) for start, end in pairs if start < end])


def _first_after(apart: Sequence[Interval], at: int) -> int:
    """The index of the first interval that ends after `at`."""
    index = bisect_left(apart, (at,))
    return index - 1 if index and apart[index - 1][1] > at else index
