"""Statements written once by Django and put many times.

Building a queryset and its SQL takes Django longer than the database takes to answer a small query, and searches and
bookings put the same few again and again. A prepared query keeps the SQL; what varies from one time to the next is
`Given`. Rows come as the database gives them: whole numbers, dates and times as such, JSON as text.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.fields import AutoFieldMixin
from psycopg.sql import quote

from mediation.crypto import every_hash
from mediation.straight import Question, Row, ask
from mediation.taken import Taken, how_taken, own_connection, values_of

P = ParamSpec("P")
M = TypeVar("M", bound=Model)


class Given(Expression):
    """A value that is said when the query is put. `field` tells how the database takes it."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name
        self._taken: dict[str, Taken] = {}

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A placeholder; `Prepared` puts the value in its place."""
        return "%s", [self]

    def taken_from(self, values: dict[str, Any], connection: Any) -> Any:
        """The value as this database takes it."""
        value, taken = values[self.name], self._taken.get(connection.vendor)
        if taken is None:
            taken = self._taken[connection.vendor] = how_taken(self.output_field)
        if taken.kind is None or (value is not None and type(value) is not taken.kind):
            return self.output_field.get_db_prep_value(value, connection)
        return value if value is None or taken.take is None else taken.take(value)


class GivenOlder(Given):
    """The same value hashed under an older index key (`mediation.crypto.Hashed`); `place` counts from the newest, which is 0."""

    def __init__(self, given: Given, place: int) -> None:
        super().__init__(given.name, given.output_field)
        self.place = place

    def taken_from(self, values: dict[str, Any], connection: Any) -> Any:
        """A value without older hashes is looked for as it is."""
        hashed = every_hash(values[self.name])
        return super().taken_from({self.name: hashed[min(self.place, len(hashed) - 1)]}, connection)


class Prepared(Generic[P]):
    """A query whose shape depends on the arguments of `write`, all hashable, and on nothing else.

    `write` gives a queryset of plain columns (`values_list`) that takes each varying value as `Given`.
    """

    def __init__(self, write: Callable[P, "QuerySet[Any, Any]"]) -> None:
        self._write = write
        self._written: dict[Hashable, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Callable[..., list[Row]]:
        """The query of that shape; called with the values by name, it gives the rows."""
        sql, params = self._sql(*args, **kwargs)

        def put(**values: Any) -> list[Row]:
            return ask(self._question(sql, params, values))[0]

        return put

    def question(self, *args: P.args, **kwargs: P.kwargs) -> Callable[..., Question]:
        """The same, to be asked together with others."""
        sql, params = self._sql(*args, **kwargs)
        return lambda **values: self._question(sql, params, values)

    def _sql(self, *args: P.args, **kwargs: P.kwargs) -> tuple[str, tuple[Any, ...]]:
        shape = (
            own_connection().vendor,
            len(settings.INDEX_KEYS),
            args,
            tuple(sorted(kwargs.items())),
        )
        if shape not in self._written:
            self._written[shape] = constants_written(*self._write(*args, **kwargs).query.sql_with_params())
        return self._written[shape]

    def _question(self, sql: str, params: Sequence[Any], values: dict[str, Any]) -> Question:
        own = own_connection()
        return Question(
            sql, [each.taken_from(values, own) if isinstance(each, Given) else each for each in params]
        )


_PLACE = re.compile("%[s%]")


def constants_written(sql: str, params: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement with what never varies in it written out, and what is left to be given.

    PostgreSQL plans a statement once for all values, if that plan seems no worse than one for the values at hand. It seems so
    only when the plan may count on the constants: for a partial index, say. (SQLite plans each time; there it stays.)
    """
    if connection.vendor != "postgresql":
        return sql, tuple(params)
    values, left = iter(params), []

    def put(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return place[0]
        value = next(values)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(int(value))
        if isinstance(value, str):
            return quote(value).replace("%", "%%")
        left.append(value)
        return place[0]

    return _PLACE.sub(put, sql), tuple(left)


def insert(row: M) -> M:
    """Saves a new row and gives it its key, as `save(force_insert=True)` does, with the statement written once.

    For models without parents and without defaults made by the database: those that actions write most.
    """
    _put(row)
    return row


def insert_unless_refused(row: Model, *, hurried: bool = True) -> bool:
    """Saves a new row unless a unique constraint refuses it; whether it did. The transaction goes on either way.

    `hurried` False: the commit does not wait for the disk (PostgreSQL). For what may be lost when the machine goes down.
    """
    return _put(row, OnConflict.IGNORE, more="" if hurried else f", {_unhurried()}")


def _unhurried() -> str:
    """What a statement returns so that its own transaction is committed without waiting for the disk."""
    return "set_config('synchronous_commit', 'off', true)" if connection.vendor == "postgresql" else "1"


def insert_or_update(row: M, *, unique: tuple[str, ...], updated: tuple[str, ...]) -> M:
    """Saves a new row; where one with the same `unique` columns stands, gives its `updated` columns the new values.

    Either way `row` has the key of the row that now stands. At least one column must be updated.
    """
    _put(row, OnConflict.UPDATE, unique, updated)
    return row


def _put(row: Model, *on_conflict: Any, more: str = "") -> bool:
    written = statement(connection.vendor, type(row), *on_conflict)
    given = values_of(row, written.columns)
    inserted = ask(Question(written.sql + more, given))[0]
    if not inserted:
        return False
    if row.pk is None:
        row.pk = inserted[0][0]
    row._state.adding, row._state.db = False, connection.alias
    return True


def update(row: Model, *names: str, hurried: bool = True) -> None:
    """Saves these fields of a row that is there, as `save(update_fields=…)` does, with the statement written once.

    `hurried` as with `insert_unless_refused`.
    """
    written = _update(connection.vendor, type(row), names)
    given = [
        field.get_db_prep_save(field.pre_save(row, add=False), connection) for field, *_ in written.columns
    ]
    ask(Question(written.sql + ("" if hurried else f" RETURNING {_unhurried()}"), [*given, row.pk]))


def update_unless_changed(row: Model, *names: str, was: dict[str, Any]) -> bool:
    """The same, if the columns of `was` still have these values; whether they had. No lock is needed for that."""
    written = _update(connection.vendor, type(row), names)
    kept = _still(type(row), tuple((name, value is None) for name, value in was.items()))
    given = [
        field.get_db_prep_save(field.pre_save(row, add=False), connection) for field, *_ in written.columns
    ]
    given += [row.pk, *(value for value in was.values() if value is not None)]
    with connection.cursor() as cursor:
        cursor.execute(written.sql + kept, given)
        return bool(cursor.rowcount == 1)


@cache
def _still(model: type[Model], names: tuple[tuple[str, bool], ...]) -> str:
    fields = {each.attname: each for each in model._meta.concrete_fields}
    columns = [(connection.ops.quote_name(str(fields[name].column)), null) for name, null in names]
    return "".join(f" AND {column} IS NULL" if null else f" AND {column} = %s" for column, null in columns)


@cache
def _update(vendor: str, model: type[Model], names: tuple[str, ...]) -> "Statement":
    quoted, key = connection.ops.quote_name, model._meta.pk
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in dict.fromkeys(names)]  # type: ignore[misc]
    values = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quoted(model._meta.db_table)} SET {values} WHERE {quoted(str(key.column))} = %s"
    return Statement(sql, [how_taken(field) for field in fields])


class Statement(NamedTuple):
    """A statement about one row, and the columns whose values it is given, in order."""

    sql: str
    columns: list[Taken]


@cache
def statement(
    vendor: str,
    model: type[Model],
    conflict: OnConflict | None = None,
    unique: tuple[str, ...] = (),
    updated: tuple[str, ...] = (),
) -> Statement:
    """The INSERT of a model, written once for each kind of database and what it says on conflict."""
    name, key = connection.ops.quote_name, model._meta.pk
    counted = isinstance(key, AutoFieldMixin)
    fields = [field for field in model._meta.local_concrete_fields if field is not key or not counted]
    columns = ", ".join(name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    # (What Django writes on SQLite, OR IGNORE, would let missing values pass as well.)
    suffix = (
        "ON CONFLICT DO NOTHING"
        if conflict is OnConflict.IGNORE
        else connection.ops.on_conflict_suffix_sql(fields, conflict, updated, unique)
    )
    sql = (
        f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({places}) {suffix}"
        f" RETURNING {name(str(key.column))}"
    )
    return Statement(sql, [how_taken(field) for field in fields])
