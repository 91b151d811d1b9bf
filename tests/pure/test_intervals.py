"""Half-open intervals, held against plain sets of seconds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mediation.intervals import Interval, clip, covers, full_times, merge, overlaps, subtract

interval = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: (min(ends), max(ends)))
several = st.lists(interval, max_size=8)


def seconds(intervals: list[Interval]) -> set[int]:
    return {second for start, end in intervals for second in range(start, end)}


@given(several)
def test_merging_keeps_the_time_and_leaves_gaps_between(intervals: list[Interval]) -> None:
    apart = merge(intervals)
    assert seconds(apart) == seconds(intervals)
    assert all(start < end for start, end in apart)
    assert all(left[1] < right[0] for left, right in pairwise(apart))


@given(several, several)
def test_subtracting_takes_exactly_the_holes(intervals: list[Interval], holes: list[Interval]) -> None:
    for each in intervals:
        left = subtract([each], merge(holes))
        assert seconds(left) == seconds([each]) - seconds(holes)
        assert left == merge(left)
    assert subtract(intervals, merge(holes)) == [
        part for each in intervals for part in subtract([each], merge(holes))
    ]


@given(several, interval)
def test_overlapping_is_sharing_a_second(intervals: list[Interval], asked: Interval) -> None:
    assert overlaps(merge(intervals), *asked) == bool(seconds(intervals) & seconds([asked]))


@given(several, interval)
def test_covering_is_holding_every_second(intervals: list[Interval], asked: Interval) -> None:
    if asked[0] < asked[1]:
        assert covers(merge(intervals), *asked) == (seconds([asked]) <= seconds(intervals))


@given(several, interval)
def test_clipping_keeps_what_is_inside(intervals: list[Interval], asked: Interval) -> None:
    assert seconds(clip(merge(intervals), *asked)) == seconds(intervals) & seconds([asked])


@given(several, st.integers(1, 4))
def test_full_is_when_that_many_run_at_once(intervals: list[Interval], capacity: int) -> None:
    crowded = {
        second for second in range(31) if sum(start <= second < end for start, end in intervals) >= capacity
    }
    full = full_times(intervals, capacity)
    assert seconds(full) == crowded
    assert full == merge(full)
