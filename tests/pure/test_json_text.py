"""A request's JSON, as programs and those who try them send it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.api.json_text import DEEPEST, Unreadable, read_object

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("aé\n\"'"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text("abcé"), values, max_size=4))
def test_an_ordinary_object_is_read_as_it_was_written(value):
    assert read_object(json.dumps(value).encode()) == value


def test_nothing_sent_is_an_empty_object():
    assert read_object(b"  ") == {}


def nested(depth: int) -> bytes:
    return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def test_thirty_two_levels_are_read_and_no_more():
    assert read_object(nested(DEEPEST))
    for depth in (DEEPEST + 1, 900, 100_000):
        with pytest.raises(Unreadable, match="too deep"):
            read_object(nested(depth))


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"[1]", "not an object"),
        (b"{", "not json"),
        (b'{"a": "\xff"}', "not json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not json"),
        (b'{"a": NaN}', "not a number"),
        (b'{"a": [1e999]}', "not a number"),
        (b'{"a": 1, "a": 2}', "same name twice"),
        (b'{"a": "\\u0000"}', "not a character"),
        (b'{"\\ud800": 1}', "not a character"),
    ],
)
def test_what_could_not_be_kept_is_refused(sent, reason):
    with pytest.raises(Unreadable) as refused:
        read_object(sent)
    assert refused.value.reason == reason
