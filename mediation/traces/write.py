"""Leaving a trace: one INSERT, which waits for nobody."""

from datetime import datetime
from typing import Any

from django.db import connection

from mediation.models import Trace
from mediation.prepared import insert_unless_refused

COMMAND = "command"


def leave_trace(
    kind: Trace.Kind,
    *,
    now: datetime,
    actor: int | None = None,
    channel: str = "desk",
    about: str = "",
    about_id: int | None = None,
    organisation: int | None = None,
    why: str = "",
    hurried: bool = True,
    **data: Any,
) -> Trace:
    """Adds a trace, in the caller's transaction if there is one. `data`: numbers and codes only, never what somebody typed.

    The clock ties it into the chain within a minute (`mediation.traces.keep`): tying it here would make everybody who reads a
    person's page wait for everybody else who does.

    `hurried` False: where no transaction is under way, the trace is committed without waiting for the disk (PostgreSQL). It is
    read at once by everybody; lost are those of the last half second, should the database's machine lose its power.
    """
    trace = Trace(
        at=now,
        kind=kind,
        actor=actor,
        channel=channel,
        about=about,
        about_id=about_id,
        organisation=organisation,
        why=why,
        data=data,
    )
    # (Nothing of a trace is unique but its key, which the database gives: none is refused.)
    insert_unless_refused(trace, hurried=hurried or connection.in_atomic_block)
    return trace
