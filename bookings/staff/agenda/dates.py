"""The dates of an opening one by one: cancelled, moved, shortened, elsewhere, without breaking the rule."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.actions import change_openings as actions
from bookings.staff.agenda.keeping import openings_kept, sites_to_open
from bookings.staff.agenda.opening_forms import DateForm
from bookings.staff.asking import actor, within
from bookings.times.affected import by_exception
from bookings.times.preview import dates_of
from mediation.access import RECEPTION, reach_of, staff
from mediation.days import NotADay, read_day
from mediation.models import Opening

# How far ahead dates are listed.
_WEEKS = 12


@require_safe
@staff(*RECEPTION)
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """The next twelve weeks of an opening, and what was said of single dates."""
    opening = get_object_or_404(openings_kept(reach_of(request)), pk=pk)
    instead = {each.replaced_day: each for each in opening.replacements.select_related("site")}
    found = dates_of(opening, now=timezone.now(), weeks=_WEEKS)
    context = {
        "opening": opening,
        "rows": [(each, instead.get(each.day)) for each in found],
    }
    return render(request, "staff/agenda/dates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECEPTION)
def date_changed(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    """One date goes otherwise; who is concerned is shown before it is stored."""
    reach, now = reach_of(request), timezone.now()
    opening, on = _opening_on(request, pk, day)
    initial = {"what": DateForm.OTHERWISE, "day": on, "opens": opening.opens, "closes": opening.closes}
    form = DateForm(
        request.POST or None, sites=sites_to_open(reach), initial={**initial, "site": opening.site_id}
    )
    rows = None
    if form.is_bound and form.is_valid():
        instead = form.instead_of(opening, on)
        rows = by_exception(opening, on, instead, visible=within(reach), now=now)
        if request.POST.get("action") == "enregistrer" and (not rows or request.POST.get("vu") == "1"):
            actions.except_date(opening.pk, day=on, instead=instead, by=actor(request), now=now)
            messages.success(request, _("C’est enregistré."))
            return redirect("staff_opening_dates", opening.pk)
    context = {"form": form, "opening": opening, "on": on, "affected": rows}
    return render(request, "staff/agenda/date.html", context, status=422 if form.errors else 200)


@require_POST
@staff(*RECEPTION)
def date_kept(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    """The rule runs on that date after all."""
    opening, on = _opening_on(request, pk, day)
    actions.keep_date(opening.pk, day=on, by=actor(request), now=timezone.now())
    messages.success(request, _("La date suit de nouveau la règle."))
    return redirect("staff_opening_dates", opening.pk)


def _opening_on(request: HttpRequest, pk: int, day: str) -> tuple[Opening, date]:
    opening = get_object_or_404(openings_kept(reach_of(request)), pk=pk)
    try:
        return opening, read_day(day)
    except NotADay:
        raise Http404 from None
