"""What is pressed in a drop-in: each press is one action, and leads back to the page with what can be taken back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions.call_turn import call_again, call_next
from bookings.actions.change_turn import change_turn, not_there
from bookings.actions.close_drop_in import close_drop_in, reopen_drop_in
from bookings.actions.join_drop_in import join_drop_in, join_with_appointment
from bookings.actions.take_back_turn import take_back
from bookings.dropin.states import State
from bookings.errors import (
    BookingError,
    Busy,
    DropInOver,
    InvalidContact,
    NobodyWaits,
    StateRefused,
    StillWaiting,
    StillWithSomebody,
    TooLate,
)
from bookings.models import Turn
from bookings.people.mistakes import contact_mistake
from bookings.staff.asking import actor, appointment_or_404
from bookings.staff.dropin.forms import WalkInForm
from bookings.staff.dropin.pages import around
from bookings.staff.dropin.shown import Queue, site_or_404, turn_or_404
from mediation.access import RECEPTION, reach_of, staff

_WHY_NOT: dict[type[BookingError], Promise] = {
    DropInOver: gettext_lazy("La permanence est terminée. Rouvrez-la pour continuer."),
    NobodyWaits: gettext_lazy("Personne ne peut être appelé pour l’instant."),
    StillWithSomebody: gettext_lazy("Quelqu’un est encore avec ce médiateur : terminez, ou mettez en pause."),
    StateRefused: gettext_lazy("Ce numéro a changé entre-temps. Regardez où il en est."),
    TooLate: gettext_lazy("Il est trop tard pour reprendre ce geste."),
    Busy: gettext_lazy("Beaucoup de gestes à la fois. Appuyez encore."),
}


def _back(site_id: int, turn: Turn | None = None) -> str:
    pressed = f"?geste={turn.pk}" if turn is not None else ""
    return f"{reverse('staff_drop_in', args=[site_id])}{pressed}"


def _refused(request: HttpRequest, why: BookingError) -> None:
    messages.error(request, _why(why))


def _why(refused: BookingError) -> str:
    return str(_WHY_NOT.get(type(refused), _("Ce n’est pas possible. Vérifiez.")))


@require_http_methods(["POST"])
@never_cache
@staff(*RECEPTION)
def joined(request: HttpRequest, site_id: int) -> HttpResponse:
    """Somebody walks in: the next number, on paper or by SMS."""
    site, now = site_or_404(request, site_id), timezone.now()
    queue, form = Queue(request, site, now), WalkInForm(request.POST)
    if form.is_valid() and queue.open:
        key = f"desk:{form.cleaned_data['key'].hex}"
        try:
            turn = join_drop_in(
                site, queue.day, form.walk_in(), by=actor(request), now=now, idempotency_key=key
            )
        except InvalidContact as refused:
            form.add_error("phone", contact_mistake(refused))
            form.offer_numbers("phone")
        except BookingError as refused:
            form.add_error(None, _why(refused))
        else:
            if request.POST.get("action") == "papier":
                return redirect("staff_slip", turn.pk)
            messages.success(request, _("Numéro %(number)s donné.") % {"number": turn.number})
            return redirect(_back(site.pk, turn))
    elif not queue.open:
        form.add_error(None, _("Il n’y a pas de permanence ouverte aujourd’hui dans ce lieu."))
    return render(request, "staff/dropin/drop_in.html", around(request, queue, form), status=422)


@require_POST
@staff(*RECEPTION)
def arrived(request: HttpRequest, site_id: int, pk: int) -> HttpResponse:
    """Somebody with an appointment during the drop-in has come."""
    site, now = site_or_404(request, site_id), timezone.now()
    appointment = appointment_or_404(request, pk)
    try:
        turn = join_with_appointment(
            appointment.pk, Queue(request, site, now).day, by=actor(request), now=now
        )
    except BookingError as refused:
        _refused(request, refused)
        return redirect(_back(site.pk))
    return redirect(_back(site.pk, turn))


@require_POST
@staff(*RECEPTION)
def called(request: HttpRequest, site_id: int) -> HttpResponse:
    """The next one is called."""
    site, now = site_or_404(request, site_id), timezone.now()
    queue = Queue(request, site, now)
    asked = request.POST.get("mediator", "")
    mediator = next((each for each in queue.mediators if str(each.pk) == asked), None)
    if mediator is None and len(queue.mediators) == 1:
        mediator = queue.mediators[0]
    if mediator is None:
        messages.error(request, _("Choisissez qui appelle."))
        return redirect(_back(site.pk))
    try:
        call_next(
            site,
            queue.day,
            mediator=mediator,
            desk=request.POST.get("desk", "")[:30],
            by=actor(request),
            now=now,
        )
    except BookingError as refused:
        _refused(request, refused)
    return redirect(_back(site.pk))


Press = Callable[..., Turn]
_PRESSES: dict[str, tuple[Press, tuple[Any, ...]]] = {
    "la": (change_turn, (State.SERVING,)),
    "rappeler": (call_again, ()),
    "absent": (not_there, ()),
    "pause": (change_turn, (State.PARKED,)),
    "revenu": (change_turn, (State.WAITING,)),
    "reprendre": (change_turn, (State.SERVING,)),
    "termine": (change_turn, (State.DONE,)),
    "parti": (change_turn, (State.LEFT,)),
    "impossible": (change_turn, (State.UNMET,)),
    "annuler": (take_back, ()),
}


@require_POST
@staff(*RECEPTION)
def pressed(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of a number."""
    turn, now = turn_or_404(request, pk), timezone.now()
    name = request.POST.get("geste", "")
    if name not in _PRESSES:
        return HttpResponse(status=400)
    press, state = _PRESSES[name]
    more = {"mediator": _own_mediator(request, turn, now)} if name == "reprendre" else {}
    try:
        turn = press(turn.pk, *state, by=actor(request), now=now, **more)
    except BookingError as refused:
        _refused(request, refused)
        return redirect(_back(turn.day.site_id))
    if name == "termine":
        return redirect("staff_note_turn", turn.pk)
    if name == "impossible":
        messages.info(request, _("Proposez un rendez-vous tout de suite. La demande est comptée."))
        return redirect(f"{reverse('staff_desk')}?numero={turn.pk}&lieu={turn.day.site_id}")
    return redirect(_back(turn.day.site_id, turn))


def _own_mediator(request: HttpRequest, turn: Turn, now: datetime) -> object:
    own = reach_of(request).mediator_id
    mediators = Queue(request, turn.day.site, now).mediators
    return next((each for each in mediators if each.pk == (own or turn.mediator_id)), None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def closed(request: HttpRequest, site_id: int) -> HttpResponse:
    """The end: those still there one by one, then nobody takes a number any more. Or it goes on after all."""
    site, now = site_or_404(request, site_id), timezone.now()
    queue = Queue(request, site, now)
    day = queue.row
    if request.method == "POST" and day is not None:
        try:
            if request.POST.get("geste") == "rouvrir":
                reopen_drop_in(day.pk, by=actor(request), now=now)
                return redirect(_back(site.pk))
            close_drop_in(day.pk, by=actor(request), now=now)
        except StillWaiting:
            messages.error(request, _("Des personnes sont encore là : dites d’abord ce qu’elles deviennent."))
        except BookingError as refused:
            _refused(request, refused)
        else:
            messages.success(request, _("La permanence est terminée."))
        return redirect("staff_close_drop_in", site.pk)
    return render(request, "staff/dropin/close.html", around(request, queue))
