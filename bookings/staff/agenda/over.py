"""A session runs over: one press says so, another takes it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.actions.run_over import MOST_MIN, run_over
from bookings.errors import BookingError
from bookings.models import Appointment
from bookings.staff.agenda.lines import told_of_delay
from bookings.staff.asking import actor, appointment_or_404, way_back
from mediation.access import RECEPTION, staff


@require_POST
@staff(*RECEPTION)
def runs_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The session lasts so many minutes more in all (`minutes`); 0 takes it back."""
    here = appointment_or_404(request, pk)
    typed = request.POST.get("minutes", "")
    minutes = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else MOST_MIN + 1
    try:
        appointment = run_over(here.pk, minutes=minutes, by=actor(request), now=timezone.now())
    except BookingError:
        messages.error(request, _("Cette séance ne peut pas être prolongée : regardez où elle en est."))
    else:
        _say(request, appointment)
    return redirect(way_back(request, reverse("staff_appointment", args=[pk])))


def _say(request: HttpRequest, appointment: Appointment) -> None:
    """What is noted, and who has to be told by somebody of the team."""
    minutes = appointment.over_min
    if minutes:
        done = _("C’est noté : la séance dure %(minutes)d minutes de plus.") % {"minutes": minutes}
    else:
        done = _("C’est annulé : la séance finit à l’heure prévue.")
    messages.success(request, done)
    later = Appointment.objects.filter(
        mediator=appointment.mediator_id,
        status=Appointment.Status.BOOKED,
        delay_min__gt=0,
        starts_at__gt=appointment.starts_at,
    ).upcoming(timezone.now())
    rows = later.select_related("contact").prefetch_related("participations__resident").order_by("starts_at")
    by_hand = [each for each in rows if not told_of_delay(each)]
    if by_hand:
        names = ", ".join(_name(each) for each in by_hand)
        messages.warning(request, _("À prévenir de vive voix : %(names)s.") % {"names": names})


def _name(appointment: Appointment) -> str:
    people = sorted(appointment.participations.all(), key=lambda each: each.position)
    return people[0].resident.name if people else _("Nom effacé")
