"""The demo's partners: which organisations refer people, in which teams, from which addresses."""

from typing import NamedTuple

from mediation.models import Organisation, PartnerDomain, Role, Team


class Partner(NamedTuple):
    """An organisation that refers; `name` begins that of one of the ground’s."""

    name: str
    domain: str
    # Address of whoever signs in there, and their team.
    teams: tuple[tuple[str, str], ...] = ()


PARTNERS = (
    Partner("Association Clic", "clic.example"),
    Partner(
        "Département",
        "departement.example",
        (("assistante@demo.example", "Secteur nord"), ("assistant@demo.example", "Secteur sud")),
    ),
    Partner("Mission locale", "mission-locale.example"),
)


def load_partners() -> list[Role]:
    """Makes them partners; the roles of who refers, in a fixed order. The organisations and the people are there already."""
    for partner in PARTNERS:
        organisation = Organisation.objects.filter(name__startswith=partner.name).order_by("pk")[0]
        organisation.refers = True
        organisation.save(update_fields=["refers"])
        PartnerDomain.objects.create(organisation=organisation, domain=partner.domain)
        for email, name in partner.teams:
            team = Team.objects.create(organisation=organisation, name=name)
            Role.objects.filter(user__email=email, organisation=organisation).update(team=team)
    roles = Role.objects.filter(kind=Role.Kind.PARTNER).select_related("organisation", "team", "user")
    return list(roles.order_by("pk"))
