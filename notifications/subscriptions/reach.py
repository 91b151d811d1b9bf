"""Whose programs somebody may connect, and which targets they meet: their team's, or the whole organisation's."""

from django.db.models import Q, QuerySet

from bookings.models import JournalEntry
from mediation.access import Kind, Reach
from mediation.models import Organisation, Role, Team
from notifications.models import WebhookTarget
from notifications.subscriptions.facts import facts

Owner = tuple[Organisation, Team | None]


def targets_within(reach: Reach) -> QuerySet[WebhookTarget]:
    """A team's own people see the team's; who coordinates, or refers for the whole organisation, sees all of it."""
    rows = WebhookTarget.objects.select_related("organisation", "team")
    if not reach.holds(Kind.METRO_COORDINATOR):
        whole, teams = _own(reach)
        rows = rows.filter(Q(organisation__in=whole) | Q(team__in=teams))
    return rows.order_by("organisation__name", "pk")


def owners_within(reach: Reach) -> list[Owner]:
    """For whom one may connect a program: organisations, each with its teams after it. Two queries."""
    organisations, teams = Organisation.objects.order_by("name"), Team.objects.select_related("organisation")
    if not reach.holds(Kind.METRO_COORDINATOR):
        whole, own = _own(reach)
        organisations = organisations.filter(pk__in=whole)
        teams = teams.filter(Q(organisation__in=whole) | Q(pk__in=own))
    owners: list[Owner] = [(each, None) for each in organisations]
    owners += [(team.organisation, team) for team in teams]
    return sorted(owners, key=lambda each: (each[0].name, each[0].pk, each[1].name if each[1] else ""))


def facts_within(reach: Reach) -> QuerySet[JournalEntry]:
    """What was done about these targets, and about those that are no more: one that was removed leaves its facts."""
    rows = facts()
    if not reach.holds(Kind.METRO_COORDINATOR):
        whole, teams = _own(reach)
        rows = rows.filter(Q(organisation__in=whole) | Q(data__team__in=list(teams)))
    return rows


def _own(reach: Reach) -> tuple[set[int], set[int]]:
    """Ids of the organisations that are wholly within reach, and of the teams that are."""
    roles = Role.objects.filter(user=reach.user, kind=Kind.PARTNER)
    partners = list(roles.values_list("organisation_id", "team_id"))
    whole = {organisation or 0 for organisation, team in partners if team is None}
    return whole | reach.organisations(Kind.COORDINATOR), {team for _organisation, team in partners if team}
