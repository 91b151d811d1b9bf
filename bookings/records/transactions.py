"""Short transactions in which one appointment changes, and the order in which they lock.

Locking order, everywhere: participant, site, mediator, then rows. Only `book`, `move` and `restore` take the
first three (PostgreSQL advisory locks, freed at commit), `enrol` the first, a contact, and then a workshop's dates;
a page that is compared with what it showed and then stored comes before them all;
whoever takes fewer keeps the order. Of rows: a drop-in's
day, then an appointment, then the referral it came from, then what an
interruption decided of it, then a person who is followed. A mediator's
lock is what keeps a hundred people on one slot from deadlocking on the exclusion constraint.
On SQLite every transaction is a writer from its first statement (BEGIN IMMEDIATE): nothing else is needed.
"""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from bookings.errors import (
    AlreadyDecided,
    AlreadyPlanned,
    AnsweredBefore,
    BookingError,
    Busy,
    SlotTaken,
    StillWithSomebody,
    WorkshopFull,
)
from bookings.models.drop_in import ONE_AT_A_TIME
from bookings.models.interruption import DECIDED_ONCE
from bookings.models.workshop import NOT_OVER_CAPACITY, WORKSHOP_DATE_ONCE
from bookings.records.constraints import NO_OVERLAP
from bookings.records.drawing import booking_number_was_taken

P = ParamSpec("P")
R = TypeVar("R")

_TRIES_WHEN_BUSY = 3
# PostgreSQL's codes: deadlock detected, could not serialize, lock not available.
_PASSING = frozenset({"40P01", "40001", "55P03"})
# One draw in ten is taken, more only until a process has seen it (`drawing`); ten in a row never are.
_DRAWS = 10


# What the database refuses, and what it means to whoever asked.
_MEANINGS: dict[str, type[BookingError]] = {
    NO_OVERLAP: SlotTaken,
    NOT_OVER_CAPACITY: WorkshopFull,
    WORKSHOP_DATE_ONCE: AlreadyPlanned,
    "bookings_workshopdate.starts_at": AlreadyPlanned,
    ONE_AT_A_TIME: StillWithSomebody,
    # SQLite names the column.
    "bookings_turn.mediator_id": StillWithSomebody,
    "bookings_keptanswer_key": AnsweredBefore,
    "bookings_keptanswer.key": AnsweredBefore,
    # (SQLite names the column: one table has it alone in a unique index.)
    DECIDED_ONCE: AlreadyDecided,
    "UNIQUE constraint failed: bookings_interrupted.appointment_id": AlreadyDecided,
}
# A number drawn twice (SQLite names the column, PostgreSQL the constraint): the next draw will do.
_BOOKING_NUMBER = ("number_once", "bookings_appointment.number")
_DRAW_AGAIN = (*_BOOKING_NUMBER, "bookings_referral_number", "bookings_referral.number")


def meaning_of(error: IntegrityError) -> type[BookingError] | None:
    """The domain error behind a refusal of the database, if it has one."""
    text = str(error)
    return next((meaning for name, meaning in _MEANINGS.items() if name in text), None)


def passes(error: OperationalError) -> bool:
    """Whether the same may well succeed a moment later: SQLite's one writer was another; on PostgreSQL a deadlock was
    broken here, a serialization failed, or a lock was not had in time.
    """
    return getattr(error.__cause__, "sqlstate", None) in _PASSING or "locked" in str(error)


def short_transaction(action: Callable[P, R]) -> Callable[P, R]:
    """Runs `action` in a transaction of its own.

    Tries again a few times when the database is busy or a booking number was drawn that is taken, then raises `Busy`.
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
                if any(name in str(error) for name in _BOOKING_NUMBER):
                    booking_number_was_taken()
            except OperationalError as error:
                if not passes(error):
                    raise
                waits += 1
                time.sleep(0.05 * waits)
        raise Busy

    return run
