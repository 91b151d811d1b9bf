"""A scene that takes seconds to build, built once for the tests of a file: each finds it as it was built."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

Scene = TypeVar("Scene")


@contextmanager
def kept(build: Callable[[], Scene], blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """What `build` makes is in the database for the length of the block, and is then taken back.

    For a fixture of a whole file. The transaction of each test is a savepoint within, so that what a test changes in the
    database is taken back; what it changes in Python's objects is not: hand each test a deep copy. Not beside tests that
    commit (`transaction=True`): they would empty the tables.
    """
    with blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            scene = build()
        except BaseException:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            raise
    yield scene
    with blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
