"""Whose figures somebody may see: their own as a mediator, their organisations' as a coordinator, all of the territory's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.outcomes.vocabularies import THEMES
from bookings.statistics.counting import of_theme
from mediation.access import Kind, Reach
from mediation.gazetteer.words import words_of
from mediation.models import Commune, Mediator, Organisation, Site
from mediation.remembered import remember


@dataclass(frozen=True)
class Whose:
    """One choice: the scope of the figures, and what it is called."""

    scope: str
    name: str

    @property
    def may_have_theme(self) -> bool:
        """Themes are counted apart for the territory and for organisations."""
        return self.scope[0] in "to"

    def about(self, theme: str) -> str:
        """The scope of one theme of it, where that is counted."""
        return of_theme(self.scope, theme) if theme in THEMES and self.may_have_theme else self.scope


@dataclass(frozen=True)
class Choices:
    """What one may choose among, in named groups, the widest first; and as a list on a page, none of them chosen."""

    groups: Sequence[tuple[str, Sequence[Whose]]]
    written: str

    def options(self, whose: Whose | None) -> SafeString:
        """The list with that one chosen: hundreds, which are written once for whoever comes next."""
        if whose is None:
            return mark_safe(self.written)
        value = f'value="{escape(whose.scope)}"'
        return mark_safe(self.written.replace(f"{value}>", f"{value} selected>", 1))


def choices(reach: Reach) -> Choices:
    """What this person may choose among. At most four queries, remembered for a few seconds."""
    mine = tuple(sorted(reach.organisations(Kind.COORDINATOR)))
    key = ("figures of", reach.holds(Kind.METRO_COORDINATOR), mine, reach.mediator_id, get_language())
    return remember(key, lambda: _choices(reach))


def _choices(reach: Reach) -> Choices:
    groups = [(name, list(each)) for name, each in _groups(reach)]
    some = [(name, each) for name, each in groups if each]
    return Choices(some, "".join(_written(some)))


def _written(groups: Sequence[tuple[str, Sequence[Whose]]]) -> Iterator[str]:
    for name, each in groups:
        if name:
            yield format_html('<optgroup label="{}">', name)
        for one in each:
            yield f'<option value="{escape(one.scope)}">{escape(one.name)}</option>'
        if name:
            yield "</optgroup>"


def chosen(reach: Reach, wanted: str) -> tuple[Whose | None, Choices]:
    """The choice of that scope, the widest when none is asked for; None when it is out of reach."""
    among = choices(reach)
    everything = (one for _name, each in among.groups for one in each)
    return next((one for one in everything if wanted in ("", one.scope)), None), among


def _groups(reach: Reach) -> Iterator[tuple[str, Iterator[Whose]]]:
    everywhere = reach.holds(Kind.METRO_COORDINATOR)
    organisations = Organisation.objects.filter(sites__isnull=False).distinct().order_by("name")
    sites, mediators = Site.objects.order_by("name"), Mediator.objects.order_by("name")
    if everywhere:
        yield "", iter([Whose("t", _("Tout le territoire"))])
    else:
        mine = reach.organisations(Kind.COORDINATOR)
        organisations, sites = organisations.filter(pk__in=mine), sites.filter(organisation__in=mine)
        mediators = mediators.filter(organisation__in=mine) | mediators.filter(pk=reach.mediator_id or 0)
    yield _("Structures"), (Whose(f"o{pk}", name) for pk, name in organisations.values_list("pk", "name"))
    yield _("Lieux"), (Whose(f"s{pk}", name) for pk, name in sites.values_list("pk", "name"))
    if everywhere:
        rows = Commune.objects.order_by().values_list("insee_code", "name")
        communes = sorted(rows, key=lambda one: words_of(one[1]))
        yield _("Communes"), (Whose(f"c{code}", name) for code, name in communes)
    yield _("Médiateurs"), (Whose(f"m{pk}", name) for pk, name in mediators.values_list("pk", "name"))
