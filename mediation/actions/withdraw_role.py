"""Take a role, or an invitation not yet used, back."""

from mediation.access import Reach
from mediation.actions.invite import may_give
from mediation.errors import NotYoursToGive, OwnRole
from mediation.models import Invitation, Role


def withdraw_role(*, role: Role, by: Reach) -> None:
    """The person loses the role at once, wherever they are signed in. Raises NotYoursToGive, OwnRole."""
    if by.user is not None and role.user_id == by.user.pk:
        raise OwnRole
    if not may_give(by, role.kind, role.organisation):
        raise NotYoursToGive
    role.delete()


def revoke_invitation(*, invitation: Invitation, by: Reach) -> None:
    """The link stops working. Raises NotYoursToGive."""
    if not may_give(by, invitation.kind, invitation.organisation):
        raise NotYoursToGive
    invitation.delete()
