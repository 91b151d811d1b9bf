"""What every page repeats and hardly ever changes, kept for some seconds in each process.

Topics, places and the service's own row are read by all residents' pages; without this a fifth of a journey's
queries would be theirs. A change made by staff is seen everywhere within `REMEMBER_SECONDS`.
"""

import functools
import time
from collections.abc import Callable, Hashable
from typing import ParamSpec, TypeVar

from django.conf import settings

P = ParamSpec("P")
R = TypeVar("R")

_answers: dict[tuple[Hashable, ...], tuple[float, object]] = {}


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """The answer of `function` to the same arguments, at most `REMEMBER_SECONDS` old. Do not change it."""

    @functools.wraps(function)
    def recall(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (function.__module__, function.__qualname__, args, tuple(sorted(kwargs.items())))
        known = _answers.get(key)
        if known is not None and time.monotonic() < known[0]:
            return known[1]  # type: ignore[return-value]
        answer = function(*args, **kwargs)
        _answers[key] = (time.monotonic() + settings.REMEMBER_SECONDS, answer)
        return answer

    return recall


def last_answer(function: Callable[..., R]) -> R | None:
    """The last answer without arguments, however old: for the page that tells of a failing database."""
    known = _answers.get((function.__module__, function.__qualname__, (), ()))
    return known[1] if known else None  # type: ignore[return-value]


def forget() -> None:
    """Forgets everything: after a change that must show at once, and between tests."""
    _answers.clear()
