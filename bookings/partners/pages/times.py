"""A time for somebody already referred: booking it with them, moving it, calling it off. Only one's own bookings."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.book_for_referred import book_for_referred
from bookings.actions.call_off import cancel
from bookings.actions.move import move
from bookings.actions.refer_with_time import Time
from bookings.errors import BookingError, Busy, SlotTaken, TooFar, TooManyAhead, TooSoon
from bookings.models import Referral
from bookings.partners.reach import actor, booked_by_referrer, referral_or_404
from bookings.partners.shown import seen_of
from bookings.partners.steps import Steps, steps_of
from bookings.partners.times import Offered, offered, read_time
from mediation.access import Kind, staff
from mediation.models import Site


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.PARTNER)
def time_chosen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Books a time with the person, or moves the one that was booked for them."""
    referral = referral_or_404(request, public_id)
    steps = _steps(referral)
    if not (steps.books or steps.moves):
        messages.info(request, _("Il n’y a pas d’heure à choisir ici : regardez où en est l’orientation."))
        return redirect("partners_referral", public_id)
    refused = _taken(request, referral, steps) if request.method == "POST" else ""
    if request.method == "POST" and not refused:
        said = _("Le rendez-vous est déplacé.") if steps.moves else _("C’est réservé.")
        messages.success(request, said)
        return redirect("partners_referral", public_id)
    context = {
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


def _taken(request: HttpRequest, referral: Referral, steps: Steps) -> str:
    """What went wrong, in words; "" when it is done."""
    chosen = read_time(request.POST.get("slot", ""))
    site = Site.objects.open_to_residents().filter(pk=chosen[1]).first() if chosen else None
    if chosen is None or site is None:
        return _("Choisissez une heure.")
    now, by = timezone.now(), actor(request)
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
@never_cache
@staff(Kind.PARTNER)
def cancelled(request: HttpRequest, public_id: str) -> HttpResponse:
    """Calls the time off that was booked for the person, after asking; the referral stays, and they are invited."""
    referral = referral_or_404(request, public_id)
    if not _steps(referral).cancels or referral.appointment is None:
        raise Http404
    if request.method == "POST":
        try:
            cancel(referral.appointment.pk, by=actor(request), now=timezone.now())
        except BookingError:
            messages.error(request, _("Ce rendez-vous ne peut plus être annulé."))
        else:
            messages.success(
                request, _("Le rendez-vous est annulé. La personne est invitée à en choisir un autre.")
            )
        return redirect("partners_referral", public_id)
    return render(request, "partners/cancel.html", {"referral": referral})
