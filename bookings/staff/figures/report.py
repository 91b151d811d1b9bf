"""A year's report: the figures of a whole year beside the year before, to read, print or hand on."""

from datetime import date, timedelta
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.staff.figures.dashboard import Asked, indicators
from bookings.staff.figures.exports import WHO
from bookings.staff.figures.pdf import as_pdf, can_write_pdf
from bookings.staff.figures.whose import Whose, chosen
from bookings.statistics.periods import Grain, period_of
from bookings.statistics.reading import sessions_by_month
from mediation.access import Kind, reach_of, staff
from mediation.models import Territory, Trace
from mediation.traces.pages import traced

_YEARS = 6
_STYLES = ("site.css", "staff.css")
# One block after the other: WeasyPrint measures all that a grid or a flexible body holds again for each page.
_ON_PAPER = (
    "body, .tiles, .blocks { display: block } svg.map { inline-size: 14cm; break-inside: avoid }"
    " dt { font-weight: 700; break-after: avoid }"
    " h1, h2, h3, caption { break-after: avoid } tr { break-inside: avoid }"
)


@staff(*WHO)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The year that was asked for; without one, the last that is over, or this one where nothing was counted before."""
    return render(request, "staff/figures/report.html", _context(request))


@staff(*WHO)
@traced(Trace.Kind.EXPORTED)
@require_safe
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF; where nothing can write one, the page itself, which says how a browser does."""
    context = _context(request)
    if not can_write_pdf() or context["whose"] is None:
        return render(request, "staff/figures/report.html", context)
    html = render_to_string("staff/figures/report_pdf.html", context, request)
    response = HttpResponse(as_pdf(html, styles=_styles()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="rapport-{context["year"]}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _context(request: HttpRequest) -> dict[str, object]:
    reach, yesterday = reach_of(request), timezone.localdate() - timedelta(days=1)
    whose, among = chosen(reach, request.GET.get("de", ""))
    asked = request.GET.get("annee") or str(_usual_year(whose, yesterday))
    years = [yesterday.year - ago for ago in range(_YEARS)]
    if (whose is None and request.GET.get("de")) or not asked.isascii() or not asked.isdecimal():
        raise Http404
    if (year := int(asked[:4])) not in years:
        raise Http404
    context: dict[str, object] = {
        "whose": whose,
        "options": among.options(whose),
        "year": year,
        "years": years,
        "yesterday": yesterday,
        "pdf": can_write_pdf(),
        "territory": Territory.current(),
    }
    if whose is not None:
        period = period_of(Grain.YEAR, date(year, 1, 1))
        communes = reach.holds(Kind.METRO_COORDINATOR) and whose.scope == "t"
        context |= indicators(Asked(whose.scope, period, period.previous(), communes, yesterday))
    return context


def _usual_year(whose: Whose | None, yesterday: date) -> int:
    over = yesterday.year - 1
    months = [date(over, month, 1) for month in range(1, 13)]
    held = whose is not None and any(n for _month, n in sessions_by_month(whose.scope, months))
    return over if held else yesterday.year


def _styles() -> str:
    """The service's own styles, read from its files: nothing is fetched for a PDF."""
    found = [finders.find(name) for name in _STYLES]
    return "\n".join([*(Path(str(path)).read_text() for path in found if path), _ON_PAPER])
