"""Taking the activity report away: a page that says how much there is, and the file, sent while it is read."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.exports import csv_file, ods_file, together, xlsx_file
from bookings.exports.activity import REPORT, RESEARCH, between, report_rows, research_rows
from bookings.exports.cells import Rows
from bookings.exports.together import workshop_rows
from bookings.models import Outcome, WorkshopAnimation, WorkshopOutcome
from bookings.staff.figures.asked import PeriodForm
from bookings.staff.figures.progress import followed, progress_of, sign_of
from mediation.access import COORDINATORS, reach_of, staff
from mediation.models import Role, Trace
from mediation.traces.pages import traced

Kind = Role.Kind
WHO = (Kind.MEDIATOR, *COORDINATORS)
Writer = Callable[[Sequence[str], Rows, bool], Iterator[bytes]]
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": (csv_file.MIME, lambda columns, rows, _large: csv_file.as_csv(columns, rows)),
    "xlsx": (
        xlsx_file.MIME,
        lambda columns, rows, large: xlsx_file.as_xlsx(columns, rows, name="comptes rendus", large=large),
    ),
    "ods": (
        ods_file.MIME,
        lambda columns, rows, large: ods_file.as_ods(columns, rows, name="comptes rendus", large=large),
    ),
}
# From so many rows on a sheet may be over 2 GB before it is packed.
_LARGE = 500_000
REPORT_FILE, RESEARCH_FILE = "comptes-rendus", "recherche"


@staff(*WHO)
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """How many outcomes there are between two days, the files, and how far the one is that is being taken."""
    form = _form(request)
    ready = form.is_valid()
    sign = sign_of(request.GET.get("signe", ""))
    going = progress_of(request.user.pk or 0, sign)
    context = {
        "form": form,
        # (While a file is followed nothing is counted again every other second.)
        "number": going.whole if going else _number(request, form) if ready else None,
        "going": going,
        "stopped": bool(sign) and going is None and "vu" in request.GET,
        "sign": sign or secrets.token_urlsafe(12),
        "formats": list(FORMATS),
        "research": ready and reach_of(request).holds(*COORDINATORS),
        "query": f"first={form.cleaned_data['first']}&last={form.cleaned_data['last']}" if ready else "",
    }
    return render(request, "staff/figures/exports.html", context, status=200 if ready else 400)


@staff(*WHO)
@traced(Trace.Kind.EXPORTED, code="name")
@require_safe
def export_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file. Nothing of it is kept here: whoever stops receiving it leaves nothing behind."""
    zone = settings.TIME_ZONE

    def rows(found: QuerySet[Outcome], form: PeriodForm) -> Rows:
        return chain(report_rows(found, zone=zone), workshop_rows(_together(request, form), zone=zone))

    return _file(request, name, REPORT_FILE, REPORT, rows)


@staff(*COORDINATORS)
@traced(Trace.Kind.EXPORTED, code="name")
@require_safe
def research_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The same for research: nobody's name, no day, no place."""
    key = secrets.token_bytes(32)
    return _file(
        request,
        name,
        RESEARCH_FILE,
        RESEARCH,
        lambda found, _form: research_rows(found, zone=settings.TIME_ZONE, key=key),
    )


def _number(request: HttpRequest, form: PeriodForm) -> int:
    return _chosen(request, form).count() + _together(request, form).count()


def _file(
    request: HttpRequest,
    kind: str,
    title: str,
    columns: Sequence[str],
    rows: Callable[[QuerySet[Outcome], PeriodForm], Rows],
) -> HttpResponseBase:
    form = _form(request)
    if not form.is_valid():
        return exports(request)
    found = _chosen(request, form)
    mime, write = FORMATS[kind]
    large = kind != "csv" and found.count() > _LARGE
    sign = sign_of(request.GET.get("signe", ""))
    whole = _number(request, form) if sign else 0
    sent = followed(rows(found, form), user_id=request.user.pk or 0, sign=sign, whole=whole)
    response = StreamingHttpResponse(write(columns, sent, large), content_type=mime)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    response["Content-Disposition"] = f'attachment; filename="{title}-{first}-{last}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


def _form(request: HttpRequest) -> PeriodForm:
    """Of last month, when nothing is asked for."""
    today = timezone.localdate()
    end = date.fromordinal(today.replace(day=1).toordinal() - 1)
    return PeriodForm(
        request.GET if "first" in request.GET else {"first": f"{end:%Y-%m}-01", "last": end.isoformat()}
    )


def _together(request: HttpRequest, form: PeriodForm) -> QuerySet[WorkshopOutcome]:
    """The same of workshops: a mediator's own are those that they animate."""
    reach = reach_of(request)
    found = WorkshopOutcome.objects.all()
    if not reach.holds(Kind.METRO_COORDINATOR):
        own = WorkshopAnimation.objects.filter(mediator=reach.mediator_id).values("date")
        mine = Q(date__workshop__organisation__in=reach.organisations(Kind.COORDINATOR))
        found = found.filter(mine | Q(date__in=own))
    return together.between(
        found, form.cleaned_data["first"], form.cleaned_data["last"], zone=settings.TIME_ZONE
    )


def _chosen(request: HttpRequest, form: PeriodForm) -> QuerySet[Outcome]:
    """Outcomes within one's reach: a coordinator's organisations, a mediator's own."""
    reach = reach_of(request)
    found = Outcome.objects.all()
    if not reach.holds(Kind.METRO_COORDINATOR):
        mine = reach.organisations(Kind.COORDINATOR)
        found = found.filter(appointment__organisation__in=mine) | found.filter(
            appointment__mediator=reach.mediator_id
        )
    return between(found, form.cleaned_data["first"], form.cleaned_data["last"], zone=settings.TIME_ZONE)
