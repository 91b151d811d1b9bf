"""One referral as whoever sent it may read it, and the sheet that goes home with the person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookings.models import Referral
from bookings.partners.doors import DONE, REFUSED, Door
from bookings.partners.facts import facts_of
from bookings.partners.reach import booked_by_referrer
from bookings.partners.shown import history, seen_of
from bookings.partners.steps import steps_of
from bookings.people.links import new_referral_link
from bookings.public.seats import seats_of
from bookings.referrals.reasons import Reason
from bookings.referrals.seen import Step
from bookings.referrals.wording import next_in_words, shown_in_words, state_in_words
from bookings.staff.agenda.lines import topic_names
from mediation.qr import square


@require_safe
def referral(request: HttpRequest, found: Referral, door: Door) -> HttpResponse:
    """Where it stands, what was said, what happened, and what may be done."""
    said = request.GET.get("dit", "")
    context = {"done": DONE.get(said, ""), "refused": REFUSED.get(said, "")}
    return render(request, "partners/referral.html", {**about(found), **context, "door": door})


def about(found: Referral) -> dict[str, Any]:
    """What the page of a referral shows, with an account or without."""
    seen = seen_of(found)
    own = booked_by_referrer(found)
    return {
        "referral": found,
        "seen": seen,
        "state": state_in_words(seen, seats=found.has_seats),
        "reason": Reason(found.reason).label if found.reason in Reason.values else "",
        "next_step": next_in_words(seen, seats=found.has_seats),
        "shown": shown_in_words(seen, seats=found.has_seats),
        "facts": facts_of(found),
        "history": history(found),
        "appointment": found.appointment if seen.step is Step.BOOKED or seen.met else None,
        "seats": seats_of(found) if seen.step in (Step.BOOKED, Step.WAITING) or seen.met else None,
        "own": own,
        "steps": steps_of(found, seen, own=own, now=timezone.now()),
    }


@require_POST
def sheet(request: HttpRequest, found: Referral, door: Door) -> HttpResponse:
    """The sheet in large print. Posted: each one makes a link of its own, which is written down nowhere else."""
    return render(request, "partners/sheet.html", {**sheet_of(found), "door": door})


def sheet_of(found: Referral) -> dict[str, Any]:
    """What the sheet shows; a fresh link for the person, with its picture."""
    seen = seen_of(found)
    link = settings.PUBLIC_URL + reverse("short_link", args=[new_referral_link(found, now=timezone.now())])
    return {
        "referral": found,
        "topic": topic_names().get(found.topic_id or 0, ""),
        "shown": shown_in_words(seen, seats=found.has_seats),
        "appointment": found.appointment if seen.step is Step.BOOKED else None,
        "seats": seats_of(found) if seen.step is Step.BOOKED else None,
        "link": link,
        "square": square(link),
    }
