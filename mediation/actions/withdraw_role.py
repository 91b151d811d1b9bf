"""Take a role, or an invitation not yet used, back."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from mediation.access import Reach
from mediation.actions.invite import may_give
from mediation.errors import NotYoursToGive, OwnRole
from mediation.models import Invitation, Role, Trace
from mediation.traces.write import leave_trace


@transaction.atomic
def withdraw_role(*, role: Role, by: Reach) -> None:
    """The person loses the role at once, wherever they are signed in. Raises NotYoursToGive, OwnRole."""
    if by.user is not None and role.user_id == by.user.pk:
        raise OwnRole
    if not may_give(by, role.kind, role.organisation):
        raise NotYoursToGive
    _trace(Trace.Kind.ROLE_WITHDRAWN, role, by=by, user=role.user_id)
    role.delete()


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Reach) -> None:
    """The link stops working. Raises NotYoursToGive."""
    if not may_give(by, invitation.kind, invitation.organisation):
        raise NotYoursToGive
    _trace(Trace.Kind.INVITATION_REVOKED, invitation, by=by)
    invitation.delete()


def _trace(kind: Trace.Kind, row: Role | Invitation, *, by: Reach, **more: Any) -> None:
    leave_trace(
        kind,
        now=timezone.now(),
        actor=by.user.pk if by.user else None,
        about=str(row._meta.model_name),
        about_id=row.pk,
        organisation=row.organisation_id,
        role=row.kind,
        **more,
    )
