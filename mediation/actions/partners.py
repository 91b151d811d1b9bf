"""Partner organisations: who refers people, in which teams, from which addresses."""

from django.db import transaction
from django.utils import timezone

from mediation.access import COORDINATORS, Kind, Reach
from mediation.errors import DomainTaken, NotADomain, NotYoursToGive, TeamInUse
from mediation.models import Organisation, PartnerDomain, Role, Team, Trace
from mediation.traces.write import leave_trace

# Addresses that anybody can have: whoever has one is not known to belong anywhere.
FOR_EVERYBODY = frozenset(
    {
        *(
            "aliceadsl.fr",
            "aol.com",
            "bbox.fr",
            "free.fr",
            "gmail.com",
            "gmx.com",
            "gmx.fr",
            "googlemail.com",
        ),
        *(
            "hotmail.com",
            "hotmail.fr",
            "icloud.com",
            "laposte.net",
            "live.fr",
            "mail.com",
            "me.com",
            "msn.com",
        ),
        *(
            "neuf.fr",
            "numericable.fr",
            "orange.fr",
            "outlook.com",
            "outlook.fr",
            "proton.me",
            "protonmail.com",
        ),
        *("sfr.fr", "wanadoo.fr", "yahoo.com", "yahoo.fr", "ymail.com"),
    }
)


@transaction.atomic
def add_partner(*, name: str, by: Reach) -> Organisation:
    """The organisation of that name refers from now on; a new one where nobody has the name. Raises NotYoursToGive.

    Any coordinator may: whoever sends people to a town is not known to all of it.
    """
    if not by.holds(Kind.OPERATOR, *COORDINATORS):
        raise NotYoursToGive
    known = Organisation.objects.filter(name__iexact=name.strip()).first()
    if known is None:
        return Organisation.objects.create(name=name.strip(), refers=True)
    if not known.refers:
        if not by.manages_people_of(known.pk):
            raise NotYoursToGive
        known.refers = True
        known.save(update_fields=["refers"])
    return known


def add_team(*, partner: Organisation, name: str, by: Reach) -> Team:
    """A team of that name; the one there is, if there is. Raises NotYoursToGive."""
    _refuse_others(partner, by)
    return Team.objects.get_or_create(organisation=partner, name=name.strip())[0]


def drop_team(*, team: Team, by: Reach) -> None:
    """An empty team goes; what it referred stays the organisation's.

    Raises NotYoursToGive, and TeamInUse while somebody is in it: without a team they would see the whole organisation's
    referrals, which nobody has decided.
    """
    _refuse_others(team.organisation, by)
    if team.roles.exists():
        raise TeamInUse
    team.delete()


def add_domain(*, partner: Organisation, domain: str, by: Reach) -> PartnerDomain:
    """Addresses behind that @ get a link to the form from now on.

    Raises NotADomain (also for a provider whose addresses anybody can have), DomainTaken, NotYoursToGive.
    """
    _refuse_others(partner, by)
    domain = domain.strip().lower().rpartition("@")[2].rstrip(".")
    if domain in FOR_EVERYBODY or not _reads_as_domain(domain):
        raise NotADomain
    row, _new = PartnerDomain.objects.get_or_create(domain=domain, defaults={"organisation": partner})
    if row.organisation_id != partner.pk:
        raise DomainTaken
    return row


def drop_domain(*, domain: PartnerDomain, by: Reach) -> None:
    """Nobody there gets a link any more. Raises NotYoursToGive."""
    _refuse_others(domain.organisation, by)
    domain.delete()


@transaction.atomic
def change_team(*, role: Role, team: Team | None, by: Reach) -> None:
    """Whoever refers belongs to that team from now on (None: to the whole organisation). Raises NotYoursToGive."""
    elsewhere = team is not None and team.organisation_id != role.organisation_id
    if role.kind != Kind.PARTNER or role.organisation is None or elsewhere:
        raise NotYoursToGive
    _refuse_others(role.organisation, by)
    role.team = team
    role.save(update_fields=["team"])
    leave_trace(
        Trace.Kind.ROLE_GIVEN,
        now=timezone.now(),
        actor=by.user.pk if by.user else None,
        about="role",
        about_id=role.pk,
        organisation=role.organisation_id,
        role=role.kind,
        user=role.user_id,
        team=team.pk if team else None,
    )


def _reads_as_domain(domain: str) -> bool:
    labels = domain.split(".")
    plain = all(label.replace("-", "").isalnum() and label.isascii() for label in labels)
    return plain and len(labels) >= 2 and len(domain) <= 190


def _refuse_others(partner: Organisation, by: Reach) -> None:
    if not by.limit_partners(Organisation.objects.filter(pk=partner.pk)).exists():
        raise NotYoursToGive
