"""Take up a role by the link of an invitation: once, before it expires."""

from datetime import datetime

from django.db import transaction

from mediation.access import Kind
from mediation.errors import InvitationOver, NotTheInvitedPerson
from mediation.models import Invitation, Mediator, Role, Trace, User
from mediation.traces.write import leave_trace


def standing(token_hash: str, *, now: datetime) -> Invitation:
    """The invitation behind a link, if it may still be used; `token_hash` as a column or a session keeps it, one or more
    with a comma between. Raises InvitationOver.
    """
    found = (
        Invitation.objects.select_related("organisation")
        .filter(token_hash__in=token_hash.split(","), accepted_at__isnull=True, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise InvitationOver
    return found


def account_of(invitation: Invitation) -> User | None:
    """The account that already goes with the invited address."""
    return User.objects.filter(email=invitation.email).first()


@transaction.atomic
def accept_invitation(
    *, token_hash: str, name: str, password: str, signed_in: User | None, now: datetime
) -> User:
    """Give the role to the person who followed the link, making their account if they have none.

    Somebody who already has an account must be signed in with it: the link alone opens nothing that
    exists. Raises InvitationOver, NotTheInvitedPerson.
    """
    invitation = standing(token_hash, now=now)
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(accepted_at=now)
    if not taken:
        raise InvitationOver
    user = account_of(invitation)
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=name or invitation.name)
    elif signed_in is None or signed_in.pk != user.pk:
        raise NotTheInvitedPerson
    role, _new = Role.objects.get_or_create(
        user=user,
        kind=invitation.kind,
        organisation=invitation.organisation,
        defaults={"team": invitation.team},
    )
    if invitation.kind == Kind.MEDIATOR:
        _become_mediator(user, invitation)
    leave_trace(
        Trace.Kind.ROLE_GIVEN,
        now=now,
        actor=user.pk,
        about="role",
        about_id=role.pk,
        organisation=role.organisation_id,
        role=role.kind,
        user=user.pk,
        invitation=invitation.pk,
    )
    return user


def _become_mediator(user: User, invitation: Invitation) -> None:
    """A mediator of that name, whom the organisation entered earlier, is this person; else a new one."""
    if invitation.organisation is None or Mediator.objects.filter(user=user).exists():
        return
    entered = Mediator.objects.filter(
        organisation=invitation.organisation, user__isnull=True, name__iexact=invitation.name or user.name
    )
    only = entered.first() if entered.count() == 1 else None
    if only:
        only.user = user
        only.save(update_fields=["user"])
        return
    Mediator.objects.create(
        user=user,
        organisation=invitation.organisation,
        name=user.name or user.email,
        first_name=(user.name or user.email).split()[0].split("@")[0],
    )
