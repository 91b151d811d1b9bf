"""Seeing one's own data: by a link of one's own and a code, or a booking number and a code of the desk's.

A right code opens for half an hour, by a cookie that is strictly necessary; no address leads to what is held.
"""

import functools
import json
from collections.abc import Callable
from math import ceil
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.actions.open_rights import ask_code, note_shown, open_by_code, open_by_desk_code
from bookings.errors import Busy, TooManyTries, WrongCode
from bookings.models import Contact, Resident
from bookings.people.links import appointment_of
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public.forms import CodeForm
from bookings.public.rights_forms import DeskCodeForm
from bookings.public.rights_words import in_words
from bookings.public.same_origin import same_origin
from bookings.public.views.appointment import unlisted
from bookings.public.views.choose import language
from bookings.public.views.unavailable import out_of_reach
from bookings.rights import whose
from bookings.rights.everything import everything_of
from bookings.rights.file import as_file
from bookings.rights.held import Held, Shown
from mediation.access import public

P = ParamSpec("P")
COOKIE = "mes-donnees"


def unless_busy(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """While too much is written at once: the page that lets one send the same again in a moment."""

    @functools.wraps(view)
    def tried(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except Busy:
            return cast(HttpResponse, out_of_reach(cast(HttpRequest, args[0])))

    return tried


def by_cookie(
    view: Callable[Concatenate[HttpRequest, list[Resident], P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Gives the view the records that this browser may see; another is shown how to prove who asks."""

    @functools.wraps(view)
    @unless_busy
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        token, now = request.COOKIES.get(COOKIE, ""), timezone.now()
        people, until = whose.shown_by(token, now=now), whose.open_until(token)
        if not people or until is None:
            return unlisted(redirect("rights_code"))
        response = unlisted(view(request, people, *args, **kwargs))
        if response["Content-Type"].startswith("text/html"):
            # What is left on the screen of a shared computer goes from it too, as the page says.
            response["Refresh"] = f"{ceil((until - now).total_seconds()) + 1}; url={reverse('rights_code')}"
        return response

    return opened


def _remembered(token: str) -> HttpResponse:
    response = unlisted(redirect("rights"))
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(whose.OPEN_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def forget_cookie(response: HttpResponse) -> HttpResponse:
    """This browser shows nothing more."""
    response.delete_cookie(COOKIE, samesite="Strict")
    return response


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def rights_link(request: HttpRequest, token: str) -> HttpResponse:
    """From a link of one's own: sends a code to the telephone or mailbox it went to; the right one opens."""
    now = timezone.now()
    asks = whose.asking(token, now=now)
    if asks is None and appointment_of(token, now=now) is None:
        return unlisted(render(request, "public/link_over.html", status=410))
    if asks is None or asks.contact is None:
        return unlisted(redirect("rights_code"))
    form = CodeForm(request.POST if "code" in request.POST else None)
    if asks.contact.kind == Contact.Kind.EMAIL:
        form.fields["code"].label = _("Le code reçu par e-mail")
    sent = request.method == "POST"
    try:
        if "code" in request.POST:
            if form.is_valid():
                typed = form.cleaned_data["code"]
                return _remembered(open_by_code(asks, typed=typed, by=RESIDENT_ON_WEB, now=now))
        elif sent:
            ask_code(asks, language=language(), by=RESIDENT_ON_WEB, now=now)
    except WrongCode:
        form.add_error("code", _("Ce n’est pas le bon code, ou il est trop ancien."))
    except TooManyTries:
        return _too_many(request)
    context = {"form": form, "token": token, "sent": sent, "contact": asks.contact}
    return unlisted(render(request, "public/rights_link.html", context, status=400 if form.errors else 200))


def _too_many(request: HttpRequest) -> HttpResponse:
    form = DeskCodeForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error(None, _("Trop d’essais. Attendez 15 minutes, ou appelez-nous."))
    return unlisted(render(request, "public/rights_code.html", {"form": form}, status=429))


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def rights_code(request: HttpRequest) -> HttpResponse:
    """How to prove who asks; with a booking number and a code that the desk has given, it opens."""
    form = DeskCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        try:
            return _remembered(open_by_desk_code(number, code, by=RESIDENT_ON_WEB, now=timezone.now()))
        except WrongCode:
            form.add_error(None, _("Ce n’est pas le bon code, ou il est trop ancien."))
        except TooManyTries:
            return _too_many(request)
    return unlisted(
        render(request, "public/rights_code.html", {"form": form}, status=400 if form.errors else 200)
    )


def _held(request: HttpRequest, people: list[Resident]) -> Held:
    proved = functools.partial(whose.proved_by, request.COOKIES.get(COOKIE, ""), now=timezone.now())
    return everything_of([person.pk for person in people], Shown(proved=proved))


@public
@require_safe
@by_cookie
def rights(request: HttpRequest, people: list[Resident]) -> HttpResponse:
    """Everything that is held, to read and to print, and what may be done about it."""
    held = _held(request, people)
    context = {"person": people[0], "sections": list(in_words(held)), "saved": request.GET.get("fait", "")}
    return render(request, "public/rights.html", context)


@public
@require_safe
@by_cookie
def rights_file(request: HttpRequest, people: list[Resident]) -> HttpResponse:
    """The same as a file that programs read."""
    records, now = [person.pk for person in people], timezone.now()
    content = json.dumps(as_file(_held(request, people), now=now), ensure_ascii=False, indent=1)
    if request.method == "GET":
        note_shown(records, how="file", by=RESIDENT_ON_WEB, now=now)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@public
@same_origin
@require_POST
def rights_close(request: HttpRequest) -> HttpResponse:
    """Somebody else may use this telephone or computer next."""
    whose.closed(request.COOKIES.get(COOKIE, ""))
    return forget_cookie(unlisted(redirect("home")))
