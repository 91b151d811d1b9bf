"""How many rows each table holds: what a backup promises, and a restored database is compared with."""

from typing import Any, Protocol

from django.db import connection


class Cursor(Protocol):
    """Where the rows are counted: Django's connection, or the copy of a file."""

    def execute(self, statement: str, /) -> Any: ...

    def fetchone(self) -> Any: ...


def counted(cursor: Cursor) -> dict[str, int]:
    """Rows by table, of every table that our models and their many-to-many links have."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    found = {}
    for name in sorted(names):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
        found[name] = int(cursor.fetchone()[0])
    return found
