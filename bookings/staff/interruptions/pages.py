"""What was decided goes on: the list, one of them with its progress, taking it back, and who has to be called."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions.interrupt import leave_now, take_back
from bookings.errors import TooLate
from bookings.models import Interrupted, Interruption, WorkshopDate
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import about_appointments, actor
from bookings.staff.reaching import BY_PHONE
from mediation.access import RECEPTION, InMenu, Reach, Under, reach_of, staff

_A_PAGE = 40
Result = Interrupted.Result
_COUNTED = (
    Result.HANDED_OVER,
    Result.MOVED,
    Result.CANCELLED,
    Result.KEPT,
    Result.ASKED,
    Result.TO_CALL,
    Result.CLOSED,
)


def interruptions_within(reach: Reach) -> QuerySet[Interruption]:
    """Those of one's organisations, and one's own absences."""
    return reach.limit(Interruption.objects.all(), mediator_field="mediator")


def to_call_within(reach: Reach) -> QuerySet[Interrupted]:
    """Whom somebody has to call about another time, within reach."""
    return about_appointments(Interrupted.objects.to_call(), reach)


@require_safe
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Empêchements"), under=Under.AGENDA, waiting=to_call_within))
def interruptions(request: HttpRequest) -> HttpResponse:
    """The latest first, each with what became of its appointments; and who is to be called."""
    reach = reach_of(request)
    rows = interruptions_within(reach).select_related("mediator", "organisation").prefetch_related("sites")
    counts = {f"n_{each}": Count("rows", filter=Q(rows__result=each)) for each in _COUNTED}
    rows = rows.annotate(total=Count("rows"), **counts).order_by("-made_at", "-pk")
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, _figures(row)) for row in page.object_list],
        "to_call": to_call_within(reach).count(),
    }
    return render(request, "staff/interruptions/list.html", context)


def _figures(row: Interruption) -> list[tuple[str, int]]:
    found = [(str(each.label), getattr(row, f"n_{each}")) for each in _COUNTED]
    return [(label, count) for label, count in found if count]


@require_safe
@never_cache
@staff(*RECEPTION)
def interruption(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and each appointment with what became of it."""
    reach, now = reach_of(request), timezone.now()
    found = get_object_or_404(
        interruptions_within(reach)
        .select_related("mediator", "organisation", "made_by")
        .prefetch_related("sites"),
        pk=pk,
    )
    rows = list(
        about_appointments(found.rows.all(), reach)
        .select_related("appointment__site", "to_mediator", "from_mediator")
        .prefetch_related("appointment__participations__resident")
    )
    waiting = sum(row.result == Result.PLANNED for row in rows)
    workshops = _workshops(found)
    told = any(row.result in (Result.ASKED, Result.MOVED, Result.CANCELLED, Result.TO_CALL) for row in rows)
    context = {
        "interruption": found,
        "rows": rows,
        "topics": topic_names(),
        "total": len(rows),
        "done": len(rows) - waiting,
        "figures": [
            (str(each.label), count)
            for each in _COUNTED
            if (count := sum(row.result == each for row in rows))
        ],
        "workshops": workshops,
        "goes_on": bool(waiting) and found.status == Interruption.Status.RUNNING,
        "waits_until": found.leaves_at if found.leaves_at > now and (waiting or workshops) else None,
        "may_be_undone": found.may_be_undone(now) and not told,
        "to_call": any(row.result == Result.TO_CALL for row in rows),
    }
    return render(request, "staff/interruptions/interruption.html", context)


def _workshops(found: Interruption) -> list[WorkshopDate]:
    """Dates of workshops that were to be called off with it."""
    dates = WorkshopDate.objects.filter(pk__in=found.made.get("dates", ()))
    return list(dates.select_related("workshop__site").prefetch_related("workshop__texts"))


@require_POST
@staff(*RECEPTION)
def interruption_leaves(request: HttpRequest, pk: int) -> HttpResponse:
    """People are told now."""
    found = get_object_or_404(interruptions_within(reach_of(request)), pk=pk)
    leave_now(found.pk, now=timezone.now())
    return redirect("staff_interruption", pk)


@require_POST
@staff(*RECEPTION)
def interruption_undone(request: HttpRequest, pk: int) -> HttpResponse:
    """As if nothing had been said."""
    found = get_object_or_404(interruptions_within(reach_of(request)), pk=pk)
    try:
        take_back(found.pk, by=actor(request), now=timezone.now())
    except TooLate:
        messages.error(request, _("Trop tard : des personnes sont déjà prévenues."))
    else:
        messages.success(request, _("C’est repris : rien n’a changé, personne n’a été prévenu."))
    return redirect("staff_interruption", pk)


@require_safe
@never_cache
@staff(*RECEPTION)
def to_call(request: HttpRequest) -> HttpResponse:
    """Who has to be called, with the number, to be worked through or printed."""
    rows = to_call_within(reach_of(request)).select_related(
        "appointment__site", "appointment__contact", "interruption"
    )
    page = Paginator(rows.prefetch_related("appointment__participants"), _A_PAGE).get_page(
        request.GET.get("page")
    )
    names = topic_names()
    lines = [
        {
            "row": row,
            "appointment": row.appointment,
            "names": [each.name for each in row.appointment.participants.all()],
            "topic": names.get(row.appointment.topic_id, ""),
            "phone": row.appointment.contact.value if row.appointment.contact.kind in BY_PHONE else "",
        }
        for row in page.object_list
    ]
    return render(request, "staff/interruptions/to_call.html", {"lines": lines, "page": page})
