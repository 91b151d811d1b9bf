"""Adding and changing one thing of the set-up: the same way for every kind."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.staff.asking import number_asked
from bookings.staff.meanwhile import Compared, compared, typed_in
from bookings.staff.set_up import beside, stops
from bookings.staff.set_up.asked import Asked, Verb
from bookings.staff.set_up.form import SetUpForm
from bookings.staff.set_up.history import latest
from bookings.staff.set_up.kinds import SITES, Kind, kind_or_404
from bookings.staff.set_up.pages import refuse_unless_listed
from mediation.access import PEOPLE_MANAGERS, reach_of, staff
from mediation.gazetteer.listed import places
from mediation.set_up import seen


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*PEOPLE_MANAGERS)
def added(request: HttpRequest, slug: str) -> HttpResponse:
    """Something new."""
    kind, reach = kind_or_404(slug), reach_of(request)
    refuse_unless_listed(kind, reach)
    if not kind.may_add(reach):
        raise PermissionDenied
    site = get_object_or_404(SITES.rows(reach), pk=number_asked(request, "lieu") or 0) if kind.part else None
    asked = Asked(kind, reach, site)
    form = asked.form(data=request.POST or None)
    if request.method == "POST" and form.is_valid() and (row := _made(request, asked, form)) is not None:
        messages.success(request, _("C’est enregistré."))
        return redirect("staff_set_up_edit", *_back_to(kind, row))
    return _page(request, asked, form, None)


@transaction.atomic
def _made(request: HttpRequest, asked: Asked, form: SetUpForm) -> Any:
    """The new row, written down; None where the form says why not."""
    row = _stored(form)
    if row is not None:
        asked.note(Verb.MADE, row, None)
        stops.tell(request, asked.kind, row, None)
    return row


def _stored(form: SetUpForm) -> Any:
    """What the form stored; None where somebody else took a name meanwhile, which is said."""
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        form.add_error(None, _("Ce nom vient d’être pris. Choisissez-en un autre."))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*PEOPLE_MANAGERS)
def edited(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Something that is there: shown with what is missing, changed unless somebody else changed it meanwhile."""
    kind, reach = kind_or_404(slug), reach_of(request)
    refuse_unless_listed(kind, reach)
    row = get_object_or_404(kind.rows(reach), pk=pk)
    asked = Asked(kind, reach, row.site if kind.part else None)
    if request.method != "POST":
        # Read for each form: what a session had ended over comes back as typed, and is compared too.
        rows = kind.rows(reach)
        look = compared(lambda data: asked.form(row=rows.get(pk=pk), data=data), typed_in(request))
        return _page(request, asked, look.form, row, look=look)
    with transaction.atomic():
        return _changed(request, asked, pk)


def _changed(request: HttpRequest, asked: Asked, pk: int) -> HttpResponse:
    rows = asked.kind.rows(asked.reach)
    get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)
    # Read for each form: a bound one puts what was typed into its row.
    look = compared(lambda data: asked.form(row=rows.get(pk=pk), data=data), request.POST)
    before = stops.stood(asked.kind, look.stored.instance)
    if look.meanwhile or not look.form.is_valid() or (kept := _stored(look.form)) is None:
        return _page(request, asked, look.form, rows.get(pk=pk), look=look)
    asked.note(Verb.CHANGED, kept, look.stored)
    stops.tell(request, asked.kind, kept, before)
    messages.success(request, _("C’est enregistré."))
    return redirect("staff_set_up_edit", *_back_to(asked.kind, kept))


def _back_to(kind: Kind, row: Any) -> tuple[str, int]:
    """A part is seen on its site's page."""
    return (SITES.slug, row.site_id) if kind.part else (kind.slug, row.pk)


def _page(
    request: HttpRequest,
    asked: Asked,
    form: SetUpForm,
    row: Any,
    *,
    look: Compared[SetUpForm] | None = None,
) -> HttpResponse:
    kind = asked.kind
    meanwhile = look.meanwhile if look else []
    context = {
        "kind": kind,
        "row": row,
        "site": asked.site,
        "form": form,
        "seen_field": seen.FIELD,
        "shown": look.shown if look else form.shown,
        "meanwhile": meanwhile,
        "who": latest(kind, row)[:1] if meanwhile else [],
        "history": latest(kind, row) if row is not None and not meanwhile else [],
        "beside": beside.of(kind, row, asked.reach) if row is not None else None,
        "communes": [place.name for place in places() if place.code.startswith("c")],
    }
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, "staff/set_up/edit.html", context, status=status)
