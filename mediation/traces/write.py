"""Leaving a trace: one INSERT, which waits for nobody."""

from datetime import datetime
from typing import Any

from mediation.models import Trace
from mediation.prepared import insert

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
    **data: Any,
) -> Trace:
    """Adds a trace, in the caller's transaction if there is one. `data`: numbers and codes only, never what somebody typed.

    The clock ties it into the chain within a minute (`mediation.traces.keep`): tying it here would make everybody who reads a
    person's page wait for everybody else who does.
    """
    return insert(
        Trace(
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
    )
