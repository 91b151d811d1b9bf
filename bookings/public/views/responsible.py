"""Two tables for who wants to judge: accessibility by RGAA, ecodesign by RGESN with what each page costs."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bookings.public.for_everybody import for_everybody
from mediation.access import public
from mediation.responsible import rgaa, rgesn
from mediation.responsible.figures import written
from mediation.responsible.kinds import Criterion, Said, State, conformity, counted, rate
from mediation.responsible.page_names import PAGE_NAMES
from mediation.responsible.proofs import PROOFS


class Row(NamedTuple):
    """One line of a table: `proofs` are numbers in the list below it."""

    number: str
    words: str
    state: State
    proofs: list[int]
    note: str


class Look(NamedTuple):
    """One line of the list of proofs."""

    position: int
    words: str
    tests: tuple[str, ...]
    seen: str


def summary(criteria: tuple[Criterion, ...]) -> dict[str, Any]:
    """How many criteria are in which state, and the rate in whole percent, rounded down: never more than is true."""
    states = counted(criteria)
    return {
        "total": len(criteria),
        "met": states[State.MET],
        "not_met": states[State.NOT_MET],
        "not_applicable": states[State.NOT_APPLICABLE],
        "unknown": states[State.UNKNOWN],
        "percent": int(rate(criteria) * 100),
        "conformity": conformity(criteria).value,
    }


@public
@require_safe
@for_everybody
def accessibility_criteria(request: HttpRequest) -> HttpResponse:
    """Criterion by criterion, how accessible the pages are and how that is known."""
    context = _table(rgaa.CRITERIA, rgaa.THEMES) | {"rgaa": summary(rgaa.CRITERIA)}
    return render(request, "public/accessibility_criteria.html", context)


@public
@require_safe
@for_everybody
def ecodesign(request: HttpRequest) -> HttpResponse:
    """What each page costs, and criterion by criterion how sparing the service is."""
    figures = written()
    costs = [(_said(PAGE_NAMES[name]), cost) for name, cost in figures.pages.items()]
    context = _table(rgesn.CRITERIA, rgesn.THEMES) | {"rgesn": summary(rgesn.CRITERIA)}
    return render(request, "public/ecodesign.html", context | {"figures": figures, "costs": costs})


def _table(criteria: tuple[Criterion, ...], themes: tuple[Said, ...]) -> dict[str, Any]:
    keys = list(dict.fromkeys(key for one in criteria for key in one.proofs))
    looks = [
        Look(place, _said(PROOFS[key].words), PROOFS[key].tests, PROOFS[key].seen)
        for place, key in enumerate(keys, 1)
    ]
    return {"themes": list(_by_theme(criteria, themes, keys)), "looks": looks}


def _by_theme(
    criteria: tuple[Criterion, ...], themes: tuple[Said, ...], keys: list[str]
) -> Iterator[tuple[str, list[Row]]]:
    for number, ones in groupby(criteria, key=lambda one: one.theme):
        rows = [
            Row(
                one.number,
                _said(one.words),
                one.state,
                [keys.index(key) + 1 for key in one.proofs],
                _said(one.note) if one.note else "",
            )
            for one in ones
        ]
        yield f"{number}. {_said(themes[number - 1])}", rows


def _said(words: Said) -> str:
    return words.en if get_language() == "en" else words.fr
