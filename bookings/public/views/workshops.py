"""Workshops: which there are, registering for one, and finding one's registration again by its link."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.answer_seat import accept_seat
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.leave_workshop import leave_workshop
from bookings.errors import AlreadyEnrolled, BookingError, Busy, OfferOver, TooLate, WorkshopFull
from bookings.models import Contact, Registration
from bookings.people.links import registration_of
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public import drafts
from bookings.public.same_origin import same_origin
from bookings.public.views.appointment import unlisted
from bookings.public.views.choose import language
from bookings.public.workshop_calendar import has_calendar, registration_file
from bookings.public.workshop_form import EnrolForm
from bookings.public.workshops import shown_of, workshop_named, workshops_ahead
from mediation.access import public
from mediation.context import current_territory
from mediation.crypto import derived_token

ACCEPT, LEAVE = "prendre", "quitter"
_WHY_NOT: Mapping[type[BookingError], Promise] = {
    WorkshopFull: _("Il n’y a plus assez de places à l’une de ces dates."),
    TooLate: _("L’une de ces dates est passée ou annulée. Choisissez-en d’autres."),
    AlreadyEnrolled: _("Cette personne est déjà inscrite."),
    OfferOver: _("Cette place n’est plus libre. Elle est à quelqu’un d’autre."),
    Busy: _("Trop de personnes en même temps. Essayez encore dans un instant."),
}


@public
@require_safe
def workshops(request: HttpRequest) -> HttpResponse:
    """The workshops that have dates ahead."""
    return render(
        request, "public/workshops.html", {"workshops": workshops_ahead(language(), now=timezone.now())}
    )


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def workshop(request: HttpRequest, workshop_id: str) -> HttpResponse:
    """One workshop and its form; sent, those who come have their seats, or wait for some. A second press changes nothing."""
    now = timezone.now()
    shown = workshop_named(workshop_id, language(), now=now)
    form = EnrolForm(request.POST if request.method == "POST" else None, shown=shown)
    try:
        draft_id = drafts.read_signed(request.POST.get("draft", ""))
    except drafts.ExpiredForm:
        draft_id = drafts.new_id()
    notice: Promise | str = ""
    full, status = not shown.has_seats, 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        token = derived_token("registration of draft", draft_id.hex)
        wanted = Enrolment(
            shown.workshop,
            form.people,
            form.way,
            form.date_ids,
            language=form.cleaned_data["messages_in"] or language(),
            wait="attendre" in request.POST,
            survey_consent=form.cleaned_data["survey"],
        )
        try:
            enrol(wanted, by=RESIDENT_ON_WEB, now=now, idempotency_key=f"web:{draft_id.hex}", token=token)
        except (WorkshopFull, TooLate, AlreadyEnrolled, Busy) as refused:
            notice, status = _WHY_NOT[type(refused)], 503 if isinstance(refused, Busy) else 409
            full = full or isinstance(refused, WorkshopFull)
        else:
            return redirect("registration", token)
    context = {"shown": shown, "form": form, "draft": drafts.sign(draft_id), "notice": notice, "full": full}
    return render(request, "public/workshop.html", context, status=status)


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """One's own registration: its dates and place, a seat that is offered, and buttons to give seats back."""
    found = registration_of(token)
    if found is None:
        return unlisted(render(request, "public/link_over.html", status=410))
    if request.method != "POST":
        return unlisted(_page(request, found))
    try:
        _answer(request, found)
    except BookingError as refused:
        why = _WHY_NOT.get(type(refused), _WHY_NOT[TooLate])
        status = 503 if isinstance(refused, Busy) else 409
        return unlisted(_page(request, registration_of(token) or found, notice=why, status=status))
    return unlisted(redirect("registration", token))


@public
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file: all dates, those called off taken out."""
    found = registration_of(token)
    if found is None:
        return unlisted(render(request, "public/link_over.html", status=410))
    content, method = registration_file(found, service=current_territory(), now=timezone.now())
    response = HttpResponse(content, content_type=f"text/calendar; method={method}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="atelier.ics"'
    return unlisted(response)


def _answer(request: HttpRequest, found: Registration) -> None:
    now, date = timezone.now(), request.POST.get("date", "")
    if request.POST.get("action") == ACCEPT:
        accept_seat(found.pk, by=RESIDENT_ON_WEB, now=now)
        return
    dates = [int(date)] if date.isascii() and date.isdigit() and len(date) < 18 else []
    leave_workshop(found.pk, by=RESIDENT_ON_WEB, now=now, date_ids=dates)


def _page(
    request: HttpRequest, found: Registration, *, notice: Promise | str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    dates = [date for date in found.dates.all() if date.ends_at > now]
    coming = [date for date in dates if date.cancelled_at is None and date.starts_at > now]
    context = {
        "registration": found,
        "shown": shown_of(found.workshop, language(), dates),
        "coming": coming,
        "several": len(coming) > 1,
        "before": _before(found) if found.state == Registration.State.WAITING else 0,
        "written": found.contact.kind in (Contact.Kind.MOBILE, Contact.Kind.EMAIL),
        "calendar": has_calendar(found),
        "notice": notice,
    }
    return render(request, "public/registration.html", context, status=status)


def _before(found: Registration) -> int:
    """How many wait longer for the same workshop."""
    waiting = Registration.objects.in_turn().filter(workshop=found.workshop_id)
    return waiting.filter(waiting_since__lt=found.waiting_since).count()
