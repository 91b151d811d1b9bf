"""Who may do what, as a table: asked of the very rules that keep the pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mediation.access import SECOND_STEP, Kind, Reach, staff
from mediation.actions.invite import kinds_to_give
from mediation.gazetteer.words import words_of
from mediation.models import Role
from mediation.staff.menu import entries_for

HERE, ELSEWHERE = 1, 2
NO, OWN, EVERYWHERE, YES = "no", "own", "everywhere", "yes"


@dataclass(frozen=True)
class Row:
    """A right, and for each role how far it goes: "no", "own" (organisation), "everywhere"; or plainly "yes"."""

    label: str | Promise
    cells: list[str]


# (what, whether it holds in this organisation)
_RIGHTS: tuple[tuple[Promise, Callable[[Reach, int], bool]], ...] = (
    (_("Voir et prendre les rendez-vous"), lambda reach, where: reach.sees_agenda_of(where)),
    (_("Lire les notes d’accompagnement"), lambda reach, where: reach.reads_notes_of(where)),
    (
        _("Décrire les lieux, les médiateurs et leurs règles ; inviter des collègues"),
        lambda reach, where: reach.manages_people_of(where),
    ),
)


def _yes_or_no(holds: Callable[[Reach], bool]) -> Callable[[Reach], str]:
    return lambda reach: YES if holds(reach) else NO


_OF_THE_TERRITORY: tuple[tuple[Promise, Callable[[Reach], str]], ...] = (
    (
        _("Donner un rôle dans tout le territoire"),
        _yes_or_no(lambda reach: reach.manages_people_of(None)),
    ),
    (_("Doit se connecter en deux étapes"), _yes_or_no(lambda reach: reach.holds(*SECOND_STEP))),
)


@require_safe
@staff()
def rights(request: HttpRequest) -> HttpResponse:
    """Each role against what it may do, and against each page of the menu."""
    reaches = [_reach(kind) for kind in Kind]
    opened = [{str(entry.place.label) for entry in entries_for(reach)} for reach in reaches]
    labels = sorted(set().union(*opened), key=lambda label: words_of(label))
    context = {
        "roles": [kind.label for kind in Kind],
        "rights": [*_limited(reaches), *_whole(reaches)],
        "gives": [(kind.label, [each.label for each in kinds_to_give(_reach(kind))]) for kind in Kind],
        "pages": [(label, [label in each for each in opened]) for label in labels],
    }
    return render(request, "staff/set_up/rights.html", context)


def _reach(kind: Kind) -> Reach:
    """Somebody who holds this role and no other, in one organisation where the role has one."""
    where = None if kind in Role.TERRITORY_WIDE else HERE
    return Reach(roles=frozenset({(kind.value, where)}))


def _limited(reaches: list[Reach]) -> list[Row]:
    return [Row(label, [_how_far(holds, reach) for reach in reaches]) for label, holds in _RIGHTS]


def _how_far(holds: Callable[[Reach, int], bool], reach: Reach) -> str:
    if holds(reach, ELSEWHERE):
        return EVERYWHERE
    return OWN if holds(reach, HERE) else NO


def _whole(reaches: list[Reach]) -> list[Row]:
    return [Row(label, [far(reach) for reach in reaches]) for label, far in _OF_THE_TERRITORY]
