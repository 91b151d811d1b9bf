"""A connection that PostgreSQL has ended is noticed before anybody's page fails; one that it keeps is not asked."""

import pytest
from django.db import OperationalError, close_old_connections, connection

from mediation.connections import trust_what_is_quiet

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    connection.close()
    connection.connect()


def _one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _ended(pid: int) -> None:
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        other.connection.close()


def _next_request() -> None:
    # As `request_started` does; after a test client's first request in another order.
    close_old_connections()
    trust_what_is_quiet()


def test_the_next_request_after_an_ended_connection_gets_another_one() -> None:
    first = _one()
    _ended(first)
    with pytest.raises(OperationalError):
        _one()
    _next_request()
    second = _one()
    _ended(second)
    _next_request()
    assert _one() not in (first, second)


def test_a_connection_that_is_kept_is_not_asked_first() -> None:
    first = _one()
    _next_request()
    assert connection.health_check_done
    assert _one() == first
