"""A connection to PostgreSQL that nobody has touched since the last request is used without asking it first."""

import select
from typing import Any

from django.core.signals import request_started
from django.db import connections


def trust_what_is_quiet(**_signal: Any) -> None:
    """Spares the question (`SELECT 1`) that CONN_HEALTH_CHECKS puts at each request.

    Whoever ends a connection says so or closes it; either way there is something to read, and only then is it asked. The
    question costs a round trip, as much as a small statement, and a turn of a call has two of those.
    """
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql" and connection.connection is not None:
            quiet = _is_quiet(connection.connection.pgconn.socket)
            connection.health_check_done = quiet  # type: ignore[attr-defined]


def _is_quiet(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return not waiting.poll(0)


def begin() -> None:
    """At each request from now on, after Django has closed what is too old."""
    request_started.connect(trust_what_is_quiet, dispatch_uid="mediation.connections")
