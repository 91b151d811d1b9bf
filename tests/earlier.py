"""The tables as they were before a change, in a database of their own that begins with nothing.

Forward from nothing to the middle of the chain takes seconds; back from its end and forth again took a minute a test, and the
suite's own database with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@contextmanager
def an_empty_database(folder: Path) -> Iterator[None]:
    """For the length of the block, whatever asks the database asks one without a table."""
    of_the_suite = connection.settings_dict["NAME"]
    empty = str(folder / "empty.sqlite3") if connection.vendor == "sqlite" else f"{of_the_suite}_empty"
    connection.close()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{empty}"')
    connection.settings_dict["NAME"] = empty
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = of_the_suite
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{empty}"')


def at(end: str, app: str = "bookings") -> Any:
    """The models as they are once the migration whose name ends so has been applied, or what follows it taken back."""
    executor = MigrationExecutor(connection)
    target = next(node for node in executor.loader.graph.nodes if node[0] == app and node[1].endswith(end))
    return executor.migrate([target]).apps
