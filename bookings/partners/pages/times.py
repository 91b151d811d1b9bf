"""A time for somebody already referred: booking it with them, moving it, calling it off. Only one's own bookings."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.actions.book_for_referred import book_for_referred
from bookings.actions.call_off import cancel
from bookings.actions.leave_workshop import leave_workshop
from bookings.actions.move import move
from bookings.actions.refer_with_time import Time
from bookings.errors import BookingError, Busy, SlotTaken, TooFar, TooManyAhead, TooSoon
from bookings.models import Referral
from bookings.partners.doors import Door
from bookings.partners.reach import booked_by_referrer
from bookings.partners.shown import seen_of
from bookings.partners.steps import Steps, steps_of
from bookings.partners.times import Offered, offered, read_time
from bookings.public.seats import seats_of
from mediation.models import Site


@require_http_methods(["GET", "HEAD", "POST"])
def time_chosen(request: HttpRequest, referral: Referral, door: Door) -> HttpResponse:
    """Books a time with the person, or moves the one that was booked for them."""
    steps = _steps(referral)
    if not (steps.books or steps.moves):
        return door.back(request, "pas-d-heure")
    refused = _taken(request, referral, steps, door) if request.method == "POST" else ""
    if request.method == "POST" and not refused:
        return door.back(request, "deplacee" if steps.moves else "reservee")
    context = {
        "door": door,
        "referral": referral,
        "moves": steps.moves,
        "refused": refused,
        "found": _free(request, referral),
        "sites": Site.objects.open_to_residents(),
        "site": request.GET.get("lieu", ""),
        "near": request.GET.get("pres-de", ""),
    }
    return render(request, "partners/time.html", context, status=409 if refused else 200)


def _steps(referral: Referral) -> Steps:
    own = booked_by_referrer(referral)
    return steps_of(referral, seen_of(referral), own=own, now=timezone.now())


def _free(request: HttpRequest, referral: Referral) -> Offered:
    """At the site it was sent to, unless another place is asked for."""
    sites = {
        site.pk: site for site in Site.objects.open_to_residents().select_related("commune", "organisation")
    }
    near = request.GET.get("pres-de", "")
    site = request.GET.get("lieu", "" if near else str(referral.site_id or ""))
    said = {"site": site, "near": near, "topic": referral.topic.public_id if referral.topic else ""}
    said["part"] = referral.parts[0] if len(referral.parts) == 1 else ""
    days = [str(day) for day in referral.weekdays]
    topics = {referral.topic.public_id: referral.topic} if referral.topic else {}
    return offered({**said, "days": days}, topics, sites, now=timezone.now())


def _taken(request: HttpRequest, referral: Referral, steps: Steps, door: Door) -> str:
    """What went wrong, in words; "" when it is done."""
    chosen = read_time(request.POST.get("slot", ""))
    site = Site.objects.open_to_residents().filter(pk=chosen[1]).first() if chosen else None
    if chosen is None or site is None:
        return _("Choisissez une heure.")
    now, by = timezone.now(), door.by
    try:
        if steps.moves and referral.appointment is not None:
            move(referral.appointment, starts_at=chosen[0], site=site, by=by, now=now)
        else:
            book_for_referred(referral.pk, Time(site, chosen[0], now), by=by, now=now)
    except SlotTaken:
        return _("Cette heure vient d’être prise. Choisissez-en une autre.")
    except (TooSoon, TooFar):
        return _("Cette heure est passée, trop proche ou trop lointaine. Choisissez-en une autre.")
    except TooManyAhead:
        return _("Cette personne a déjà plusieurs rendez-vous à venir.")
    except Busy:
        return _("Beaucoup de monde réserve en ce moment. Appuyez encore une fois.")
    except BookingError:
        return _("Cela ne se peut plus : l’orientation a changé entre-temps.")
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def cancelled(request: HttpRequest, referral: Referral, door: Door) -> HttpResponse:
    """Gives the time, or the seats, back that were taken for the person, after asking; the referral stays, and they are
    invited.
    """
    if not _steps(referral).cancels:
        raise Http404
    if request.method == "POST":
        try:
            return door.back(request, _given_back(referral, door))
        except BookingError:
            return door.back(request, "pas-annulee")
    context = {"referral": referral, "door": door, "seats": seats_of(referral)}
    return render(request, "partners/cancel.html", context)


def _given_back(referral: Referral, door: Door) -> str:
    """What was done, by its name in `DONE`."""
    if referral.registration is not None:
        leave_workshop(referral.registration.pk, by=door.by, now=timezone.now())
        return "desinscrite"
    if referral.appointment is not None:
        cancel(referral.appointment.pk, by=door.by, now=timezone.now())
    return "annulee"
