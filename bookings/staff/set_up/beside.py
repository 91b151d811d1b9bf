"""What stands beside a form: what is missing, what belongs to the thing, and where the rest is set up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.staff.set_up.kinds import EQUIPMENT, MEDIATORS, ORGANISATIONS, ROOMS, SITES, STOPS, Kind
from bookings.staff.set_up.lines import lines
from mediation.access import COORDINATORS, Reach
from mediation.models import Site
from mediation.set_up import checklist
from mediation.set_up.map_hint import MapHint, hint


@dataclass(frozen=True)
class Parts:
    """Rows that belong to a site, of one kind."""

    kind: Kind
    rows: Sequence[tuple[Any, str]]


@dataclass(frozen=True)
class Beside:
    """What is shown beside a form."""

    checked: checklist.Checked[Any] | None = None
    parts: list[Parts] = field(default_factory=list)
    map: MapHint | None = None
    links: list[tuple[str, str]] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


def of(kind: Kind, row: Any, reach: Reach) -> Beside:
    """For one thing that is stored."""
    today = timezone.localdate()
    if kind is SITES:
        checked = checklist.of_sites([row], today)[0]
        return Beside(checked, _parts(row), hint(row), _links_of_site(row, reach))
    if kind is ORGANISATIONS:
        structure = None if row.refers else checklist.of_organisations([row], today)[0]
        return Beside(structure, links=_links_of_organisation(row, reach))
    if kind is MEDIATORS:
        return Beside(links=_links_of_mediator(row, reach), facts=lines(kind, [row], today)[0].facts)
    return Beside()


def _parts(site: Site) -> list[Parts]:
    rooms = [
        (each, _("%(name)s : %(n)s à la fois") % {"name": each.name, "n": each.places})
        for each in site.rooms.all()
    ]
    machines = [(each, f"{each.name} : {each.count}") for each in site.equipment.all()]
    parts = [Parts(ROOMS, rooms), Parts(EQUIPMENT, machines)]
    if site.mobile:
        ahead = site.stops.filter(day__gte=timezone.localdate())[:60]
        parts.insert(0, Parts(STOPS, [(each, f"{each.day:%d/%m/%Y} : {each.address}") for each in ahead]))
    return parts


def _links_of_site(site: Site, reach: Reach) -> list[tuple[str, str]]:
    if not reach.holds(*COORDINATORS):
        return []
    return [
        (_("Ajouter une plage d’ouverture ici"), reverse("staff_add_opening") + f"?lieu={site.pk}"),
        (_("Fermer ce lieu quelques jours"), reverse("staff_add_closure")),
        (_("Voir la page que lisent les habitants"), reverse("place", args=[site.public_id])),
    ]


def _links_of_organisation(row: Any, reach: Reach) -> list[tuple[str, str]]:
    links = [
        (_("Ses lieux"), reverse("staff_set_up_list", args=["lieux"]) + f"?structure={row.pk}"),
        (_("Ses médiateurs"), reverse("staff_set_up_list", args=["mediateurs"]) + f"?structure={row.pk}"),
        (_("Ses équipes et leurs rôles"), reverse("staff_people")),
    ]
    if reach.holds(*COORDINATORS):
        links += [
            (_("Quand les rappels partent"), reverse("staff_reminders")),
            (_("Les textes des messages"), reverse("staff_wordings") + f"?structure={row.pk}"),
            (_("Ce que coûtent les messages"), reverse("staff_costs")),
            (_("Les règles des orientations"), reverse("staff_referral_rules")),
        ]
    return links


def _links_of_mediator(row: Any, reach: Reach) -> list[tuple[str, str]]:
    links = (
        [] if row.user_id else [(_("L’inviter à se connecter, sous ce même nom"), reverse("staff_invite"))]
    )
    if reach.holds(*COORDINATORS):
        if row.active:
            links.append(
                (_("Ajouter une plage d’ouverture"), reverse("staff_add_opening") + f"?mediateur={row.pk}")
            )
            links.append((_("Cette personne ne reçoit plus"), reverse("staff_departure", args=[row.pk])))
        else:
            links.append((_("La faire recevoir de nouveau"), reverse("staff_people")))
    return links
