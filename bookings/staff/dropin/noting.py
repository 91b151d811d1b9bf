"""Somebody helped in a drop-in: what it was about is noted, and the outcome follows."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.note_turn import note_turn
from bookings.dropin.states import State
from bookings.errors import BookingError
from bookings.models import Appointment, Turn
from bookings.staff.asking import actor
from bookings.staff.dropin.forms import NoteForm
from bookings.staff.dropin.shown import turn_or_404
from mediation.access import RECEPTION, reach_of, staff
from mediation.models import Topic


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def noted(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks the topic and the name, where they are not known; then leads to the outcome."""
    turn, now = turn_or_404(request, pk), timezone.now()
    if turn.appointment is not None:
        return _to_outcome(request, turn.appointment)
    done = turn.state == State.DONE
    form = NoteForm(request.POST or None, initial={"topic": turn.topic_id, "name": turn.name})
    if request.method == "POST" and done and form.is_valid():
        given = form.cleaned_data
        visit = _visit(request, turn, given["topic"], given["name"], form, now)
        if visit is not None:
            return _to_outcome(request, visit)
    context = {"turn": turn, "site": turn.day.site, "form": form, "done": done}
    return render(request, "staff/dropin/note.html", context, status=422 if form.errors else 200)


def _visit(
    request: HttpRequest, turn: Turn, topic: Topic, name: str, form: NoteForm, now: datetime
) -> Appointment | None:
    try:
        return note_turn(turn.pk, topic=topic, name=name, by=actor(request), now=now)
    except BookingError:
        form.add_error(None, _("Cette visite ne peut pas être notée. Vérifiez."))
        return None


def _to_outcome(request: HttpRequest, visit: Appointment) -> HttpResponse:
    """The outcome for whoever may note it; the desk goes back to the queue."""
    if reach_of(request).reads_notes_of(visit.organisation_id, mediator_id=visit.mediator_id):
        return redirect("staff_outcome", visit.pk)
    messages.success(request, _("La visite est notée."))
    return redirect("staff_drop_in", visit.site_id)
