"""The waiting list on the web: joining it, what one waits for, a free time to take or leave, leaving.

Opening a link changes nothing. The token in the address is the proof.
"""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.actions.offer import accept, decline
from bookings.actions.wait import Wait, come_back, leave, wait, wait_for_earlier
from bookings.errors import BookingError, Busy, CannotWait, NobodyToCall, OfferOver, TooManyAhead
from bookings.models import Appointment, Contact, WaitingEntry, WaitingOffer
from bookings.people.asked_for import wish_to_say
from bookings.people.links import new_link, new_waiting_link, waiting_of
from bookings.people.mistakes import NUMBER_NEEDED
from bookings.people.who import RESIDENT_ON_WEB, Participant
from bookings.public import catalogue, drafts, preference
from bookings.public.same_origin import same_origin
from bookings.public.views.appointment import by_link, unlisted
from bookings.public.views.choose import language
from bookings.public.waiting_forms import SoonerForm, WaitForm
from bookings.public.wording import SiteCard, directions, kept_months
from bookings.times.wishes import kept
from bookings.waiting.wanted import wanted_in_words
from mediation.access import public
from mediation.models import Site

WRITTEN_TO = (Contact.Kind.MOBILE, Contact.Kind.EMAIL)
"""Who is written to; whoever else is called by the team."""
LEAVE, COME_BACK, ACCEPT, DECLINE = "quitter", "revenir", "prendre", "laisser"


# -- An earlier time than one's appointment --------------------------------------------------------
@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def sooner(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    """Asks where and when one could come sooner; sent, one is on the list. Once more changes what was asked for."""
    now = timezone.now()
    entry = _waits_for(appointment)
    if appointment.status != Appointment.Status.BOOKED or appointment.starts_at <= now:
        return redirect("appointment", token)
    action = request.POST.get("action", "")
    if entry is not None and action == LEAVE:
        leave(entry.pk, by=RESIDENT_ON_WEB, now=now)
        return redirect("sooner", token)
    form = SoonerForm(
        request.POST if request.method == "POST" else None,
        appointment=appointment,
        initial=SoonerForm.as_asked(entry) if entry else None,
    )
    notice: str | Promise = ""
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            wait_for_earlier(appointment.pk, sites=form.sites, when=form.when, by=RESIDENT_ON_WEB, now=now)
        except BookingError as refused:
            notice, status = _why_not(refused), 503 if isinstance(refused, Busy) else 409
        else:
            return redirect("sooner", token)
    context = {
        "appointment": appointment,
        "token": token,
        "form": form,
        "entry": entry,
        "notice": notice,
        "reached": _how_reached(appointment.contact),
    }
    return render(request, "public/sooner.html", context, status=status)


def _waits_for(appointment: Appointment) -> WaitingEntry | None:
    waiting = WaitingEntry.objects.filter(appointment=appointment, status=WaitingEntry.Status.WAITING)
    return waiting.prefetch_related("sites").first()


def _how_reached(contact: Contact) -> str:
    if contact.kind in WRITTEN_TO:
        return "written"
    return "nobody" if contact.kind == Contact.Kind.NONE else "called"


def _why_not(refused: BookingError) -> str | Promise:
    if isinstance(refused, Busy):
        return _("Beaucoup de personnes réservent en ce moment. Essayez encore une fois.")
    if isinstance(refused, TooManyAhead):
        return _("Cette personne attend déjà plusieurs places. Pour en demander une autre, appelez-nous.")
    if isinstance(refused, NobodyToCall):
        return NUMBER_NEEDED
    if isinstance(refused, CannotWait):
        return _("Nous ne pouvons pas vous prévenir. Appelez-nous.")
    return _("Ce n’est plus possible. Appelez-nous.")


# -- Any time, without an appointment --------------------------------------------------------------
@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def wait_anywhere(request: HttpRequest, topic_id: str) -> HttpResponse:
    """Asks who waits, wherever that is."""
    return _wait(request, topic_id, None)


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def wait_here(request: HttpRequest, topic_id: str, site_id: str) -> HttpResponse:
    """Asks who waits for a time at one site."""
    return _wait(request, topic_id, catalogue.site_named(site_id))


def _wait(request: HttpRequest, topic_id: str, site: Site | None) -> HttpResponse:
    topic, now = catalogue.topic_text(topic_id, language()), timezone.now()
    wanted = preference.read(request.GET)
    form = WaitForm(request.POST or None)
    try:
        draft_id = drafts.read_signed(request.POST.get("draft", ""))
    except drafts.ExpiredForm:
        draft_id = drafts.new_id()
    notice: str | Promise = ""
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        asked = Wait(
            topic=topic.topic,
            sites=[site] if site else [],
            person=Participant(form.cleaned_data["name"]),
            reach=form.way,
            when=form.when,
            language=form.cleaned_data["messages_in"] or language(),
            asked_for=wanted,
        )
        try:
            entry = wait(asked, by=RESIDENT_ON_WEB, now=now, idempotency_key=f"web:{draft_id.hex}")
        except BookingError as refused:
            notice, status = _why_not(refused), 503 if isinstance(refused, Busy) else 409
        else:
            return redirect("waiting", new_waiting_link(entry))
    context = {
        "topic": topic,
        "site": SiteCard(site) if site else None,
        "form": form,
        "draft": drafts.sign(draft_id),
        "notice": notice,
        "wish": wish_to_say(kept(wanted)),
        "kept_months": kept_months("identity"),
    }
    return render(request, "public/wait.html", context, status=status)


# -- The wait itself ---------------------------------------------------------------------------------
def _by_waiting_link(
    view: Callable[[HttpRequest, WaitingEntry, str], HttpResponse],
) -> Callable[..., HttpResponse]:
    @functools.wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        entry = waiting_of(token, now=timezone.now())
        if entry is None:
            return unlisted(render(request, "public/link_over.html", status=410))
        return unlisted(view(request, entry, token))

    return opened


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@_by_waiting_link
def waiting(request: HttpRequest, entry: WaitingEntry, token: str) -> HttpResponse:
    """What one waits for, and a free time if there is one."""
    if request.method != "POST":
        return _page(request, entry, token)
    try:
        return _done(request, entry, token)
    except OfferOver:
        notice = _("Cette place n’est plus libre. Vous restez sur la liste d’attente.")
        return _page(request, entry, token, notice=notice, status=409)
    except BookingError as refused:
        status = 503 if isinstance(refused, Busy) else 409
        return _page(request, entry, token, notice=_why_not(refused), status=status)


def _done(request: HttpRequest, entry: WaitingEntry, token: str) -> HttpResponse:
    action, now = request.POST.get("action", ""), timezone.now()
    offer = _last_offer(entry)
    if action == ACCEPT and offer is not None:
        appointment = accept(offer.pk, by=RESIDENT_ON_WEB, now=now)
        return redirect("booked", new_link(appointment, now=now))
    if action == DECLINE and offer is not None:
        decline(offer.pk, by=RESIDENT_ON_WEB, now=now)
    elif action == LEAVE:
        leave(entry.pk, by=RESIDENT_ON_WEB, now=now)
    elif action == COME_BACK:
        come_back(entry.pk, by=RESIDENT_ON_WEB, now=now)
    return redirect("waiting", token)


def _last_offer(entry: WaitingEntry) -> WaitingOffer | None:
    rows = entry.offers.select_related("site__commune")
    return rows.order_by("-offered_at", "-pk").first()


def _page(
    request: HttpRequest, entry: WaitingEntry, token: str, *, notice: str | Promise = "", status: int = 200
) -> HttpResponse:
    entry.refresh_from_db(fields=["status"])
    offer = _last_offer(entry)
    open_still = offer is not None and offer.status == WaitingOffer.Status.OPEN
    waits = entry.status == WaitingEntry.Status.WAITING and entry.until > timezone.now()
    context = {
        "entry": entry,
        "token": token,
        "topic": catalogue.text_of(entry.topic, language()),
        "sites": list(entry.sites.all()),
        "wanted": wanted_in_words(entry.weekdays, entry.parts),
        "wish": wish_to_say(entry.wish),
        "offer": offer if waits and open_still else None,
        "card": SiteCard(offer.site) if offer is not None else None,
        "directions": directions(offer.site, language()) if offer is not None else "",
        "waits": waits,
        "may_come_back": entry.status == WaitingEntry.Status.LEFT and entry.until > timezone.now(),
        "notice": notice,
        "reached": _how_reached(entry.contact),
    }
    return render(request, "public/waiting.html", context, status=status)
