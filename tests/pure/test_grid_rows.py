"""Where things stand in a time grid, and how long a way takes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bookings.staff.agenda.rows import cells, halves, hours_shown, lines
from bookings.times.travel import minutes_between

SPANS = st.tuples(st.integers(0, 1430), st.integers(5, 400)).map(lambda at: (at[0], min(1440, at[0] + at[1])))


def test_a_working_day_is_shown_at_least_and_early_and_late_hours_when_there_are_any() -> None:
    assert hours_shown([]) == (9, 17)
    assert hours_shown([(8 * 60 + 15, 9 * 60), (18 * 60, 20 * 60 + 5)]) == (8, 21)


def test_nine_to_ten_stands_on_twelve_rows_below_nine() -> None:
    assert lines((9 * 60, 10 * 60), 9) == (1, 13)
    assert lines((9 * 60 + 2, 9 * 60 + 3), 9) == (1, 2)


def test_free_time_is_cut_into_half_hours_from_its_start() -> None:
    assert cells((550, 640)) == [(550, 580), (580, 610), (610, 640)]
    assert cells((540, 610)) == [(540, 570), (570, 610)]
    assert cells((540, 550)) == [(540, 550)]


@given(SPANS)
def test_cells_cover_the_stretch_without_gap_or_overlap(span: tuple[int, int]) -> None:
    found = cells(span)
    assert found[0][0] == span[0] and found[-1][1] == span[1]
    assert all(first[1] == second[0] for first, second in pairwise(found))


def test_two_that_run_side_by_side_take_half_a_column_each_and_others_the_whole() -> None:
    assert halves([(540, 600), (600, 660)]) == [0, 0]
    assert halves([(540, 600), (570, 630), (630, 660)]) == [1, 2, 0]


@given(st.lists(SPANS, max_size=12).map(sorted))
def test_nobody_who_runs_beside_another_keeps_the_whole_column(spans: list[tuple[int, int]]) -> None:
    sides = halves(spans)
    placed = list(zip(sides, spans, strict=True))
    for (one, span), (other, beside) in pairwise(placed):
        if span[1] > beside[0]:
            assert one and other


def test_a_way_takes_ten_minutes_and_three_for_each_kilometre() -> None:
    assert minutes_between((48.11, -1.68), (48.2, -1.68)) == 45
    assert minutes_between((48.11, -1.68), (48.11, -1.68)) == 10
    assert minutes_between(None, (48.11, -1.68)) is None
