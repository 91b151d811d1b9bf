"""Short transactions in which one appointment changes, and the order in which they lock.

Locking order, everywhere: participant, site, mediator, then rows. Only `book`, `move` and `restore` take the
first three (PostgreSQL advisory locks, freed at commit); whoever takes fewer keeps the order. Of rows: an appointment,
then the referral it came from. A mediator's
lock is what keeps a hundred people on one slot from deadlocking on the exclusion constraint.
On SQLite every transaction is a writer from its first statement (BEGIN IMMEDIATE): nothing else is needed.
"""

import functools
import time
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

from bookings.errors import BookingError, Busy, SlotTaken, WorkshopFull
from bookings.models.workshop import NOT_OVER_CAPACITY
from bookings.records.constraints import NO_OVERLAP

P = ParamSpec("P")
R = TypeVar("R")

_TRIES_WHEN_BUSY = 3
# With 100,000 standing appointments one draw in nine is taken; ten in a row never are.
_DRAWS = 10


class Scope(IntEnum):
    """What an advisory lock is about; the number is also its place in the order."""

    PARTICIPANT = 1
    SITE = 2
    MEDIATOR = 3
    # The change feed's numbers: held by the relay alone, which takes nothing after it.
    CHANGES = 4


def lock(wanted: Sequence[tuple[Scope, int]]) -> None:
    """Waits until nobody else holds any of `wanted`, taken in order, kept until the transaction ends."""
    if connection.vendor != "postgresql" or not wanted:
        return
    ordered = sorted(set(wanted))
    calls = ", ".join("pg_advisory_xact_lock(%s, %s)" for _ in ordered)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [number for pair in ordered for number in pair])


def lock_number(key: str) -> int:
    """A 31-bit number for a lock, from the first hex digits of a keyed hash."""
    return int(key[:7], 16)


# What the database refuses, and what it means to whoever asked.
_MEANINGS: dict[str, type[BookingError]] = {NO_OVERLAP: SlotTaken, NOT_OVER_CAPACITY: WorkshopFull}
# A number drawn twice (SQLite names the column, PostgreSQL the constraint): the next draw will do.
_DRAW_AGAIN = (
    "number_once",
    "bookings_appointment.number",
    "bookings_referral_number",
    "bookings_referral.number",
)


def meaning_of(error: IntegrityError) -> type[BookingError] | None:
    """The domain error behind a refusal of the database, if it has one."""
    text = str(error)
    return next((meaning for name, meaning in _MEANINGS.items() if name in text), None)


def short_transaction(action: Callable[P, R]) -> Callable[P, R]:
    """Runs `action` in a transaction of its own.

    Tries again a few times when SQLite is busy or a booking number was drawn that is taken, then raises `Busy`.
    """

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        waits = draws = 0
        while waits < _TRIES_WHEN_BUSY and draws < _DRAWS:
            try:
                with transaction.atomic():
                    return action(*args, **kwargs)
            except IntegrityError as error:
                if (meaning := meaning_of(error)) is not None:
                    raise meaning from error
                if not any(name in str(error) for name in _DRAW_AGAIN):
                    raise
                draws += 1
            except OperationalError as error:
                if "locked" not in str(error):
                    raise
                waits += 1
                time.sleep(0.05 * waits)
        raise Busy

    return run
