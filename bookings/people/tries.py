"""Limits on guessing. They count wrong tries at one thing (a number, a contact), never an address:
a library's or a partner's shared connection is not a robot."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bookings.errors import TooManyTries
from bookings.models import Attempt
from mediation.crypto import keyed_hash


def refuse_too_many(scope: str, key: str, *, limit: int, within: timedelta, now: datetime) -> None:
    """Raises `TooManyTries` once `limit` tries were noted for `key` in the last `within`."""
    noted = Attempt.objects.filter(scope=scope, key=keyed_hash(scope, key), at__gt=now - within)
    if noted.count() >= limit:
        raise TooManyTries


def note_try(scope: str, key: str, *, now: datetime) -> None:
    """Counts one try. `key` is stored as a keyed hash."""
    Attempt.objects.create(scope=scope, key=keyed_hash(scope, key), at=now)


def keys_of(things: Iterable[str]) -> list[str]:
    """The keyed hashes under which tries at these things are counted, whatever they were tried for. One query."""
    scopes = set(Attempt.objects.order_by().values_list("scope", flat=True).distinct())
    return [keyed_hash(scope, thing) for scope in scopes for thing in things]
