"""What the team does with a referral, one press each. What cannot be done any more is said, and changes nothing."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bookings.actions import invite_again, receive
from bookings.actions.answer_referral import decline
from bookings.actions.assign_place import assign
from bookings.actions.book_invited import wait_invited
from bookings.errors import BookingError, NotOffered, ReasonMissing
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.referrals.states import Who
from bookings.staff.asking import actor
from bookings.staff.referrals.forms import AssignForm, RefuseForm, RerouteForm
from bookings.staff.referrals.lines import referrals_within
from bookings.staff.referrals.pages import referral_or_404, referral_page
from mediation.access import RECEPTION, reach_of, staff


def _decline(pk: int, *, by: Actor, now: datetime) -> Referral:
    return decline(pk, by=by, now=now, who=Who.TEAM)


def _wait(pk: int, *, by: Actor, now: datetime) -> Referral:
    wait_invited(pk, by=by, now=now, who=Who.TEAM)
    return Referral.objects.get(pk=pk)


_PRESSED: dict[str, tuple[Callable[..., Referral], object]] = {
    "accepter": (
        receive.accept,
        gettext_lazy("Acceptée. La personne est invitée, ou appelée, comme demandé."),
    ),
    "inviter": (invite_again.invite, gettext_lazy("C’est noté : la personne est invitée.")),
    "appeler": (invite_again.call, gettext_lazy("C’est noté : la personne est dans les rappels à faire.")),
    "injoignable": (
        invite_again.give_up,
        gettext_lazy("C’est noté : nous demandons un autre numéro à qui l’oriente."),
    ),
    "ne-souhaite-pas": (_decline, gettext_lazy("C’est noté : la personne ne souhaite pas de rendez-vous.")),
    "attente": (_wait, gettext_lazy("La personne est sur la liste d’attente.")),
}


@require_POST
@staff(*RECEPTION)
def referral_step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step; back to the page of the referral, or to the list when it is ours no more."""
    referral, action = referral_or_404(request, pk), request.POST.get("action", "")
    try:
        if action in _PRESSED:
            act, done = _PRESSED[action]
            act(referral.pk, by=actor(request), now=timezone.now())
            messages.success(request, str(done))
        elif action in _TYPED:
            answer = _TYPED[action](request, referral)
            if answer is not None:
                return answer
        else:
            raise Http404
    except ReasonMissing:
        messages.error(request, _("Il faut une raison et une phrase."))
    except NotOffered:
        messages.error(request, _("Ce lieu ne peut pas la recevoir."))
    except BookingError:
        messages.error(request, _("Ce n’est plus possible : elle a changé entre-temps."))
    still = referrals_within(reach_of(request)).filter(pk=pk).exists()
    return redirect("staff_referral", pk) if still else redirect("staff_referrals")


def _refuse(request: HttpRequest, referral: Referral) -> HttpResponse | None:
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return referral_page(request, referral, refuse=form, status=400)
    said = form.cleaned_data
    receive.refuse(
        referral.pk,
        reason=said["reason"],
        sentence=said["sentence"],
        by=actor(request),
        now=timezone.now(),
    )
    messages.success(request, _("Refusée. La personne qui oriente reçoit la raison et votre phrase."))
    return None


def _reroute(request: HttpRequest, referral: Referral) -> HttpResponse | None:
    form = RerouteForm(request.POST, referral=referral)
    if not form.is_valid():
        return referral_page(request, referral, reroute=form, status=400)
    said = form.cleaned_data
    receive.reroute(
        referral.pk, to=said["organisation"], site=said["site"], by=actor(request), now=timezone.now()
    )
    messages.success(request, _("Confiée. L’autre structure répond ; l’histoire reste avec l’orientation."))
    return None


def _assign(request: HttpRequest, referral: Referral) -> HttpResponse | None:
    form = AssignForm(request.POST, referral=referral)
    if not form.is_valid():
        raise NotOffered
    assign(referral.pk, site=form.cleaned_data["site"], by=actor(request), now=timezone.now())
    messages.success(request, _("C’est noté."))
    return None


_TYPED: dict[str, Callable[[HttpRequest, Referral], HttpResponse | None]] = {
    "refuser": _refuse,
    "confier": _reroute,
    "lieu": _assign,
}
