"""What every page repeats and hardly ever changes, kept for some seconds in each process.

Topics, places, the service's own row and the parts of pages made of them are read by all residents; without this a fifth
of a journey's queries and most of its processor's time would be theirs. What is remembered may have been made of something
remembered: a change made by staff is seen everywhere within twice `REMEMBER_SECONDS`. What lacked a text in a language of the
neighbourhood is not remembered: whoever asks next has to notice, too.
"""

import functools
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import ParamSpec, TypeVar

from django.conf import settings

from mediation.neighbours.unsaid import missed

P = ParamSpec("P")
R = TypeVar("R")

# Some megabytes at most: beyond, what is over goes first, then everything.
_MOST = 2_000
_answers: dict[tuple[Hashable, ...], tuple[float, object]] = {}
_MOST_KEPT = 100
_kept: OrderedDict[tuple[Hashable, ...], object] = OrderedDict()
_keeping = Lock()


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """The answer of `function` to the same arguments, at most `REMEMBER_SECONDS` old. Do not change it."""

    @functools.wraps(function)
    def recall(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (function.__module__, function.__qualname__, args, tuple(sorted(kwargs.items())))
        return remember(key, lambda: function(*args, **kwargs))

    return recall


def remember(key: tuple[Hashable, ...], make: Callable[[], R]) -> R:
    """What `make` gave for an equal key, at most `REMEMBER_SECONDS` ago. The key says all that it depends on."""
    known = _answers.get(key)
    if known is not None and time.monotonic() < known[0]:
        return known[1]  # type: ignore[return-value]
    lacking = missed()
    answer = make()
    if missed() != lacking:
        return answer
    if len(_answers) >= _MOST:
        _make_room()
    _answers[key] = (time.monotonic() + settings.REMEMBER_SECONDS, answer)
    return answer


def keep(key: tuple[Hashable, ...], make: Callable[[], R]) -> R:
    """What `make` gave for an equal key, however long ago; of what is large, the last hundred.

    For what changes only with something that stands in the key: a version.
    """
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]  # type: ignore[return-value]
    lacking = missed()
    answer = make()
    if missed() != lacking:
        return answer
    with _keeping:
        _kept[key] = answer
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return answer


def _make_room() -> None:
    now = time.monotonic()
    for key, (until, _answer) in list(_answers.items()):
        if until < now:
            _answers.pop(key, None)
    if len(_answers) >= _MOST:
        _answers.clear()


def last_answer(function: Callable[..., R]) -> R | None:
    """The last answer without arguments, however old: for the page that tells of a failing database."""
    known = _answers.get((function.__module__, function.__qualname__, (), ()))
    return known[1] if known else None  # type: ignore[return-value]


def forget() -> None:
    """Forgets everything: after a change that must show at once, and between tests."""
    _answers.clear()
    _kept.clear()
