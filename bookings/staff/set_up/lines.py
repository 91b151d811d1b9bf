"""What a list of the set-up shows of each row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.people.preparation import language_name
from bookings.staff.set_up.kinds import MEDIATORS, NEIGHBOURHOODS, ORGANISATIONS, SITES, TOPICS, Kind
from bookings.staff.set_up.topic_form import SPOKEN_IN
from mediation.models import Mediator, Neighbourhood, Organisation, Site, Topic
from mediation.set_up import checklist
from mediation.templatetags.page import national


@dataclass(frozen=True)
class Line:
    """A row: its name, what is said under it, whether it is in service, and what keeps residents from booking there."""

    row: Any
    name: str
    facts: list[str] = field(default_factory=list)
    active: bool = True
    missing: int = 0
    checked: bool = False


def lines(kind: Kind, rows: Iterable[Any], today: date) -> list[Line]:
    """A page's rows, in a number of queries that does not grow with them."""
    page = list(rows)
    if kind is SITES:
        return [_site(each) for each in checklist.of_sites(page, today)]
    if kind is ORGANISATIONS:
        return [_organisation(each) for each in checklist.of_organisations(page, today)]
    if kind is MEDIATORS:
        places = _where(page, today)
        return [_mediator(each, places[each.pk]) for each in page]
    if kind is TOPICS:
        return [_topic(each) for each in page]
    if kind is NEIGHBOURHOODS:
        return [_neighbourhood(each) for each in page]
    return [Line(each, each.name) for each in page]


def _site(checked: checklist.Checked[Site]) -> Line:
    site = checked.about
    town = site.commune.name if site.commune else _("sans commune")
    facts = [site.organisation.name, f"{site.address}, {town}" if site.address else town]
    return Line(site, site.name, facts, site.active, len(checked.missing), checked=True)


def _organisation(checked: checklist.Checked[Organisation]) -> Line:
    row = checked.about
    facts = [national(row.phone) if row.phone else _("sans téléphone")]
    if row.refers:
        facts.append(_("oriente des personnes"))
    return Line(
        row, row.name, facts, missing=0 if row.refers else len(checked.missing), checked=not row.refers
    )


def _mediator(row: Mediator, places: Sequence[str]) -> Line:
    facts = [row.organisation.name, ", ".join(places) if places else _("aucune plage à venir")]
    spoken = [language_name(code) for code in row.languages if code != "fr"]
    if spoken:
        facts.append(", ".join(spoken))
    return Line(row, row.name, facts, row.active)


def _topic(row: Topic) -> Line:
    texts = {text.language: text for text in row.texts.all()}
    name = texts["fr"].name if "fr" in texts else row.code
    facts = [_("%(n)s minutes") % {"n": row.duration_min}]
    if "fr-falc" not in texts:
        facts.append(_("pas en français facile"))
    if "en" not in texts:
        facts.append(_("pas en anglais"))
    if row.pictogram != "unknown" and any(not texts[each].spoken for each in SPOKEN_IN if each in texts):
        facts.append(_("sans texte pour le téléphone"))
    return Line(row, name, facts, row.active)


def _neighbourhood(row: Neighbourhood) -> Line:
    return Line(
        row,
        row.name,
        [row.commune.name, _("quartier prioritaire") if row.priority else _("pas prioritaire")],
    )


def _where(mediators: Sequence[Mediator], today: date) -> dict[int, list[str]]:
    """The sites each receives at from today on, by name. One query."""
    again = Q(openings__repeat_weeks__gt=0) & (Q(openings__last_day=None) | Q(openings__last_day__gte=today))
    rows = (
        Mediator.objects.filter(pk__in=[each.pk for each in mediators])
        .filter(again | Q(openings__repeat_weeks=0, openings__first_day__gte=today))
        .order_by("openings__site__name")
        .values_list("pk", "openings__site__name")
        .distinct()
    )
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows:
        found[pk].append(name)
    return found
