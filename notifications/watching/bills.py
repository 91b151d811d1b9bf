"""The page of costs: a month, each organisation's parts, minutes and euros, its ceiling; the same as a CSV file."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bookings.exports.cells import inert
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from mediation.access import Kind, Reach, reach_of, staff
from mediation.days import NotADay, read_day
from mediation.models import Organisation, Trace
from mediation.traces.pages import traced
from notifications.models import Ceiling
from notifications.watching.costs import Cost, costs

READERS = (Kind.COORDINATOR, Kind.METRO_COORDINATOR)


class CeilingForm(forms.Form):
    """Empty takes the ceiling away."""

    euros = forms.DecimalField(
        label=gettext_lazy("Plafond par mois, en euros"),
        help_text=gettext_lazy("Vide : pas de plafond."),
        min_value=Decimal(1),
        max_digits=8,
        decimal_places=2,
        required=False,
        localize=True,
    )


def organisations_within(reach: Reach) -> QuerySet[Organisation]:
    """Whose costs one may see."""
    everybody = Organisation.objects.order_by("name")
    if reach.holds(Kind.METRO_COORDINATOR):
        return everybody
    return everybody.filter(pk__in=reach.organisations(Kind.COORDINATOR))


@require_safe
@staff(*READERS)
def message_costs(request: HttpRequest) -> HttpResponse:
    """A month's costs, this one without another in the address; `format=csv` gives a file."""
    reach, day = reach_of(request), _month_asked(request)
    organisations = organisations_within(reach).in_bulk()
    rows = costs(day, organisations, all_of_them=reach.holds(Kind.METRO_COORDINATOR))
    if request.GET.get("format") == "csv":
        return _as_csv(rows, day)
    total = Cost(
        None,
        sum(row.messages for row in rows),
        sum(row.parts for row in rows),
        sum(row.calls for row in rows),
        sum(row.minutes for row in rows),
        None,
        sum(row.parts_abroad for row in rows),
    )
    context = {
        "rows": rows,
        "total": total,
        "month": day,
        "before": day - timedelta(days=1),
        "after": (day + timedelta(days=32)).replace(day=1),
        "this_month": timezone.localdate().replace(day=1),
    }
    return render(request, "staff/messages/costs.html", context)


def _month_asked(request: HttpRequest) -> date:
    """The first of the month in the address (`2026-11`), or of this month; one that is none is a 404."""
    typed = request.GET.get("mois", "")
    if not typed:
        return timezone.localdate().replace(day=1)
    try:
        return read_day(f"{typed}-01")
    except NotADay:
        raise Http404 from None


def _as_csv(rows: list[Cost], day: date) -> HttpResponse:
    """For a spreadsheet: UTF-8 with its mark, semicolons, as French ones expect."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="couts-{day:%Y-%m}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [_("Structure"), _("SMS"), _("Segments"), _("Appels"), _("Minutes"), _("Euros"), _("Plafond")]
    )
    for row in rows:
        name = inert(row.organisation.name) if row.organisation else _("Sans structure")
        euros, ceiling = _comma(row.euros), _comma(row.ceiling)
        writer.writerow([name, row.messages, row.parts, row.calls, row.minutes, euros, ceiling])
    return response


def _comma(euros: Decimal | None) -> str:
    return "" if euros is None else str(euros).replace(".", ",")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
@traced(Trace.Kind.SETTING_CHANGED, about="organisation", changes=True)
@one_at_a_time
def cost_ceiling(request: HttpRequest, pk: int) -> HttpResponse:
    """What an organisation wants to spend in a month at most."""
    organisation = get_object_or_404(organisations_within(reach_of(request)), pk=pk)
    before = Ceiling.objects.filter(organisation=organisation).first()
    initial = {"euros": before.euros if before else None}
    look = compared(lambda data: CeilingForm(data, initial=initial), typed_in(request))
    if request.method == "POST" and not look.meanwhile and look.form.is_valid():
        _set(organisation, look.form.cleaned_data["euros"])
        messages.success(request, _("C’est enregistré."))
        return redirect("staff_costs")
    context: dict[str, Any] = {"form": look.form, "organisation": organisation, **look.context}
    return render(request, "staff/messages/ceiling.html", context, status=look.status)


def _set(organisation: Organisation, euros: Decimal | None) -> None:
    """A new ceiling warns anew, and holds nothing back until it is reached itself."""
    if euros is None:
        Ceiling.objects.filter(organisation=organisation).delete()
    else:
        fresh = {"euros": euros, "warned": None, "reached": None}
        Ceiling.objects.update_or_create(organisation=organisation, defaults=fresh)
