"""Where one's account is open, ending it there, and the message about a device never used before."""

from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mediation.access import signed_in
from mediation.account_mail import send_account_mail
from mediation.models import User
from mediation.sessions import listed

# Whoever has just taken up an invitation knows where they are.
_NEWCOMER = timedelta(hours=1)


def tell_of_new_device(user: User, device: str, *, now: datetime) -> None:
    """An e-mail to whoever signed in where they never did. Not of a demonstration, whose sign-ins are everybody's."""
    newcomer = user.date_joined > now - _NEWCOMER and not user.known_devices.exists()
    if not settings.DEMO and not newcomer:
        send_account_mail(user, "new_device", {"device": device, "at": now})


@never_cache
@require_safe
@signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    """Each device on which the account is open, this one marked."""
    rows = list(listed.open_sessions(cast(User, request.user), now=timezone.now()))
    own = listed.own_row(request)
    return render(
        request,
        "staff/sign_in/sessions.html",
        {"rows": rows, "own": own, "others": any(r.pk != own for r in rows)},
    )


@require_POST
@signed_in
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account on one other device; this one is left by « Quitter »."""
    rows = cast(User, request.user).staff_sessions.filter(pk=pk).exclude(pk=listed.own_row(request))
    if not listed.end(rows):
        raise Http404
    messages.success(request, _("Votre compte est fermé sur cet appareil."))
    return redirect("staff_sessions")


@require_POST
@signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    """Close it everywhere but here."""
    ended = listed.end(cast(User, request.user).staff_sessions.exclude(pk=listed.own_row(request)))
    said = ngettext(
        "Votre compte est fermé sur %(n)s autre appareil.",
        "Votre compte est fermé sur %(n)s autres appareils.",
        ended,
    )
    messages.success(request, said % {"n": ended})
    return redirect("staff_sessions")
