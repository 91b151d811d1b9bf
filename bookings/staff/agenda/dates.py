"""The dates of an opening one by one: cancelled, moved, shortened, elsewhere, without breaking the rule."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.actions import change_openings as actions
from bookings.staff.agenda.deciding import DECIDE, decide_about
from bookings.staff.agenda.keeping import openings_kept, sites_to_open
from bookings.staff.agenda.opening_forms import DateForm
from bookings.staff.asking import actor, number_asked, within
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
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
@one_at_a_time
def date_changed(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    """One date goes otherwise; who is concerned is shown before it is stored."""
    reach, now = reach_of(request), timezone.now()
    opening, on = _opening_on(request, pk, day)
    sites = sites_to_open(reach)
    initial = _as_it_is(opening, on)
    # From the team's week: where they are needed, with who is concerned at once.
    needed = sites.filter(pk=number_asked(request, "lieu") or 0).first()
    if needed is not None:
        initial["site"] = needed.pk
    look = compared(lambda data: DateForm(data, sites=sites, initial=initial), typed_in(request))
    # What the team's week leads to is looked at before anything was pressed.
    form = DateForm(initial, sites=sites) if needed is not None and not look.form.is_bound else look.form
    rows = None
    if form.is_bound and form.is_valid() and not look.meanwhile:
        instead = form.instead_of(opening, on)
        rows = by_exception(opening, on, instead, visible=within(reach), now=now)
        seen = not rows or request.POST.get("vu") == "1"
        if seen and request.POST.get("action") in ("enregistrer", DECIDE):
            actions.except_date(opening.pk, day=on, instead=instead, by=actor(request), now=now)
            if rows and request.POST.get("action") == DECIDE:
                return decide_about(rows)
            messages.success(request, _("C’est enregistré."))
            return redirect("staff_opening_dates", opening.pk)
    context = {"form": look.form, "opening": opening, "on": on, "affected": rows, **look.context}
    return render(request, "staff/agenda/date.html", context, status=look.status)


def _as_it_is(opening: Opening, on: date) -> dict[str, Any]:
    """That date as somebody has said it already, else as the rule has it."""
    said = opening.replacements.filter(replaced_day=on).first()
    off = said is None and on.isoformat() in opening.skipped_days.split()
    held = said or opening
    return {
        "what": DateForm.CANCELLED if off else DateForm.OTHERWISE,
        "day": said.first_day if said else on,
        "opens": held.opens,
        "closes": held.closes,
        "site": held.site_id,
    }


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
