"""Reading a request's JSON, with nothing let through that could not be stored or would exhaust the reader. Pure.

The standard reader accepts `NaN`, lone surrogates and the same name twice, and raises `RecursionError` on a thousand
brackets; what it reads is looked through here.
"""

import json
import math
from typing import Any, NoReturn

# Ours nest three deep.
DEEPEST = 32


class Unreadable(ValueError):
    """The text is no JSON object that we take; `reason` is a code of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_object(raw: bytes) -> dict[str, Any]:
    """The object that `raw` (UTF-8) says; empty for an empty text. Raises `Unreadable`."""
    if not raw.strip():
        return {}
    try:
        value = json.loads(
            raw.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_without_twins
        )
    except RecursionError:
        raise Unreadable("too deep") from None
    except Unreadable:
        raise
    except ValueError:  # Not UTF-8, not JSON, or a number of thousands of digits.
        raise Unreadable("not json") from None
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    _look_through(value)
    return value


def _refuse_constant(_name: str) -> NoReturn:
    raise Unreadable("not a number")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Unreadable("same name twice")
    return made


def _look_through(value: Any) -> None:
    """Without recursion: what is looked through may be as deep as the reader allowed."""
    level = [value]
    for _depth in range(DEEPEST):
        within: list[Any] = []
        for each in level:
            _refuse_odd(each)
            if isinstance(each, dict):
                within += [*each, *each.values()]
            elif isinstance(each, list):
                within += each
        if not within:
            return
        level = within
    if any(isinstance(each, dict | list) for each in level):
        raise Unreadable("too deep")


def _refuse_odd(value: Any) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise Unreadable("not a number")
    if isinstance(value, str) and (
        "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value)
    ):
        raise Unreadable("not a character")
