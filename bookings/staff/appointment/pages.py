"""One appointment: everything about it, and what can be done with it."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions import call_off
from bookings.actions.change_contact import verify_contact
from bookings.actions.mark import mark, reopen
from bookings.actions.mark_told import mark_told
from bookings.actions.record_outcome import read_note
from bookings.actions.run_over import look_again
from bookings.errors import BookingError, TooEarly
from bookings.models import Appointment, HomeVisit, Outcome, WaitingEntry
from bookings.outcomes.marks import Mark
from bookings.people.asked_for import wish_in_words
from bookings.staff import vocabulary
from bookings.staff.agenda import away
from bookings.staff.agenda.lines import lines_of, rows_of
from bookings.staff.appointment.numbers import numbers_of
from bookings.staff.asking import actor, appointment_or_404, way_back, within
from bookings.staff.people.history import history
from bookings.staff.people.telling import how_told
from mediation.access import RECEPTION, Reach, reach_of, staff


@require_safe
@never_cache
@staff(*RECEPTION)
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, what, how to reach them, what to prepare, what was told, what happened."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, *, private_note: str = "") -> HttpResponse:
    now = timezone.now()
    appointment = appointment_or_404(request, pk)
    line = lines_of(rows_of(within(reach_of(request)).filter(pk=pk)), reach=reach_of(request), now=now)[0]
    outcome = Outcome.objects.filter(appointment_id=pk).first() if line.notes_may_be_read else None
    facts = history(appointment)
    context = {
        "line": line,
        "appointment": appointment,
        "facts": [fact for fact in facts if not fact.about_telling],
        "tellings": [fact for fact in facts if fact.about_telling],
        "telling": how_told(appointment),
        "outcome": vocabulary.in_words(outcome) if outcome else None,
        "private_note": private_note,
        "wish": wish_in_words(appointment.wish),
        "over": appointment.ends_at <= now,
        "begun": appointment.starts_at <= now,
        "waits": appointment.waiting_entries.filter(status=WaitingEntry.Status.WAITING).exists(),
        "restorable": _restorable(appointment, now),
        "numbers": numbers_of(appointment, line),
        **_at_home(appointment, line.visit, reach_of(request)),
    }
    return render(request, "staff/appointment/appointment.html", context)


def _at_home(appointment: Appointment, visit: HomeVisit | None, reach: Reach) -> dict[str, object]:
    if visit is None:
        return {}
    return {
        "colleagues": away.colleagues_of(appointment),
        "may_read_address": away.may_read_address(appointment, visit, reach),
    }


def _restorable(appointment: Appointment, now: datetime) -> bool:
    return (
        appointment.status == Appointment.Status.EXCUSED
        and appointment.called_off_at is not None
        and call_off.restorable_until(appointment.called_off_at) > now
    )


@require_POST
@staff(*RECEPTION)
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """Arrived, done, absent, excused; or the last mark taken back."""
    here = appointment_or_404(request, pk)
    as_, now = request.POST.get("marque", ""), timezone.now()
    try:
        if as_ == "reopen":
            reopen(here.pk, by=actor(request), now=now)
            messages.success(request, _("C’est annulé : le rendez-vous est comme avant."))
        elif as_ in {each.value for each in Mark}:
            mark(here.pk, as_=Mark(as_), by=actor(request), now=now)
            look_again(
                here.mediator_id, at=here.starts_at, zone=here.site.timezone, by=actor(request), now=now
            )
            messages.success(request, _("C’est noté : %(mark)s.") % {"mark": Appointment.Status(as_).label})
    except TooEarly:
        messages.error(
            request, _("C’est trop tôt pour le noter. Une absence se note 15 minutes après le début.")
        )
    except BookingError:
        messages.error(request, _("Ce rendez-vous a changé entre-temps : regardez où il en est."))
    return redirect(way_back(request, reverse("staff_appointment", args=[pk])))


@require_POST
@staff(*RECEPTION)
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the team has told the person."""
    here = appointment_or_404(request, pk)
    mark_told(here.pk, by=actor(request), now=timezone.now())
    messages.success(request, _("C’est noté : l’équipe a prévenu la personne."))
    return redirect(way_back(request, reverse("staff_appointment", args=[pk])))


@require_POST
@staff(*RECEPTION)
def verified(request: HttpRequest, pk: int) -> HttpResponse:
    """The number that could not be confirmed by a code is theirs: the person said so at the counter."""
    here = appointment_or_404(request, pk)
    verify_contact(here.pk, by=actor(request), now=timezone.now())
    messages.success(request, _("C’est noté : la coordonnée est vérifiée."))
    return redirect("staff_appointment", pk)


@require_POST
@never_cache
@staff(*RECEPTION)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The private note, for those who may read it. The reading is recorded."""
    here = appointment_or_404(request, pk)
    if not reach_of(request).reads_notes_of(here.organisation_id, mediator_id=here.mediator_id):
        raise PermissionDenied
    text = read_note(here.pk, by=actor(request), now=timezone.now())
    return _page(request, pk, private_note=text)


@require_POST
@staff(*RECEPTION)
def restored(request: HttpRequest, pk: int) -> HttpResponse:
    """A cancellation taken back while the time is kept."""
    here = appointment_or_404(request, pk)
    try:
        call_off.restore(here.pk, by=actor(request), now=timezone.now())
        messages.success(request, _("Le rendez-vous est rétabli."))
    except BookingError:
        messages.error(request, _("L’heure n’est plus gardée. Réservez à nouveau."))
    return redirect("staff_appointment", pk)
