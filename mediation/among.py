"""The lookup `among`: `in` for long lists of ids, as one parameter.

A placeholder for each of some hundred ids costs Django and the driver more than the query costs the database.
"""

import json
from typing import Any

from django.db.models import Field, Lookup
from django.db.models.fields.related import ForeignObject


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    """Whether the column holds one of the whole numbers given (any iterable of them)."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """SQLite reads the list as JSON."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, json.dumps(list(self.rhs)))

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """PostgreSQL takes it as an array, and still goes by the index."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))
