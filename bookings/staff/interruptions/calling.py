"""Somebody is on the telephone about the appointment that could not be kept: which time, or none any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.choose_instead import comes_no_more, take_instead
from bookings.errors import BookingError, QuestionOver, SlotTaken
from bookings.interruptions.questions import times_of
from bookings.models import Interrupted
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import about_appointments, actor, number_asked
from bookings.staff.people.telling import after_change
from bookings.staff.reaching import BY_PHONE
from bookings.staff.waiting import offers
from bookings.times.wishes import wish_of
from mediation.access import RECEPTION, reach_of, staff
from mediation.models import Site


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def called(request: HttpRequest, pk: int) -> HttpResponse:
    """The three times that were offered, and others; one press takes one."""
    found = about_appointments(Interrupted.objects.all(), reach_of(request)).select_related(
        "appointment__site", "appointment__contact", "appointment__topic", "interruption"
    )
    row = get_object_or_404(found.prefetch_related("appointment__participations__resident"), pk=pk)
    refused = ""
    if request.method == "POST":
        refused = _done(request, row)
        if not refused:
            return redirect("staff_to_call")
        row.refresh_from_db(fields=["times", "result", "why"])
    appointment, site_id = row.appointment, number_asked(request, "lieu")
    context = {
        "row": row,
        "appointment": appointment,
        "names": [each.resident.name for each in appointment.participations.all()],
        "topic": topic_names().get(appointment.topic_id, ""),
        "phone": appointment.contact.value if appointment.contact.kind in BY_PHONE else "",
        "open": row.result in Interrupted.MAY_CHOOSE,
        "times": times_of(row),
        "sites": Site.objects.open_to_residents(),
        "site_id": site_id,
        "days": offers.soonest(
            appointment.topic,
            now=timezone.now(),
            site_ids=[site_id] if site_id else [appointment.site_id],
            preference=wish_of(appointment.wish),
        ),
        "refused": refused,
    }
    return render(request, "staff/interruptions/call.html", context, status=409 if refused else 200)


def _done(request: HttpRequest, row: Interrupted) -> str:
    """What went wrong, in words; "" when it is done."""
    if request.POST.get("action") == "plus":
        return _closed(request, row)
    slot = offers.read_slot(request.POST.get("slot", ""))
    offered = next((t for t in times_of(row) if str(t.position) == request.POST.get("heure")), None)
    if slot is None and offered is None:
        return _("Choisissez une heure.")
    try:
        appointment = take_instead(
            row.pk,
            starts_at=slot.starts_at if slot else offered.starts_at,  # type: ignore[union-attr]
            site_id=slot.site_id if slot else offered.site.pk,  # type: ignore[union-attr]
            mediator_id=slot.mediator_id if slot else None,
            by=actor(request),
            now=timezone.now(),
        )
    except SlotTaken:
        return _("Cette heure vient d’être prise. Choisissez-en une autre.")
    except QuestionOver:
        return _("La personne vient de répondre : regardez où en est le rendez-vous.")
    except (BookingError, Site.DoesNotExist):
        return _("Cette heure n’est pas possible. Choisissez-en une autre.")
    appointment.contact = row.appointment.contact
    messages.success(request, f"{_('Le rendez-vous est déplacé.')} {after_change(appointment)}")
    return ""


def _closed(request: HttpRequest, row: Interrupted) -> str:
    try:
        comes_no_more(row.pk, by=actor(request), now=timezone.now())
    except QuestionOver:
        return _("La personne vient de répondre : regardez où en est le rendez-vous.")
    messages.success(request, _("C’est noté : le rendez-vous reste annulé."))
    return ""
