"""Rows that belong together, saved in one statement where the database can (PostgreSQL).

A statement costs more than what it does: six rows of a booking take a third of the processor's time of six INSERTs, at both
ends. (psycopg's pipeline sends six together but still makes, reads and plans six: measured, and not faster.)
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import ForeignKey, Model
from django.db.models.constants import OnConflict

from mediation.prepared import Statement, insert, insert_or_update, statement
from mediation.straight import Question, ask
from mediation.taken import Taken, own_connection, values_of

M = TypeVar("M", bound=Model)


class OrUpdate(NamedTuple, Generic[M]):
    """A row to be saved unless one with the same `unique` columns stands, whose `updated` columns change then.

    `before` is done right before it is saved, in the same transaction.
    """

    row: M
    unique: tuple[str, ...]
    updated: tuple[str, ...]
    before: Callable[[], None] | None = None


def insert_together(*wanted: Model | OrUpdate[Any], last: bool = False) -> None:
    """Saves new rows and gives them their keys, all or none; each may refer to those before it.

    Raises what any of their INSERTs would. To be used in a transaction: elsewhere than on PostgreSQL they are several.
    `last`: nothing but the transaction's end comes after them (`mediation.straight.ask`).
    """
    for each in wanted:
        if isinstance(each, OrUpdate) and each.before is not None:
            each.before()
    if own_connection().vendor == "postgresql":
        _in_one_statement(wanted, last=last)
        return
    for each in wanted:
        row: Model = each.row if isinstance(each, OrUpdate) else each
        for field in _references(type(row)):
            if (other := field.get_cached_value(row, default=None)) is not None:
                setattr(row, field.attname, other.pk)
        if isinstance(each, OrUpdate):
            insert_or_update(each.row, unique=each.unique, updated=each.updated)
        else:
            insert(each)


class _Part(NamedTuple):
    """One row of a statement: what it says on conflict, and which fields hold the key of which earlier part."""

    model: type[Model]
    on_conflict: tuple[Any, ...]
    referring: tuple[tuple[str, int], ...]


def _in_one_statement(wanted: Sequence[Model | OrUpdate[Any]], *, last: bool) -> None:
    rows = [each.row if isinstance(each, OrUpdate) else each for each in wanted]
    places = {id(row): number for number, row in enumerate(rows)}
    parts = tuple(
        _Part(type(row), _on_conflict(each), _referring(row, places))
        for row, each in zip(rows, wanted, strict=True)
    )
    given = _Given()
    for row, part in zip(rows, parts, strict=True):
        for value in values_of(row, _columns(part)):
            given.add(value)
    ((keys,),) = ask(Question(_written(parts, tuple(given.places)), given.values), last=last)
    alias = own_connection().alias
    for row, key, part in zip(rows, keys, parts, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, alias
        for attname, place in part.referring:
            setattr(row, attname, keys[place])


class _Given:
    """The values of a statement, each moment once, and where they stand in it (None: nothing, written as such).

    The driver reads a statement of more than fifty values anew each time.
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: list[str | None] = []
        self._moments: dict[datetime, str] = {}

    def add(self, value: Any) -> None:
        """The next value in order."""
        name = None
        if value is not None:
            name = f"v{len(self.values)}"
            if type(value) is datetime:
                name = self._moments.setdefault(value, name)
            self.values[name] = value
        self.places.append(name)


def _on_conflict(each: Model | OrUpdate[Any]) -> tuple[Any, ...]:
    return (OnConflict.UPDATE, each.unique, each.updated) if isinstance(each, OrUpdate) else ()


def _referring(row: Model, places: dict[int, int]) -> tuple[tuple[str, int], ...]:
    cached = [field for field in _references(type(row)) if field.is_cached(row)]
    found = ((field.attname, places.get(id(field.get_cached_value(row)))) for field in cached)
    return tuple((attname, place) for attname, place in found if place is not None)


@cache
def _references(model: type[Model]) -> "tuple[ForeignKey[Any, Any], ...]":
    return tuple(field for field in model._meta.local_concrete_fields if isinstance(field, ForeignKey))


@cache
def _columns(part: _Part) -> list[Taken]:
    """The columns whose values a part is given; the others hold the key of an earlier one."""
    referring = dict(part.referring)
    return [column for column in _statement(part).columns if column.field.attname not in referring]


def _statement(part: _Part) -> Statement:
    return statement(connection.vendor, part.model, *part.on_conflict)


@cache
def _written(parts: tuple[_Part, ...], places: tuple[str | None, ...]) -> str:
    """The statement for rows of that shape, with its values in these places."""
    written, names = [], iter(places)
    for number, part in enumerate(parts):
        whole, referring = _statement(part), dict(part.referring)
        values = ", ".join(
            f"(SELECT key FROM part{referring[field.attname]})"
            if field.attname in referring
            else (f"%({name})s" if (name := next(names)) else "NULL")
            for field, *_ in whole.columns
        )
        head, _, tail = whole.sql.partition(f" VALUES ({', '.join(['%s'] * len(whole.columns))}) ")
        written.append(f"part{number} AS ({head} VALUES ({values}) {tail} AS key)")
    keys = ", ".join(f"(SELECT key FROM part{number})" for number in range(len(parts)))
    return f"WITH {', '.join(written)} SELECT {keys}"
