"""Coming in by ProConnect: there and back, and an account's ways in by it."""

import logging
import time
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mediation.access import sign_in_page, signed_in
from mediation.account_mail import send_account_mail
from mediation.actions import identities
from mediation.models import Identity, User
from mediation.proconnect import asking, provider
from mediation.proconnect.proofs import Person
from mediation.proconnect.refusals import NotLetIn, Why

log = logging.getLogger(__name__)
_CONFIRMING = "proconnect_confirming"


@never_cache
@require_safe
@sign_in_page
def start(request: HttpRequest) -> HttpResponse:
    """To the provider's page; what was asked for goes on after it (`next`, an address of ours)."""
    return _leave_for_the_provider(request, onward=request.GET.get("next", ""), user_id=0)


@require_POST
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """The same from one's own account: the identity that comes back becomes one of its ways in."""
    return _leave_for_the_provider(request, onward=reverse("mfa_index"), user_id=cast(User, request.user).pk)


@never_cache
@require_safe
@sign_in_page
def back(request: HttpRequest) -> HttpResponseBase:
    """Where the provider sends people back to. Whatever is not proved lets nobody in."""
    if not provider.configured():
        raise Http404
    try:
        asked = asking.answered(request, request.GET.get("state", ""), now=time.time())
        person, id_token = _who(request, asked)
        if asked.user_id:
            return _added(request, asked, person)
        user = identities.user_of(person, now=timezone.now())
        if user is None:
            return _to_confirm(request, person)
    except NotLetIn as refusal:
        return _not_let_in(request, refusal)
    return _let_in(request, user, id_token, asked.onward)


@never_cache
@sign_in_page
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address bar, the history and the Referer; opening changes nothing else."""
    request.session[_CONFIRMING] = token
    return redirect("staff_proconnect_confirm")


@never_cache
@sign_in_page
def confirm_link(request: HttpRequest) -> HttpResponse:
    """Is this you? The link of the message says yes, and signs nobody in: that is for ProConnect, one press away."""
    if not provider.configured():
        raise Http404
    token, now = request.session.get(_CONFIRMING, ""), timezone.now()
    if request.method == "POST":
        request.session.pop(_CONFIRMING, None)
        done = identities.confirm(token, now=now)
        return render(
            request, "staff/sign_in/proconnect_confirmed.html", {"done": done}, status=200 if done else 410
        )
    waiting = identities.waiting_for(token, now=now)
    if waiting is None:
        return render(request, "staff/sign_in/proconnect_confirmed.html", {"done": False}, status=410)
    return render(request, "staff/sign_in/proconnect_confirm.html", {"waiting": waiting})


@require_POST
@signed_in
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """One way in less; a session already open by it goes on until it ends."""
    get_object_or_404(Identity, pk=pk, user=cast(User, request.user)).delete()
    messages.success(request, _("Cette identité ProConnect n’ouvre plus votre compte."))
    return redirect("mfa_index")


def _leave_for_the_provider(request: HttpRequest, *, onward: str, user_id: int) -> HttpResponse:
    if not provider.configured():
        raise Http404
    ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    try:
        return redirect(asking.ask(request, onward=onward if ours else "", user_id=user_id, now=time.time()))
    except NotLetIn as refusal:
        return _not_let_in(request, refusal)


def _who(request: HttpRequest, asked: asking.Asked) -> tuple[Person, str]:
    """Who signed in over there, and their ID token. Raises NotLetIn."""
    if request.GET.get("iss", settings.PROCONNECT_ISSUER) != settings.PROCONNECT_ISSUER:
        raise NotLetIn(Why.NOT_PROVED, "answer of another issuer")
    if request.GET.get("error"):
        # Without the second step that we ask for, the provider itself says no.
        weak = request.GET["error"] in ("unmet_authentication_requirements", "Y500015")
        raise NotLetIn(Why.ONE_STEP if weak else Why.GAVE_UP)
    code = request.GET.get("code", "")
    if not code:
        raise NotLetIn(Why.NOT_ASKED, "no code")
    return provider.exchange(code, nonce=asked.nonce, back=asking.back(), now=time.time())


def _let_in(request: HttpRequest, user: User, id_token: str, onward: str) -> HttpResponseBase:
    """Opens the session, without our own second step: it was asked over there."""
    adapter = get_adapter(request)
    adapter.login(request, user)
    record_authentication(request, user, method="proconnect")
    asking.keep_proof(request, id_token)
    response: HttpResponseBase = adapter.post_login(
        request,
        user,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=onward or None,
    )
    return response


def _added(request: HttpRequest, asked: asking.Asked, person: Person) -> HttpResponse:
    if not isinstance(request.user, User) or request.user.pk != asked.user_id:
        raise NotLetIn(Why.NOT_ASKED, "another user")
    identities.add_to(request.user, person, now=timezone.now())
    messages.success(request, _("C’est fait : vous pouvez maintenant vous connecter avec ProConnect."))
    return redirect("mfa_index")


def _to_confirm(request: HttpRequest, person: Person) -> HttpResponse:
    """A first time: the owner of the account says, by its own address, that this is them."""
    user, token = identities.ask_to_confirm(person, now=timezone.now())
    sent = True
    if token:
        link = settings.PUBLIC_URL + reverse("staff_proconnect_link", args=[token])
        sent = send_account_mail(user, "proconnect_confirm", {"link": link})
    return render(request, "staff/sign_in/proconnect_written.html", {"sent": sent})


def _not_let_in(request: HttpRequest, refusal: NotLetIn) -> HttpResponse:
    log.warning("ProConnect let nobody in: %s %s", refusal.why.value, refusal.detail)
    context: dict[str, Any] = {"why": refusal.why.value}
    status = 503 if refusal.why is Why.UNREACHABLE else 403
    return render(request, "staff/sign_in/proconnect_refused.html", context, status=status)
