"""Putting something out of service, or a part away: what it touches is said first, and it can be taken back."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.staff.set_up import affected, stops
from bookings.staff.set_up.history import called
from bookings.staff.set_up.kinds import SITES, TOPICS, Kind, kind_or_404
from mediation.access import PEOPLE_MANAGERS, Reach, reach_of, staff
from mediation.access import Kind as RoleKind
from mediation.models import SetUpChange
from mediation.set_up.record import write_down


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*PEOPLE_MANAGERS)
def closed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What would be touched, then the press that does it; what is out of service comes back the same way."""
    kind, reach = kind_or_404(slug), reach_of(request)
    if not (kind.closes or kind.part):
        raise Http404
    row = get_object_or_404(kind.rows(reach), pk=pk)
    if request.method == "POST" and not _waits_for_the_territory(kind, reach):
        with transaction.atomic():
            done = _remove(request, kind, row, reach) if kind.part else _turn(kind, pk, reach)
        messages.success(request, done)
        return redirect(
            "staff_set_up_edit", SITES.slug if kind.part else slug, row.site_id if kind.part else pk
        )
    context = {
        "kind": kind,
        "row": row,
        "name": called(row),
        "opens": kind.closes and not row.active,
        "waits": _waits_for_the_territory(kind, reach),
        "touched": affected.said(row, now=timezone.now()),
    }
    return render(request, "staff/set_up/close.html", context)


def _waits_for_the_territory(kind: Kind, reach: Reach) -> bool:
    """A topic is everybody's: only who coordinates the whole territory offers it."""
    return kind is TOPICS and not reach.holds(RoleKind.METRO_COORDINATOR, RoleKind.OPERATOR)


def _turn(kind: Kind, pk: int, reach: Reach) -> str:
    row = get_object_or_404(kind.rows(reach).select_for_update(of=("self",)), pk=pk)
    row.active = not row.active
    row.save(update_fields=["active"])
    _note(SetUpChange.Verb.OPENED if row.active else SetUpChange.Verb.CLOSED, kind, row, pk, reach)
    if row.active:
        return _("C’est remis en service : les habitants peuvent réserver de nouveau.")
    return _("C’est hors service. Rien n’est effacé : vous pouvez revenir en arrière ici.")


def _remove(request: HttpRequest, kind: Kind, row: Any, reach: Reach) -> str:
    pk, before = row.pk, stops.stood(kind, row)
    _note(SetUpChange.Verb.REMOVED, kind, row, pk, reach, [("name", called(row), "")])
    row.delete()
    stops.tell(request, kind, row, before, removed=True)
    return _("C’est retiré.")


def _note(
    verb: SetUpChange.Verb,
    kind: Kind,
    row: Any,
    pk: int,
    reach: Reach,
    fields: list[tuple[str, str, str]] | None = None,
) -> None:
    write_down(
        verb,
        kind=kind.slug,
        object_id=pk,
        organisation_id=kind.organisation_of(row),
        by=reach,
        now=timezone.now(),
        fields=fields or [],
    )
