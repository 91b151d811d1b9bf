"""The traces, for whoever watches over personal data: numbers and codes, nothing of anybody."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mediation.access import InMenu, Kind, Under, staff
from mediation.models import Trace, TraceLink
from mediation.traces import words
from mediation.traces.check import check
from mediation.traces.keep import head, tie
from mediation.traces.pages import traced
from mediation.traces.write import leave_trace

_A_PAGE, _DAYS = 50, 30
# What a press checks while somebody waits; all of it is checked by night.
_AT_ONCE = 10_000
_AT_ONCE_IN_FILE = 1_000
_LARGEST = 2**63 - 1


class TracesForm(forms.Form):
    """Which traces: of an act, an account, a thing, between two days."""

    first = forms.DateField(
        label=gettext_lazy("Du"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last = forms.DateField(
        label=gettext_lazy("Au"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Acte"), choices=[("", gettext_lazy("tous")), *Trace.Kind.choices], required=False
    )
    actor = forms.IntegerField(
        label=gettext_lazy("Numéro du compte"), min_value=1, max_value=_LARGEST, required=False
    )
    about = forms.ChoiceField(label=gettext_lazy("Objet"), choices=words.about_choices, required=False)
    number = forms.IntegerField(
        label=gettext_lazy("Numéro de l’objet"), min_value=1, max_value=_LARGEST, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Le dernier jour est avant le premier."))
        return cleaned

    def found(self) -> QuerySet[Trace]:
        """The traces asked for, the newest first."""
        asked = self.cleaned_data
        begins = timezone.make_aware(datetime.combine(asked["first"], time()))
        ends = timezone.make_aware(datetime.combine(asked["last"] + timedelta(days=1), time()))
        rows = Trace.objects.filter(at__gte=begins, at__lt=ends)
        named = {"kind": "kind", "actor": "actor", "about": "about", "number": "about_id"}
        return rows.filter(**{column: asked[name] for name, column in named.items() if asked[name]})


@dataclass(frozen=True)
class Row:
    """One trace in words. `number`: its place in the chain; none for one of the last minute."""

    trace: Trace
    who: str
    about: str
    more: list[str]
    number: int | None


@require_safe
@never_cache
@staff(Kind.DATA_OFFICER, menu=InMenu(gettext_lazy("Traces"), everyday=True, under=Under.SET_UP))
@traced(Trace.Kind.TRACES_READ)
def traces(request: HttpRequest) -> HttpResponse:
    """The traces between two days, of the last thirty when nothing is asked for."""
    form = _form(request)
    rows: QuerySet[Trace] = form.found() if form.is_valid() else Trace.objects.none()
    page = Paginator(rows.select_related("link"), _A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    number, proof = head()
    night = Trace.objects.filter(kind=Trace.Kind.TRACES_CHECKED, data__all=True).first()
    context = {
        "form": form,
        "page": page,
        "rows": [_row(trace) for trace in page.object_list],
        "keep": f"&{asked.urlencode()}" if asked else "",
        "query": asked.urlencode(),
        "head": (number, proof),
        "night": night,
        "may_take": form.is_valid(),
    }
    return render(request, "staff/traces.html", context, status=400 if form.errors else 200)


@require_safe
@never_cache
@staff(Kind.DATA_OFFICER)
@traced(Trace.Kind.TRACES_EXPORTED)
def traces_file(request: HttpRequest) -> HttpResponseBase:
    """The same as a file, the oldest first, with what an auditor needs to compute the hashes again."""
    form = _form(request)
    if not form.is_valid():
        return redirect("staff_traces")
    tie(now=timezone.now())
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    response = StreamingHttpResponse(_lines(form.found()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="traces-{first}-{last}.csv"'
    return response


@staff(Kind.DATA_OFFICER)
@require_POST
@never_cache
def traces_checked(request: HttpRequest) -> HttpResponse:
    """Computes the last hashes anew, and says what came of it."""
    now = timezone.now()
    tie(now=now)
    found = check(newest=_AT_ONCE)
    leave_trace(
        Trace.Kind.TRACES_CHECKED,
        now=now,
        actor=request.user.pk,
        whole=found.whole,
        first=found.first,
        last=found.last,
    )
    if found.whole:
        said = _("Rien ne manque et rien n’a changé, de la trace %(first)d à la trace %(last)d.")
        messages.success(request, said % {"first": found.first, "last": found.last})
    for number in found.missing:
        messages.error(request, _("Il manque des traces à partir du numéro %(n)d.") % {"n": number})
    for number in found.changed:
        messages.error(request, _("La trace numéro %(n)d a changé.") % {"n": number})
    return redirect("staff_traces")


def _form(request: HttpRequest) -> TracesForm:
    today = timezone.localdate()
    usual = {"first": (today - timedelta(days=_DAYS)).isoformat(), "last": today.isoformat()}
    return TracesForm(request.GET if "first" in request.GET or "last" in request.GET else usual)


def _row(trace: Trace) -> Row:
    link = _link(trace)
    return Row(
        trace,
        words.who(trace),
        words.what(trace),
        words.more(trace),
        link.number if link is not None else None,
    )


def _link(trace: Trace) -> TraceLink | None:
    try:
        return trace.link
    except TraceLink.DoesNotExist:
        return None


_COLUMNS = (
    *("place", "empreinte", "numero", "moment_utc", "acte", "compte", "canal", "objet", "numero_objet"),
    *("structure", "raison", "details"),
)


def _lines(rows: QuerySet[Trace]) -> Iterator[bytes]:
    made = io.StringIO("\ufeff")
    made.seek(1)
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    # Not yet in the chain is above all the trace of taking this very file.
    in_order = rows.filter(link__isnull=False).select_related("link").order_by("link__number")
    for n, trace in enumerate(in_order.iterator(chunk_size=_AT_ONCE_IN_FILE), start=1):
        writer.writerow(_cells(trace))
        if n % _AT_ONCE_IN_FILE == 0:
            yield made.getvalue().encode()
            made.seek(0)
            made.truncate()
    yield made.getvalue().encode()


def _cells(trace: Trace) -> list[object]:
    return [
        *(trace.link.number, trace.link.hash),
        *(trace.pk, trace.at.astimezone(UTC).isoformat(timespec="microseconds"), trace.kind, trace.actor),
        *(trace.channel, trace.about, trace.about_id, trace.organisation, trace.why),
        json.dumps(trace.data, sort_keys=True, separators=(",", ":")),
    ]
