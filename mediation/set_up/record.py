"""Writing down who changed what in the set-up, in the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime

from mediation.access import Reach
from mediation.models import SetUpChange, Trace
from mediation.remembered import forget
from mediation.traces.write import leave_trace


def write_down(
    verb: SetUpChange.Verb,
    *,
    kind: str,
    object_id: int,
    organisation_id: int | None,
    by: Reach,
    now: datetime,
    fields: Iterable[tuple[str, str, str]] = (),
) -> None:
    """Appends one change; what was remembered of the set-up in this process is read anew."""
    SetUpChange.objects.create(
        at=now,
        actor=by.user,
        organisation_id=organisation_id,
        kind=kind,
        object_id=object_id,
        verb=verb,
        fields=[list(each) for each in fields],
    )
    leave_trace(
        Trace.Kind.SETTING_CHANGED,
        now=now,
        actor=by.user.pk if by.user else None,
        about=kind,
        about_id=object_id,
        organisation=organisation_id,
        verb=str(verb),
    )
    forget()
