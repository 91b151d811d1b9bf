"""Two ways to the pages of a referral: signed in, or by the link that was e-mailed. What may be done there is the same."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from bookings.actions.referrer_links import link_of
from bookings.errors import LinkOver
from bookings.models import Appointment, Referral
from bookings.partners.reach import SHOWN, actor, referral_or_404
from bookings.partners.reads import one_read
from bookings.people.who import Actor
from bookings.public.same_origin import same_origin
from mediation.access import Kind, public, staff

# What was done, or could not be: a name for the address of a page without a session, and its words.
DONE: dict[str, Promise] = {
    "corrigee": gettext_lazy("La correction est enregistrée."),
    "retiree": gettext_lazy("L’orientation est retirée."),
    "reservee": gettext_lazy("C’est réservé."),
    "deplacee": gettext_lazy("Le rendez-vous est déplacé."),
    "desinscrite": gettext_lazy(
        "La personne n’est plus inscrite à l’atelier. Elle est invitée à choisir un rendez-vous."
    ),
    "annulee": gettext_lazy("Le rendez-vous est annulé. La personne est invitée à en choisir un autre."),
}
REFUSED: dict[str, Promise] = {
    "pas-corrigee": gettext_lazy("Cette orientation ne peut plus être corrigée : regardez où elle en est."),
    "pas-retiree": gettext_lazy("Cette orientation ne peut plus être retirée : regardez où elle en est."),
    "pas-d-heure": gettext_lazy("Il n’y a pas d’heure à choisir ici : regardez où en est l’orientation."),
    "pas-annulee": gettext_lazy("Ce rendez-vous ne peut plus être annulé."),
}


@dataclass(frozen=True)
class Door:
    """How somebody came to a referral, and the addresses they go on with. `token`: their link's; "" with an account."""

    by: Actor
    public_id: str
    token: str = ""

    @property
    def account(self) -> bool:
        """Whether they are signed in."""
        return not self.token

    @property
    def frame(self) -> str:
        """The template around the page."""
        return "base_staff.html" if self.account else "partners/base_followed.html"

    @property
    def page(self) -> str:
        """Where the referral is read."""
        return self._address("partners_referral", "partners_link")

    @property
    def correct(self) -> str:
        """Where it is corrected."""
        return self._address("partners_correct", "partners_link_correct")

    @property
    def withdraw(self) -> str:
        """Where it is taken back."""
        return self._address("partners_withdraw", "partners_link_withdraw")

    @property
    def time(self) -> str:
        """Where a time is booked, or moved."""
        return self._address("partners_time", "partners_link_time")

    @property
    def cancel(self) -> str:
        """Where the time is called off."""
        return self._address("partners_cancel", "partners_link_cancel")

    @property
    def sheet(self) -> str:
        """Where the sheet for the person is made."""
        return self._address("partners_sheet", "partners_link_sheet")

    def back(self, request: HttpRequest, said: str) -> HttpResponse:
        """To the referral, which says what became of the press (a name in `DONE` or `REFUSED`)."""
        if not self.account:
            return redirect(f"{self.page}?{urlencode({'dit': said})}")
        if said in DONE:
            messages.success(request, str(DONE[said]))
        else:
            messages.error(request, str(REFUSED[said]))
        return redirect(self.page)

    def _address(self, signed_in: str, by_link: str) -> str:
        return (
            reverse(signed_in, args=[self.public_id]) if self.account else reverse(by_link, args=[self.token])
        )


Page = Callable[[HttpRequest, Referral, Door], HttpResponse]
View = Callable[..., HttpResponseBase]


def signed_in(page: Page) -> View:
    """The page for whoever has an account and this referral within reach; else 404."""

    @never_cache
    @functools.wraps(page)
    def opened(request: HttpRequest, public_id: str) -> HttpResponse:
        found = referral_or_404(request, public_id)
        answer = page(request, found, Door(actor(request), public_id))
        return one_read(request, answer, found)

    return staff(Kind.PARTNER)(opened)


def by_link(page: Page) -> View:
    """The page for whoever holds the link of that one referral; one that is over says so (410). Touches no session."""

    @never_cache
    @functools.wraps(page)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = link_of(token, now=timezone.now())
        except LinkOver:
            return link_over(request)
        if link.referral_id is None:
            return redirect("partners_link", token)
        found, door = followed(link.referral_id, token)
        return one_read(request, page(request, found, door), found, link=link.pk)

    return public(same_origin(opened))


def link_over(request: HttpRequest) -> HttpResponse:
    """Says that the link has served, or is too old."""
    return render(request, "partners/link_over.html", status=410)


def followed(referral_id: int, token: str) -> tuple[Referral, Door]:
    """The referral that a link follows, with what its pages show, and the way on."""
    found = Referral.objects.select_related(*SHOWN).get(pk=referral_id)
    return found, Door(Actor(channel=Appointment.Channel.WEB, for_partner=True), found.public_id, token)
