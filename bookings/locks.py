"""Advisory locks of short transactions, and the order in which they are taken (PostgreSQL; on SQLite writers come one by one).

The order among them is their numbers'; what is locked after them is said in `bookings.records.transactions`.
"""

from collections.abc import Sequence
from enum import IntEnum

from psycopg.types.numeric import Int4

from mediation.crypto import every_hash
from mediation.straight import Question, ask
from mediation.taken import own_connection


class Scope(IntEnum):
    """What an advisory lock is about; the number is also its place in the order."""

    # What one page is about: compared with what was shown, then stored. First, since it leads to everything else.
    PAGE = 0
    PARTICIPANT = 1
    SITE = 2
    MEDIATOR = 3
    # The change feed's numbers: held by the relay alone, which takes nothing after it.
    CHANGES = 4
    # What is published about the service: one edition at a time.
    OPEN_DATA = 5
    # Figures: counted by one at a time.
    FIGURES = 6
    # What residents said: mixed by one at a time.
    SURVEYS = 7
    # One way to reach people, while the key it is found by is changed. Last: written when all else is held.
    CONTACT = 8


def lock(wanted: Sequence[tuple[Scope, int]]) -> None:
    """Waits until nobody else holds any of `wanted`, taken in order, kept until the transaction ends."""
    ask(*locking(wanted))


def locking(wanted: Sequence[tuple[Scope, int]]) -> list[Question]:
    """What `lock` asks, for whoever asks more on the same way; nothing where nothing is to be locked."""
    if own_connection().vendor != "postgresql" or not wanted:
        return []
    ordered = sorted(set(wanted))
    calls = ", ".join("pg_advisory_xact_lock(%s, %s)" for _ in ordered)
    # (As wide whatever the number, or each width would be a statement of its own.)
    return [Question(f"SELECT {calls}", [Int4(number) for pair in ordered for number in pair])]


def lock_every(scope: Scope, hashed: str) -> list[tuple[Scope, int]]:
    """A keyed hash's locks: one, or while the index key is changed one for each key, so that all who hold one key meet."""
    return [(scope, lock_number(each)) for each in every_hash(hashed)]


def lock_number(key: str) -> int:
    """A 31-bit number for a lock, from the first hex digits of a keyed hash."""
    return int(key[:7], 16)
