"""What is tried here with one engine would be the same with another: nothing of an engine can be reached."""

import socket

import pytest
from django.core.cache import cache
from django.db import connection

from mediation.models import Site
from tests.engineless import NothingIsHere, why_not_pure


def test_neither_the_database_nor_a_cache_nor_the_network_answers() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Site.objects.exists()
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.cursor()
    with pytest.raises(NothingIsHere):
        cache.get("anything")
    with pytest.raises(NothingIsHere):
        socket.create_connection(("127.0.0.1", 6379), timeout=1)


@pytest.mark.parametrize("fixture", ["db", "transactional_db", "client", "page", "live_server"])
def test_a_test_that_asks_for_an_engine_is_not_taken_here(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, fixture: str
) -> None:
    assert why_not_pure(request.node) == ""
    monkeypatch.setattr(request.node, "fixturenames", [*request.node.fixturenames, fixture])
    assert why_not_pure(request.node) == fixture


@pytest.mark.parametrize("marker", ["django_db", "postgresql", "redis", "chromium"])
def test_nor_one_that_says_it_needs_one(request: pytest.FixtureRequest, marker: str) -> None:
    request.node.add_marker(marker)
    assert why_not_pure(request.node) == marker
