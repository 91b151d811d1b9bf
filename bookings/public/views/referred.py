"""The page of somebody whom a partner has referred, by their short link: a time, the waiting list, no, that is not me.

Opening the link changes nothing and tells nothing of the person: neither a name nor what it is about. Whoever gets it by
mistake learns that the partner has written to somebody.
"""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.answer_referral import decline, not_me, take_back_decline
from bookings.actions.book_invited import book_invited, wait_invited
from bookings.errors import (
    BookingError,
    Busy,
    NobodyToCall,
    SlotTaken,
    StepRefused,
    TooFar,
    TooManyAhead,
    TooSoon,
)
from bookings.models import Referral
from bookings.people.links import new_link, new_waiting_link, referral_of
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public import catalogue
from bookings.public.asked import read_stamp, stamp
from bookings.public.same_origin import same_origin
from bookings.public.seats import seats_of
from bookings.public.views.appointment import unlisted
from bookings.public.views.choose import Entry
from bookings.public.wording import SiteCard, at_one_site, by_day, one_each
from bookings.records.rules import rules_of
from bookings.referrals.seen import seen_by_referrer
from bookings.referrals.states import OPEN, State
from bookings.referrals.wording import shown_in_words
from bookings.times import search
from mediation.access import public
from mediation.models import Site

P = ParamSpec("P")
DECLINE, AFTER_ALL, NOT_ME, WAIT = "refuser", "reprendre", "pas-moi", "attendre"
_ENOUGH = 12
_GONE = (SlotTaken, TooSoon, TooFar)
_MAY_BOOK = OPEN | {State.EXPIRED, State.DECLINED}


def by_referral_link(
    view: Callable[Concatenate[HttpRequest, Referral, str, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Gives the view the referral behind the token; a stale or forged one gets a page that says so."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        referral = referral_of(token, now=timezone.now())
        if referral is None:
            return unlisted(render(request, "public/link_over.html", status=410))
        return unlisted(view(request, referral, token, *args, **kwargs))

    return opened


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_referral_link
def referred(request: HttpRequest, referral: Referral, token: str) -> HttpResponse:
    """Who referred, what they see, and what one can do."""
    if request.method != "POST":
        return _page(request, referral, token)
    try:
        return _done(request, referral, token)
    except BookingError as refused:
        status = 503 if isinstance(refused, Busy) else 409
        referral.refresh_from_db()
        return _page(request, referral, token, notice=_why_not(refused), status=status)


def _done(request: HttpRequest, referral: Referral, token: str) -> HttpResponse:
    action, now, by = request.POST.get("action", ""), timezone.now(), RESIDENT_ON_WEB
    if action == DECLINE:
        decline(referral.pk, by=by, now=now)
    elif action == AFTER_ALL:
        take_back_decline(referral.pk, by=by, now=now)
    elif action == NOT_ME:
        not_me(referral.pk, by=by, now=now)
        return render(request, "public/referred_not_me.html")
    elif action == WAIT:
        return redirect("waiting", new_waiting_link(wait_invited(referral.pk, by=by, now=now)))
    return redirect("referred", token)


def _page(
    request: HttpRequest, referral: Referral, token: str, *, notice: str | Promise = "", status: int = 200
) -> HttpResponse:
    context = {
        "referral": referral,
        "token": token,
        "seen": what_is_seen(referral),
        "may_book": referral.at in _MAY_BOOK,
        "declined": referral.at is State.DECLINED,
        "waits": referral.at is State.WAITING,
        "booked": referral.appointment if referral.at is State.BOOKED else None,
        "seats": seats_of(referral),
        "notice": notice,
    }
    return render(request, "public/referred.html", context, status=status)


def _why_not(refused: BookingError) -> str | Promise:
    if isinstance(refused, Busy):
        return _("Beaucoup de personnes réservent en ce moment. Essayez encore une fois.")
    if isinstance(refused, StepRefused):
        return _("Ce n’est plus possible : cela a changé entre-temps.")
    if isinstance(refused, TooManyAhead):
        return _("Vous avez déjà plusieurs rendez-vous à venir. Pour en prendre un autre, appelez-nous.")
    if isinstance(refused, NobodyToCall):
        return _("Ce rendez-vous se fait par téléphone. Appelez-nous pour le prendre.")
    return _("Ce n’est plus possible. Appelez-nous.")


# -- A time ------------------------------------------------------------------------------------------
@public
@require_safe
@by_referral_link
def referred_times(request: HttpRequest, referral: Referral, token: str) -> HttpResponse:
    """The first times where they are expected; `partout`: at every place."""
    everywhere = "partout" in request.GET
    sites = _sites(referral, everywhere=everywhere)
    zones = {pk: site.timezone for pk, site in sites.items()}
    start = read_stamp(request.GET["apres"]) if "apres" in request.GET else None
    found = [choice for choice in _found(referral, sites, start) if choice.site_id in sites]
    one_site = len(sites) == 1
    few = found if one_site else one_each(found, zones=zones)
    days, more = by_day(few, zones=zones, enough=_ENOUGH, one_site=at_one_site(few))
    later = stamp(days[-1].choices[-1].starts_at + timedelta(minutes=1)) if days and more else ""
    context = {
        "referral": referral,
        "token": token,
        "site": SiteCard(next(iter(sites.values()))) if one_site else None,
        "days": tuple((day.day, tuple(_entry(token, sites, each) for each in day.choices)) for day in days),
        "more": f"?{'partout=1&' if everywhere else ''}apres={later}" if later else "",
        "earlier": start is not None,
        "everywhere": everywhere,
        "waits": referral.at is State.WAITING,
    }
    return render(request, "public/referred_times.html", context)


def _found(referral: Referral, sites: dict[int, Site], start: datetime | None) -> list[search.Choice]:
    now, topic = timezone.now(), referral.topic
    if topic is None or not sites:
        return []
    end = now + timedelta(days=topic.horizon_days + 1)
    first = max(now, start or now)
    return list(search.times(topic, start=first, end=end, now=now, site_ids=sorted(sites)))


def _sites(referral: Referral, *, everywhere: bool = False) -> dict[int, Site]:
    """Where the person is expected, of the places that receive residents; all of them where none of these does."""
    known = catalogue.sites()
    theirs = {
        pk: site
        for pk, site in known.items()
        if pk == referral.site_id
        or (referral.site_id is None and site.organisation_id == referral.organisation_id)
    }
    return dict(known) if everywhere or not theirs else theirs


def _entry(token: str, sites: dict[int, Site], choice: search.Choice) -> Entry:
    site = sites[choice.site_id]
    address = reverse("referred_take", args=[token, site.public_id, stamp(choice.starts_at)])
    return Entry(starts_at=choice.starts_at, site=site, url=address)


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_referral_link
def referred_take(
    request: HttpRequest, referral: Referral, token: str, site_id: str, moment: str
) -> HttpResponse:
    """This time, at this place: one press books it. A second press comes to the same card."""
    site, starts_at, now = catalogue.site_named(site_id), read_stamp(moment), timezone.now()
    if referral.topic is None:
        raise Http404
    notice: str | Promise = ""
    status = 200
    if request.method == "POST":
        try:
            made = book_invited(referral.pk, site=site, starts_at=starts_at, by=RESIDENT_ON_WEB, now=now)
        except _GONE:
            notice, status = _("Cette heure vient d’être prise. Choisissez-en une autre."), 409
        except BookingError as refused:
            notice, status = _why_not(refused), 503 if isinstance(refused, Busy) else 409
        else:
            return redirect("booked", new_link(made, now=now))
    context = {
        "referral": referral,
        "token": token,
        "site": site,
        "card": SiteCard(site),
        "starts_at": starts_at,
        "notice": notice,
        "gone": status == 409,
    }
    return render(request, "public/referred_take.html", context, status=status)


def what_is_seen(referral: Referral) -> str:
    """What whoever referred reads of it, word for word."""
    seen = seen_by_referrer(referral.at, rules_of(referral.organisation_id or 0).shows)
    return shown_in_words(seen, seats=referral.has_seats)
