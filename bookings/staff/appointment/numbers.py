"""An appointment by telephone of two people: at which number each is called."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.actions.give_number import give_number
from bookings.errors import BookingError, InvalidContact, NobodyToCall
from bookings.models import Appointment
from bookings.people.mistakes import contact_mistake
from bookings.staff.agenda.lines import Line
from bookings.staff.asking import actor, appointment_or_404
from mediation.access import RECEPTION, staff


@dataclass(frozen=True)
class Numbered:
    """One of two who come, and the number that is theirs alone; empty where there is none."""

    participation: int
    name: str
    phone: str


def numbers_of(row: Appointment, line: Line) -> list[Numbered]:
    """Those who may be called at numbers of their own: two people, by telephone, not yet over."""
    people = sorted(row.participations.all(), key=lambda each: each.position)
    if not line.calls or len(people) < 2:
        return []
    own = {each.participation: each.phone for each in line.callees}
    return [Numbered(each.pk, each.resident.name, own.get(each.pk, "")) for each in people]


@require_POST
@staff(*RECEPTION)
def number_given(request: HttpRequest, pk: int) -> HttpResponse:
    """`qui` is called at that number from now on; nothing typed: at the one they share."""
    here = appointment_or_404(request, pk)
    typed = request.POST.get("qui", "")
    known = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
    whose = get_object_or_404(here.participations, pk=known)
    try:
        give_number(whose.pk, phone=request.POST.get("numero", ""), by=actor(request), now=timezone.now())
    except InvalidContact as refused:
        messages.error(request, contact_mistake(refused))
    except NobodyToCall:
        messages.error(
            request, _("Ce rendez-vous se fait par téléphone : il faut un numéro où appeler la personne.")
        )
    except BookingError:
        messages.error(request, _("Ce rendez-vous a changé entre-temps : regardez où il en est."))
    else:
        messages.success(request, _("C’est noté : vous appelez chaque personne à son numéro."))
    return redirect("staff_appointment", pk)
