"""Invite somebody to take up a role, by a link that works once."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from mediation.access import Kind, Reach
from mediation.crypto import keyed_hash
from mediation.errors import AlreadyHeld, NotYoursToGive
from mediation.models import Invitation, Organisation, Role, Team, Trace
from mediation.traces.write import leave_trace

VALID_FOR = timedelta(days=7)
IN_AN_ORGANISATION = (Kind.MEDIATOR, Kind.DESK, Kind.COORDINATOR)
IN_THE_TERRITORY = (Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR, Kind.DATA_OFFICER)


def kinds_to_give(by: Reach) -> tuple[Role.Kind, ...]:
    """The roles this person may hand out somewhere. Only an operator makes another one."""
    if by.holds(Kind.OPERATOR):
        return (*IN_AN_ORGANISATION, *IN_THE_TERRITORY, Kind.OPERATOR)
    if by.holds(Kind.METRO_COORDINATOR):
        return (*IN_AN_ORGANISATION, *IN_THE_TERRITORY)
    return IN_AN_ORGANISATION if by.holds(Kind.COORDINATOR) else ()


def may_give(by: Reach, kind: str, organisation: Organisation | None) -> bool:
    """Whether this person may hand out this role there."""
    if kind == Kind.PARTNER:
        return organisation is not None and _sets_up(by, organisation)
    fits = (organisation is None) == (kind in Role.TERRITORY_WIDE)
    where = organisation.pk if organisation else None
    return fits and kind in kinds_to_give(by) and by.manages_people_of(where)


def _sets_up(by: Reach, partner: Organisation) -> bool:
    return by.limit_partners(Organisation.objects.all()).filter(pk=partner.pk).exists()


def token_hash(token: str) -> str:
    """What is stored instead of the link's token."""
    return keyed_hash("invitation", token)


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    kind: str,
    organisation: Organisation | None,
    by: Reach,
    now: datetime,
    team: Team | None = None,
) -> tuple[Invitation, str]:
    """The invitation and, this once, its token (256 bits); earlier ones to the same role are revoked.

    `team`: of a partner organisation; none is the whole of it. Raises NotYoursToGive, or AlreadyHeld.
    """
    if team is not None and (organisation is None or team.organisation_id != organisation.pk):
        raise NotYoursToGive
    if not may_give(by, kind, organisation):
        raise NotYoursToGive
    email = email.strip().lower()
    if Role.objects.filter(user__email=email, kind=kind, organisation=organisation).exists():
        raise AlreadyHeld
    Invitation.objects.filter(
        email=email, kind=kind, organisation=organisation, accepted_at__isnull=True
    ).delete()
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        kind=kind,
        organisation=organisation,
        team=team,
        token_hash=token_hash(token),
        invited_by=by.user,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    leave_trace(
        Trace.Kind.INVITED,
        now=now,
        actor=by.user.pk if by.user else None,
        about="invitation",
        about_id=invitation.pk,
        organisation=organisation.pk if organisation else None,
        role=str(kind),
    )
    return invitation, token
