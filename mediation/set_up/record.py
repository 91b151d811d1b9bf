"""Writing down who changed what in the set-up, in the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime

from mediation.access import Reach
from mediation.models import SetUpChange
from mediation.remembered import forget


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
    forget()
