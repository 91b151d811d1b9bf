"""A square for each commune, near where it lies."""

from hypothesis import given
from hypothesis import strategies as st

from bookings.statistics.tiles import levels, tiles

POINTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.tuples(st.floats(47, 49), st.floats(-3, -1)), max_size=45
)


@given(POINTS)
def test_no_two_communes_share_a_square(points: dict[str, tuple[float, float]]) -> None:
    found = tiles(points)
    assert found.keys() == points.keys()
    assert len(set(found.values())) == len(points)


def test_what_lies_in_the_north_west_is_drawn_there() -> None:
    found = tiles({"nw": (48.2, -1.9), "se": (48.0, -1.4), "ne": (48.2, -1.4), "sw": (48.0, -1.9)})
    assert found["nw"][0] < found["ne"][0]
    assert found["nw"][1] < found["sw"][1]
    assert found["se"][0] > found["sw"][0]


def test_a_quarter_of_those_who_have_something_is_darkest() -> None:
    assert levels({"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}) == {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}
    assert levels({"a": 0, "b": 5, "c": 5}) == {"a": 0, "b": 1, "c": 1}
    assert levels({}) == {}
