"""The lookup `among`: `in` for long lists of ids or words, as one parameter.

A placeholder for each of some hundred values costs Django and the driver more than the query costs the database.
"""

import json
from typing import Any

from django.db.models import CharField, Field, Lookup, Subquery, TextField
from django.db.models.fields.related import ForeignObject


class Ids(Field):  # type: ignore[type-arg]
    """Whole numbers as one parameter: an array on PostgreSQL, JSON on SQLite. Any iterable of them will do."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As this database takes it. (An array as text: the driver looks at each number to tell how wide it is.)"""
        return (
            f"{{{','.join(map(str, value))}}}"
            if connection.vendor == "postgresql"
            else json.dumps(list(value))
        )


class Words(Field):  # type: ignore[type-arg]
    """Words as one parameter, whatever is in them. Any iterable will do."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As this database takes it: the driver writes an array of words as it must be."""
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    """Whether the column holds one of the whole numbers, or words, given: any iterable of them, a `Given` of `Ids`, or a
    `Subquery`, which is then read before and by itself (in the place of `in`, where PostgreSQL plans a join that reads more).
    A tuple of `Given` is one number each: PostgreSQL then knows how many there are before it knows which.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """SQLite reads the list as JSON."""
        return self._read(compiler, connection, "IN (SELECT value FROM json_each(%s))")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """PostgreSQL takes it as an array, and still goes by the index."""
        return self._read(compiler, connection, f"= ANY(%s::{'text' if self._of_words else 'bigint'}[])")

    @property
    def _of_words(self) -> bool:
        return isinstance(self.lhs.output_field, CharField | TextField)

    def _read(self, compiler: Any, connection: Any, test: str) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, Subquery):
            inner, inner_params = compiler.compile(self.rhs)
            of = f"= ANY(ARRAY{inner})" if connection.vendor == "postgresql" else f"IN {inner}"
            return f"{column} {of}", (*params, *inner_params)
        if isinstance(self.rhs, tuple) and all(hasattr(each, "as_sql") for each in self.rhs):
            return f"{column} IN ({', '.join(['%s'] * len(self.rhs))})", (*params, *self.rhs)
        values = Words() if self._of_words else Ids()
        given = hasattr(self.rhs, "as_sql")
        listed = self.rhs if given else values.get_db_prep_value(self.rhs, connection)
        return f"{column} {test}", (*params, listed)
