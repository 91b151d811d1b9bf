"""A small database beside the big one, on the same server: what a page costs where there is little else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from mediation.remembered import forget

_NAME = "bench_small"


class Beside:
    """The small one, as long as the block that made it."""

    def __init__(self, big: str) -> None:
        self.big = big

    @contextmanager
    def turned_to(self) -> Iterator[None]:
        """All queries of the block go to the small one."""
        _switch(_NAME)
        try:
            yield
        finally:
            _switch(self.big)


@contextmanager
def small_beside() -> Iterator[Beside]:
    """Made empty, with its tables; thrown away at the end."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_NAME}")
        cursor.execute(f"CREATE DATABASE {_NAME}")
    small = Beside(connection.settings_dict["NAME"])
    with small.turned_to():
        call_command("migrate", verbosity=0)
    yield small
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {_NAME}")


def _switch(name: str) -> None:
    """The next query goes to that database of the same server, and nothing of the other is remembered."""
    connection.close()
    forget()
    connection.settings_dict["NAME"] = name
