"""Whose figures somebody may see: their own as a mediator, their organisations' as a coordinator, all of the territory's."""

import html
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.html import format_html
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
        value = f'value="{html.escape(whose.scope)}"'
        return mark_safe(self.written.replace(f"{value}>", f"{value} selected>", 1))


def choices(reach: Reach) -> Choices:
    """What this person may choose among. At most four queries, remembered for a few seconds."""
    mine = tuple(sorted(reach.organisations(Kind.COORDINATOR)))
    key = ("figures of", reach.holds(Kind.METRO_COORDINATOR), mine, reach.mediator_id, get_language())
    return remember(key, lambda: _choices(reach))


def _choices(reach: Reach) -> Choices:
    some = [(name, each) for name, each in _groups(reach) if each]
    return Choices(some, "".join(_written(some)))


def _written(groups: Sequence[tuple[str, Sequence[Whose]]]) -> Iterator[str]:
    for name, each in groups:
        if name:
            yield format_html('<optgroup label="{}">', name)
        for one in each:
            yield f'<option value="{html.escape(one.scope)}">{html.escape(one.name)}</option>'
        if name:
            yield "</optgroup>"


def chosen(reach: Reach, wanted: str) -> tuple[Whose | None, Choices]:
    """The choice of that scope, the widest when none is asked for; None when it is out of reach."""
    among = choices(reach)
    everything = (one for _name, each in among.groups for one in each)
    return next((one for one in everything if wanted in ("", one.scope)), None), among


def _groups(reach: Reach) -> Iterator[tuple[str, Sequence[Whose]]]:
    found = _named(reach)
    if reach.holds(Kind.METRO_COORDINATOR):
        yield "", [Whose("t", _("Tout le territoire"))]
    yield _("Structures"), found["o"]
    yield _("Lieux"), found["s"]
    yield _("Communes"), sorted(found["c"], key=lambda one: words_of(one.name))
    yield _("Médiateurs"), found["m"]


def _named(reach: Reach) -> Mapping[str, Sequence[Whose]]:
    """Whoever this person may choose, by the letter of their scopes and by name; one query."""
    organisations = Organisation.objects.filter(pk__in=Site.objects.values("organisation"))
    sites, communes, mediators = Site.objects.all(), Commune.objects.all(), Mediator.objects.all()
    if not reach.holds(Kind.METRO_COORDINATOR):
        mine = reach.organisations(Kind.COORDINATOR)
        organisations, sites = organisations.filter(pk__in=mine), sites.filter(organisation__in=mine)
        communes = communes.none()
        mediators = mediators.filter(Q(organisation__in=mine) | Q(pk=reach.mediator_id or 0))
    found: defaultdict[str, list[Whose]] = defaultdict(list)
    rows = [
        _rows("o", organisations, "pk"),
        _rows("s", sites, "pk"),
        _rows("c", communes, "insee_code"),
        _rows("m", mediators, "pk"),
    ]
    for letter, code, name in rows[0].union(*rows[1:], all=True).order_by("called", "code"):
        found[letter].append(Whose(f"{letter}{code}", name))
    return found


def _rows(letter: str, rows: QuerySet[Any], code: str) -> QuerySet[Any, Any]:
    text = CharField()
    named: QuerySet[Any] = rows.order_by().annotate(
        letter=Value(letter), code=Cast(code, text), called=Cast("name", text)
    )
    written: QuerySet[Any, Any] = named.values_list("letter", "code", "called")
    return written
