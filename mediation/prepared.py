"""Queries written once by Django and put many times.

Building a queryset and its SQL takes Django longer than the database takes to answer a small query, and searches and
bookings put the same few again and again. A prepared query keeps the SQL; what varies from one time to the next is
`Given`. Rows come as the database gives them: whole numbers, dates and times as such, JSON as text.
"""

from collections.abc import Callable, Hashable
from typing import Any, Generic, ParamSpec

from django.db import connection
from django.db.models import Expression, Field, QuerySet

P = ParamSpec("P")
Row = tuple[Any, ...]


class Given(Expression):
    """A value that is said when the query is put. `field` tells how the database takes it."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A placeholder; `Prepared` puts the value in its place."""
        return "%s", [self]

    def taken_from(self, values: dict[str, Any]) -> Any:
        """The value as this database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Prepared(Generic[P]):
    """A query whose shape depends on the arguments of `write`, all hashable, and on nothing else.

    `write` gives a queryset of plain columns (`values_list`) that takes each varying value as `Given`.
    """

    def __init__(self, write: Callable[P, "QuerySet[Any, Any]"]) -> None:
        self._write = write
        self._written: dict[Hashable, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Callable[..., list[Row]]:
        """The query of that shape; called with the values by name, it gives the rows."""
        shape = (connection.vendor, args, tuple(sorted(kwargs.items())))
        if shape not in self._written:
            self._written[shape] = self._write(*args, **kwargs).query.sql_with_params()
        sql, params = self._written[shape]

        def put(**values: Any) -> list[Row]:
            given = [each.taken_from(values) if isinstance(each, Given) else each for each in params]
            with connection.cursor() as cursor:
                cursor.execute(sql, given)
                rows: list[Row] = cursor.fetchall()
            return rows

        return put
