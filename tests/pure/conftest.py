"""What is here knows no engine, so that one run says as much as two: `.ci/run` tries it with SQLite and not again.

It is kept so. Django's database stays closed (pytest-django opens it for those who ask, and nobody may here); so do its caches,
which are Redis elsewhere, and every socket. Whoever needs one of them belongs beside what it is about.
"""

import socket
from pathlib import Path

import pytest
from django.core.cache import caches

from tests.engineless import refused, why_not_pure

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A run with a test here that asks for an engine does not start."""
    for item in items:
        if HERE in item.path.parents and (asked := why_not_pure(item)):
            raise pytest.UsageError(f"{item.nodeid} is no test of pure code: it asks for {asked}")


@pytest.fixture(autouse=True)
def _nothing_is_here(_nothing_remembered: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's database is closed already, for whoever has not asked for it."""
    monkeypatch.setattr(type(caches), "__getitem__", refused)
    for reach in ("socket", "create_connection"):
        monkeypatch.setattr(socket, reach, refused)
