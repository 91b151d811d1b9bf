"""How far a file is that somebody is taking away: a number in the cache, by a sign of their page, gone when it stops."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from bookings.exports.cells import Cell, Rows

_SIGN = re.compile(r"^[\w-]{8,40}$", re.ASCII)
_EVERY = 1_000
_KEPT_S = 120
"""Nobody asks any more after this, whatever became of it."""


@dataclass(frozen=True)
class Progress:
    """So many rows `done` of the `whole`; `over` when the last one has gone."""

    done: int
    whole: int
    over: bool = False


def sign_of(typed: str) -> str:
    """The sign of a page as it stands in an address; empty where it is none."""
    return typed if _SIGN.match(typed) else ""


def progress_of(user_id: int, sign: str) -> Progress | None:
    """How far the file is; None before it has begun, once it was stopped, and some time after its end."""
    found = None
    with suppress(*_cache_failures()):
        found = cache.get(_key(user_id, sign)) if sign else None
    return Progress(*found) if found else None


def followed(rows: Rows, *, user_id: int, sign: str, whole: int) -> Rows:
    """The same rows, noted every thousand. Whoever stops receiving them leaves nothing behind. Without a cache the file goes
    all the same.
    """
    return _followed(rows, _key(user_id, sign), whole) if sign else rows


def _followed(rows: Rows, key: str, whole: int) -> Iterator[Sequence[Cell]]:
    done = 0
    _note(key, (done, whole, False))
    try:
        for row in rows:
            yield row
            done += 1
            if not done % _EVERY:
                _note(key, (done, whole, False))
    except BaseException:
        with suppress(*_cache_failures()):
            cache.delete(key)
        raise
    _note(key, (done, whole, True))


def _note(key: str, said: tuple[int, int, bool]) -> None:
    with suppress(*_cache_failures()):
        cache.set(key, said, _KEPT_S)


def _key(user_id: int, sign: str) -> str:
    return f"export-{user_id}-{sign}"


def _cache_failures() -> tuple[type[Exception], ...]:
    """What a cache in Redis raises when it is gone. Where the cache is this process's own, nothing of Redis is loaded (7 MB)."""
    if "redis" not in settings.CACHES["default"]["BACKEND"]:
        return ()
    from redis.exceptions import RedisError

    return (RedisError,)
