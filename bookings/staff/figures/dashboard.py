"""The figures of a period: what was done, for whom, after how long a wait, and what came of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from bookings.exports.csv_file import MIME, as_csv
from bookings.outcomes.vocabularies import THEMES
from bookings.staff.agenda.booked import names_of_topics
from bookings.staff.figures.asked import PeriodForm
from bookings.staff.figures.exports import WHO
from bookings.staff.figures.sheet import COLUMNS, rows
from bookings.staff.figures.shown import (
    MOST_HOMES,
    Block,
    Place,
    blocks,
    columns,
    communes,
    places,
    unmet_blocks,
)
from bookings.staff.figures.whose import Choices, Whose, chosen
from bookings.staff.figures.words import DEFINITIONS
from bookings.statistics.indicators import Figures, figures
from bookings.statistics.periods import Grain, Period, months_between, period_of
from bookings.statistics.reading import Read, read, sessions_by_commune, version
from bookings.surveys.satisfaction import satisfaction
from mediation.access import InMenu, Kind, Under, reach_of, staff
from mediation.models import Trace
from mediation.remembered import keep
from mediation.staff.menu import calm
from mediation.traces.pages import traced

_MOST_MONTHS = 24
_EVERY_COMMUNE = 100_000


class ComparedForm(PeriodForm):
    """From when to when, and with what it is compared."""

    compared = forms.ChoiceField(
        label=gettext_lazy("Comparer avec"),
        required=False,
        choices=[
            ("", gettext_lazy("rien")),
            ("before", gettext_lazy("la période précédente")),
            ("year", gettext_lazy("un an plus tôt")),
        ],
    )

    @property
    def before(self) -> Period | None:
        """What it is compared with, if anything."""
        compared = self.cleaned_data["compared"]
        if not compared:
            return None
        return self.period.previous() if compared == "before" else self.period.a_year_before()


@staff(*WHO, menu=InMenu(gettext_lazy("Les chiffres"), under=Under.FIGURES))
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The indicators of one period and of whom one may see. Figures reach to yesterday."""
    calm(request)
    whose, among, theme, form = _wanted(request)
    context: dict[str, Any] = {"options": among.options(whose), "whose": whose}
    if whose is None or not form.is_valid():
        context["choosing"] = _choosing(whose, theme, form, query="")
        return render(
            request, "staff/figures/dashboard.html", context, status=200 if form.is_valid() else 400
        )
    asked, query = _asked(request, whose, theme, form), request.GET.urlencode()
    # Made once until the figures change; the version is read first, so that nothing older is kept under it.
    key = ("figures", asked, get_language(), counted_at := version())
    context["never_counted"] = not any(counted_at)
    context["shown"] = keep(key, lambda: _shown(asked))
    # (What the form holds is what is asked for.)
    of_form = ("figures' form", whose, theme, asked, form["compared"].value(), get_language(), query)
    context["choosing"] = keep(of_form, lambda: _choosing(whose, theme, form, query=query))
    return render(request, "staff/figures/dashboard.html", context)


def _choosing(whose: Whose | None, theme: str, form: ComparedForm, *, query: str) -> SafeString:
    """What else one may choose, and the ways from here: written once for the same choices of a day."""
    themes = THEMES if whose is not None and whose.may_have_theme else {}
    quick = _quick(_yesterday())
    context = {
        "form": form,
        "whose": whose,
        "themes": themes,
        "theme": theme,
        "quick": quick,
        "query": query,
    }
    return render_to_string("staff/figures/choosing.html", context)


@staff(*WHO)
@traced(Trace.Kind.EXPORTED)
@require_safe
def dashboard_csv(request: HttpRequest) -> HttpResponseBase:
    """The same numbers as a sheet; of the communes where people live, every one."""
    whose, _among, theme, form = _wanted(request)
    if whose is None or not form.is_valid():
        return dashboard(request)
    asked = _asked(request, whose, theme, form)
    shown = indicators(asked, most_homes=_EVERY_COMMUNE)
    lines = rows(
        *(shown["now"], shown["then"], [*shown["blocks"], *shown["unmet"]], shown["voice"], shown["places"])
    )
    response = StreamingHttpResponse(as_csv(COLUMNS, lines), content_type=MIME)
    first, last = asked.period.first, asked.period.last
    response["Content-Disposition"] = f'attachment; filename="chiffres-{first}-{last}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _wanted(
    request: HttpRequest,
) -> tuple[Whose | None, Choices, str, ComparedForm]:
    """Whose figures (None: nobody's), among which one may choose, about which theme, and of when. 404 out of reach."""
    wanted = request.GET.get("de", "")
    whose, among = chosen(reach_of(request), wanted)
    if whose is None and wanted:
        raise Http404
    return whose, among, request.GET.get("theme", ""), _form(request, _yesterday())


def _asked(request: HttpRequest, whose: Whose, theme: str, form: ComparedForm) -> "Asked":
    scope = whose.about(theme)
    return Asked(
        scope=scope,
        period=form.period,
        before=form.before,
        communes=reach_of(request).holds(Kind.METRO_COORDINATOR) and scope == "t",
        yesterday=_yesterday(),
    )


def _yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """Which figures: whose, of when, beside which, and with the communes or not."""

    scope: str
    period: Period
    before: Period | None
    communes: bool
    yesterday: date


def _shown(asked: Asked) -> SafeString:
    """They as the page shows them, in the language at hand."""
    return render_to_string("staff/figures/figures.html", indicators(asked))


def indicators(asked: Asked, *, most_homes: int = MOST_HOMES) -> dict[str, Any]:
    """What `staff/figures/body.html` shows of one period, beside another if there is one; so many communes of people by name."""
    scope, period, before = asked.scope, asked.period, asked.before
    months = list(months_between(period.first, period.last))[-_MOST_MONTHS:]
    found = read(scope, period, before=before, months=months if len(months) > 1 else [])
    now, then = figures(found.now), figures(found.before) if found.before is not None else None
    shown = _places(found) if asked.communes else []
    context: dict[str, Any] = {
        "period": period,
        "before": before,
        "now": now,
        "then": then,
        "blocks": blocks(now, then, scope=scope, most_homes=most_homes),
        "unmet": _unmet(scope, now, then),
        "voice": None if scope.startswith("m") else satisfaction(found.now),
        "voice_then": satisfaction(found.before) if found.before is not None else None,
        "months": columns(found.by_month) if any(n for _month, n in found.by_month) else [],
        "width": 10 * len(months),
        "places": shown,
        "none_at": [place.name for place in shown if not place.n],
        "map_size": 10 * (1 + max((max(place.column, place.row) for place in shown), default=0)),
        "definitions": DEFINITIONS,
        "yesterday": asked.yesterday,
        "of_theme": "/" in scope,
    }
    return context


def _places(found: Read) -> list[Place]:
    return places(sessions_by_commune(found.now, communes().merged))


def _unmet(scope: str, now: Figures, then: Figures | None) -> list[Block]:
    """Nothing of it is known by theme or by mediator."""
    if "/" in scope or scope.startswith("m"):
        return []
    topics = names_of_topics() if now.unmet.topics.parts else {}
    return unmet_blocks(now, then, {str(pk): name for pk, name in topics.items()})


def _form(request: HttpRequest, yesterday: date) -> ComparedForm:
    """This year until yesterday's month's end, when nothing is asked for."""
    if "first" in request.GET:
        return ComparedForm(request.GET)
    year = period_of(Grain.YEAR, yesterday)
    return ComparedForm({"first": year.first.isoformat(), "last": year.last.isoformat(), "compared": ""})


def _quick(yesterday: date) -> list[tuple[object, Period]]:
    """Periods one press away."""
    month, quarter, year = (period_of(grain, yesterday) for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR))
    return [
        (gettext_lazy("ce mois-ci"), month),
        (gettext_lazy("le mois dernier"), month.previous()),
        (gettext_lazy("ce trimestre"), quarter),
        (gettext_lazy("cette année"), year),
        (gettext_lazy("l’an dernier"), year.previous()),
    ]
