"""Whole rows (with what is selected together with them) read by a statement that Django writes once.

For pages that read the same few objects at every request: writing the statement of a row and its neighbours takes Django
longer than the database takes to find them.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from mediation.prepared import Given, constants_written
from mediation.taken import own_connection

P = ParamSpec("P")
M = TypeVar("M", bound=Model)


class _Written(NamedTuple):
    """A statement, and how the columns of its rows become objects."""

    sql: str
    params: tuple[Any, ...]
    model: type[Model]
    names: Sequence[str]
    first: int
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]
    related: Sequence[Any]


class PreparedRows(Generic[P, M]):
    """A query of whole rows whose shape depends on the arguments of `write`, all hashable, and on nothing else.

    `write` gives a queryset (`select_related` and all) that takes each varying value as `Given`. Annotations are left out.
    """

    def __init__(self, write: Callable[P, "QuerySet[M]"]) -> None:
        self._write = write
        self._written: dict[Hashable, _Written] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Callable[..., list[M]]:
        """The query of that shape; called with the values by name, it gives the objects."""
        shape = (
            own_connection().vendor,
            len(settings.INDEX_KEYS),
            args,
            tuple(sorted(kwargs.items())),
        )
        written = self._written.get(shape)
        if written is None:
            written = self._written[shape] = _write(self._write(*args, **kwargs))

        def put(**values: Any) -> list[M]:
            own = own_connection()
            given = [
                each.taken_from(values, own) if isinstance(each, Given) else each for each in written.params
            ]
            with own.cursor() as cursor:
                cursor.execute(written.sql, given)
                rows = cursor.fetchall()
            return [_made(written, row) for row in rows]

        return put


def _write(queryset: "QuerySet[Any]") -> _Written:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = constants_written(*compiler.as_sql())
    told = compiler.klass_info or {}
    columns = told["select_fields"]
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    return _Written(
        sql=sql,
        params=params,
        model=told["model"],
        names=[compiler.select[place][0].target.attname for place in columns],
        first=columns[0],
        converters=[(place, each, column) for place, (each, column) in converters.items()],
        # (The stubs are a version ahead.)
        related=get_related_populators(told, compiler.select, connection.alias),  # type: ignore[call-arg]
    )


def _made(written: _Written, found: Sequence[Any]) -> Any:
    row = list(found)
    for place, converters, column in written.converters:
        for convert in converters:
            row[place] = convert(row[place], column, connection)
    own = row[written.first : written.first + len(written.names)]
    made = written.model.from_db(connection.alias, written.names, own)
    for each in written.related:
        each.populate(row, made)
    return made
