"""Appointments that are not at the site: calls in vain, visits at home and their sheet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions.try_call import take_back_try, try_call
from bookings.actions.visit_home import arrive, leave, overdue, watch_over
from bookings.errors import BookingError
from bookings.models import Appointment, CallTry, HomeVisit
from bookings.models.call_try import MOST_TRIES
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import actor, appointment_or_404, way_back
from bookings.staff.reaching import BY_PHONE
from mediation.access import COORDINATORS, RECEPTION, Reach, reach_of, staff
from mediation.models import Role, User


@require_POST
@staff(*RECEPTION)
def call_tried(request: HttpRequest, pk: int) -> HttpResponse:
    """A call that found nobody; an empty result takes the last one back. `qui`: whose own number was called."""
    here = appointment_or_404(request, pk)
    typed, result = request.GET.get("essai", ""), request.POST.get("resultat", "")
    number = int(typed) if typed in {"1", "2", "3"} else 0
    whose = _own_number(here, request.GET.get("qui", ""))
    try:
        if not result:
            take_back_try(here.pk, number=number - 1, participation_id=whose)
            messages.success(request, _("L’essai est retiré."))
        elif number and result in CallTry.Result.values:
            try_call(
                here.pk,
                number=number,
                result=CallTry.Result(result),
                participation_id=whose,
                by=actor(request),
                now=timezone.now(),
            )
            messages.success(request, _said(number, result))
    except BookingError:
        messages.error(request, _("Ce rendez-vous a changé entre-temps : regardez où il en est."))
    return redirect(way_back(request, reverse("staff_appointment", args=[pk])))


def _own_number(appointment: Appointment, typed: str) -> int | None:
    """Whose own number it is, among those who come; None for the shared one."""
    own = {str(each.pk): each.pk for each in appointment.participations.all() if each.contact_id}
    return own.get(typed)


def _said(number: int, result: str) -> str:
    if number >= MOST_TRIES:
        return _(
            "Troisième appel noté. La personne est prévenue si un message peut la joindre. À vous de décider de la suite."
        )
    if result == CallTry.Result.WRONG_NUMBER:
        return _("C’est noté. Vérifiez le numéro sur la fiche de la personne.")
    return _("C’est noté : appel %(n)d sur 3.") % {"n": number}


def colleagues_of(appointment: Appointment) -> QuerySet[User]:
    """Who may look out for a visitor: the team of the organisation."""
    team = Role.objects.filter(organisation=appointment.organisation_id, kind__in=RECEPTION)
    return User.objects.filter(pk__in=team.values("user"), is_active=True).order_by("name", "email")


def _colleague(appointment: Appointment, typed: str) -> int | None:
    found = colleagues_of(appointment).filter(pk=int(typed) if typed.isdecimal() else 0).first()
    return found.pk if found else None


@require_POST
@staff(*RECEPTION)
def home_visited(request: HttpRequest, pk: int) -> HttpResponse:
    """The colleague has come, or has left."""
    here = appointment_or_404(request, pk)
    try:
        if request.POST.get("visite") == "arrive":
            arrive(here.pk, by=actor(request), now=timezone.now())
            messages.success(request, _("C’est noté : arrivé. Pensez à noter aussi votre départ."))
        elif request.POST.get("visite") == "veille":
            watch_over(here.pk, watcher_id=_colleague(here, request.POST.get("qui", "")))
            messages.success(request, _("C’est noté : vous saurez qui veille sur cette visite."))
        else:
            leave(here.pk, by=actor(request), now=timezone.now())
            messages.success(request, _("C’est noté : reparti. Merci."))
    except BookingError:
        messages.error(request, _("Cette visite ne peut pas être notée : regardez où elle en est."))
    return redirect(way_back(request, reverse("staff_appointment", args=[pk])))


def may_read_address(appointment: Appointment, visit: HomeVisit, reach: Reach) -> bool:
    """Whoever goes there; and whoever has to look for them when they have not left in time."""
    if appointment.mediator_id == reach.mediator_id:
        return True
    watches = reach.user is not None and visit.watcher_id == reach.user.pk
    away = visit.arrived_at is not None and visit.left_at is None
    return away and overdue(visit, timezone.now()) and (watches or reach.holds(*COORDINATORS))


@require_safe
@never_cache
@staff(*RECEPTION)
def visit_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """To print, with the address: for whoever goes there and nobody else."""
    appointment = appointment_or_404(request, pk)
    visit = get_object_or_404(HomeVisit.objects.select_related("watcher"), appointment=appointment)
    if not may_read_address(appointment, visit, reach_of(request)):
        raise PermissionDenied
    context = {
        "appointment": appointment,
        "visit": visit,
        "names": [each.resident.name for each in appointment.participations.all()],
        "topic": topic_names().get(appointment.topic_id, ""),
        "phone": appointment.contact.value if appointment.contact.kind in BY_PHONE else "",
    }
    return render(request, "staff/appointment/visit_sheet.html", context)
