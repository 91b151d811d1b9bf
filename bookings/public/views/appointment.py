"""One's own appointment, by its link: see, print, put in a calendar, move, call off, take back.

Opening a link changes nothing. The token in the address is the proof: no other site can forge it.
"""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.call_off import cancel, restore
from bookings.actions.move import move
from bookings.errors import BookingError, Busy, NotStanding, SlotTaken, TooLate
from bookings.following.links import is_followed, person_of_link
from bookings.interruptions.questions import question_about
from bookings.models import Appointment
from bookings.people.asked_for import wish_to_say
from bookings.people.links import appointment_of, referral_of, registration_of, waiting_of
from bookings.people.own_numbers import last_digits
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public import catalogue, preference
from bookings.public.addresses import address
from bookings.public.asked import read_stamp, stamp
from bookings.public.calendar_file import calendar_file, calendar_method
from bookings.public.same_origin import same_origin
from bookings.public.views.choose import language
from bookings.public.wording import SiteCard, by_day, directions
from bookings.surveys.links import request_of_token
from bookings.times import search
from bookings.times.wishes import as_booked
from mediation.access import public
from mediation.context import current_territory
from mediation.models.stop import standing_at

P = ParamSpec("P")
_ENOUGH = 12
_FURTHER = timedelta(minutes=1)
ANYBODY = "sans-choix"
"""In the address of a move: whoever is free will do, whatever was asked for."""


def by_link(
    view: Callable[Concatenate[HttpRequest, Appointment, str, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Gives the view the appointment behind the token; a stale or forged one gets a page that says so."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        appointment = appointment_of(token, now=timezone.now())
        if appointment is None:
            response = render(request, "public/link_over.html", status=410)
        else:
            response = view(request, catalogue.at_hand(appointment), token, *args, **kwargs)
        return unlisted(response)

    return opened


def unlisted(response: HttpResponse) -> HttpResponse:
    """A page of one person: neither kept by anybody in between, nor found by a search engine."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@public
@require_safe
def short_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a message: on to the page of what it is about, in the language that was made in."""
    now = timezone.now()
    if (entry := waiting_of(token, now=now)) is not None:
        return _to(token, "waiting", entry.language)
    if (referral := referral_of(token, now=now)) is not None:
        return _to(token, "referred", referral.language)
    if (registration := registration_of(token)) is not None:
        return _to(token, "registration", registration.language)
    if (asked := request_of_token(token, now=now)) is not None:
        return _to(token, "survey", asked.language)
    if (person := person_of_link(token, now=now)) is not None:
        return _to(token, "following", person.language)
    return _to_appointment(request, token)


def _to(token: str, page: str, preferred: str) -> HttpResponse:
    with translation.override(_page_language(preferred)):
        return unlisted(redirect(page, token))


@by_link
def _to_appointment(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    with translation.override(_page_language(appointment.language)):
        return redirect("appointment", token)


def _page_language(preferred: str) -> str:
    """The language of the page; French for a language that pages are not written in."""
    return preferred if preferred in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@public
@require_safe
@by_link
def booked(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    """Done: the card."""
    return _card(request, appointment, token, just_booked=True)


@public
@require_safe
@by_link
def appointment(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    """The card, and what can be changed; called off by us, the times that are offered instead."""
    if appointment.status == Appointment.Status.CANCELLED and question_about(appointment.pk) is not None:
        return redirect("choose_instead", token)
    return _card(request, appointment, token)


def _card(
    request: HttpRequest,
    appointment: Appointment,
    token: str,
    *,
    just_booked: bool = False,
    notice: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    topic = catalogue.text_of(appointment.topic, language())
    there = standing_at(appointment.site, appointment.starts_at)
    context = {
        "appointment": appointment,
        "token": token,
        "topic": topic,
        "site": SiteCard(there),
        "directions": directions(there, language()),
        "others": last_digits(appointment),
        "wish": wish_to_say(appointment.wish),
        "just_booked": just_booked and appointment.status in Appointment.STANDING,
        "standing": appointment.status in Appointment.STANDING,
        "called_off": appointment.status in Appointment.CALLED_OFF,
        "can_change": appointment.status == Appointment.Status.BOOKED and appointment.starts_at > now,
        "restorable": _restorable(appointment, now),
        "again": _book_again(appointment, topic),
        "followed": not just_booked and is_followed(appointment),
        "notice": notice,
    }
    return render(request, "public/appointment.html", context, status=status)


def _restorable(appointment: Appointment, now: datetime) -> bool:
    kept = appointment.commitment
    held = kept is not None and kept.held_until is not None and kept.held_until > now
    return appointment.status == Appointment.Status.EXCUSED and held


def _book_again(appointment: Appointment, topic: catalogue.TopicText) -> str:
    """The times of the same mediator at the same site; the first page when that is no longer on offer."""
    if appointment.site_id not in catalogue.sites() or not topic.topic.active:
        return address("home")
    same = search.Preference(mediator_id=appointment.mediator_id)
    return address("when", topic.public_id, appointment.site.public_id) + preference.write(same)


@public
@require_safe
@by_link
def calendar(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    """The calendar file: it puts the appointment in, moves it, or takes it out."""
    content = calendar_file(appointment, service=current_territory(), now=timezone.now())
    method = calendar_method(appointment)
    response = HttpResponse(content, content_type=f"text/calendar; method={method}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return response


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def cancel_page(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    """Asks whether to call off; sent, it does."""
    if request.method != "POST":
        return render(request, "public/cancel.html", {"appointment": appointment, "token": token})
    try:
        cancel(appointment.pk, by=RESIDENT_ON_WEB, now=timezone.now())
    except BookingError as refused:
        return _cannot(request, appointment, token, refused)
    return redirect("appointment", token)


@public
@same_origin
@require_http_methods(["POST"])
@by_link
def restore_page(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    """Cancelled by mistake: one press takes it back."""
    try:
        restore(appointment.pk, by=RESIDENT_ON_WEB, now=timezone.now())
    except BookingError as refused:
        return _cannot(request, appointment, token, refused)
    return redirect("appointment", token)


@public
@require_safe
@by_link
def move_times(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    """Other times for the same topic at the same site, with who was asked for; or with anybody, if that is asked."""
    start = read_stamp(request.GET["apres"]) if "apres" in request.GET else None
    now = timezone.now()
    found = search.in_order(
        appointment.topic,
        start=max(now, start or now),
        end=now + timedelta(days=appointment.topic.horizon_days + 1),
        now=now,
        site_ids=[appointment.site_id],
        preference=_who(request, appointment),
    )
    zones = {appointment.site_id: appointment.site.timezone}
    days, more = by_day(found, zones=zones, enough=_ENOUGH, one_site=True)
    last = days[-1].choices[-1].starts_at if days else None
    context = {
        "appointment": appointment,
        "token": token,
        "days": [
            (day.day, [_target(request, token, appointment, choice) for choice in day.choices])
            for day in days
        ],
        "more": _query(request, apres=stamp(last + _FURTHER)) if more and last else "",
        "earlier": start is not None,
        "sooner": _query(request).removeprefix("?"),
        "wish": wish_to_say(appointment.wish),
        "anybody": ANYBODY in request.GET,
    }
    return render(request, "public/move.html", context)


def _who(request: HttpRequest, appointment: Appointment) -> search.Preference:
    """Who receives after a move: whoever was asked for, unless the resident has just said that anybody may."""
    return as_booked({} if ANYBODY in request.GET else appointment.wish, appointment.mode)


def _query(request: HttpRequest, **more: str) -> str:
    anybody = {ANYBODY: "1"} if ANYBODY in request.GET else {}
    return f"?{urlencode({**anybody, **more})}" if anybody or more else ""


def _target(
    request: HttpRequest, token: str, appointment: Appointment, choice: search.Choice
) -> dict[str, Any]:
    return {
        "starts_at": choice.starts_at,
        "site": appointment.site,
        "url": reverse("move_to", args=[token, stamp(choice.starts_at)]) + _query(request),
    }


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def move_to(request: HttpRequest, appointment: Appointment, token: str, moment: str) -> HttpResponse:
    """Asks whether to move there; sent, it moves."""
    starts_at = read_stamp(moment)
    context = {"appointment": appointment, "token": token, "starts_at": starts_at}
    if request.method != "POST":
        return render(request, "public/move_to.html", context)
    try:
        move(
            appointment,
            starts_at=starts_at,
            preference=_who(request, appointment),
            by=RESIDENT_ON_WEB,
            now=timezone.now(),
        )
    except SlotTaken as taken:
        known = [choice for choice in taken.alternatives if choice.site_id == appointment.site_id]
        choices = [_target(request, token, appointment, choice) for choice in known]
        return render(request, "public/move_taken.html", {**context, "choices": choices}, status=409)
    except BookingError as refused:
        return _cannot(request, appointment, token, refused)
    return redirect("appointment", token)


def _cannot(
    request: HttpRequest, appointment: Appointment, token: str, refused: BookingError
) -> HttpResponse:
    """The appointment as it stands, with why it was not changed and what to do."""
    if isinstance(refused, Busy):
        words, status = _("Beaucoup de personnes réservent en ce moment. Essayez encore une fois."), 503
    elif isinstance(refused, TooLate | NotStanding):
        words, status = _("Il est trop tard pour changer ce rendez-vous ici. Appelez-nous."), 409
    else:
        words, status = _("Cette heure n’est pas possible. Choisissez une autre heure."), 409
    return _card(request, appointment, token, notice=words, status=status)
