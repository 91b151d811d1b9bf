"""Referring without an account: a work address is asked for, a link is e-mailed, and opens the same form once.

Public pages: nothing of them touches a session, and what they answer reveals no partner.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.referred import Referrer
from bookings.actions.referrer_links import ask_for_link, link_of, send_by_link
from bookings.errors import LinkOver, TooManyTries
from bookings.models import Appointment, Referral, ReferrerLink
from bookings.partners.doors import followed, link_over
from bookings.partners.form import ReferForm
from bookings.partners.pages.refer import context_of, form_for, said_in_form
from bookings.partners.pages.referral import referral
from bookings.partners.reads import one_read
from bookings.partners.send import SENDING, Sender, send
from bookings.people.who import Actor
from bookings.public.reach_form import text_field
from bookings.public.same_origin import same_origin
from mediation.access import public


class AddressForm(forms.Form):
    """Where the link is to go."""

    email = forms.EmailField(
        label=gettext_lazy("Votre adresse électronique de travail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class WithoutAccountForm(ReferForm):
    """The same form, and who sends it."""

    your_name = text_field(gettext_lazy("Votre nom et votre fonction"), required=True, autocomplete="name")
    field_order = ("your_name", *ReferForm.field_order)


@public
@same_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_account(request: HttpRequest) -> HttpResponse:
    """Asks for a work address; what it answers is the same whether the address is known or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    asked = False
    if request.method == "POST" and form.is_valid():
        language = "en" if (translation.get_language() or "").startswith("en") else "fr"
        try:
            ask_for_link(form.cleaned_data["email"], language=language, now=timezone.now())
            asked = True
        except TooManyTries:
            form.add_error("email", _("Trop d’essais avec cette adresse. Attendez une heure."))
    status = 422 if form.errors else 200
    return render(request, "partners/no_account.html", {"form": form, "asked": asked}, status=status)


@public
@same_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The form that the link opens, or the one referral that it follows."""
    try:
        link = link_of(token, now=timezone.now())
        if link.referral_id is not None:
            found, door = followed(link.referral_id, token)
            return one_read(request, referral(request, found, door), found, link=link.pk)
        return _form(request, link, token)
    except LinkOver:
        return link_over(request)


def _form(request: HttpRequest, link: ReferrerLink, token: str) -> HttpResponse:
    now, action = timezone.now(), request.POST.get("action", "")
    said = said_in_form(request) | {"your_name": request.POST.get("your_name", "")}
    sending = request.method == "POST" and action in SENDING
    form, found = form_for(request.POST if sending else None, said, [], now, WithoutAccountForm)
    if sending and form.is_valid():

        def sends(locked: ReferrerLink) -> Referral | None:
            return send(form, action, found, _sender(form, locked), now=now)

        sent = send_by_link(token, sends, now=now)
        if sent is not None:
            return redirect("partners_link", sent[1])
    context: dict[str, Any] = {**context_of(form, found, said), "partner": link.partner, "account": False}
    return render(request, "partners/by_link.html", context, status=422 if form.errors else 200)


def _sender(form: ReferForm, link: ReferrerLink) -> Sender:
    referrer = Referrer(
        partner_id=link.partner_id, name=form.cleaned_data["your_name"].strip()[:120], email=link.email
    )
    return Sender(referrer, Actor(channel=Appointment.Channel.WEB, for_partner=True))
