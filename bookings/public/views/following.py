"""What one has to do, by the link of a sheet, a message or one's own appointment: see it, tick it, take that back.

Opening the link changes nothing. The token in the address is the proof: no other site can forge it.
"""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings.actions.add_step import tick_step
from bookings.following.links import is_late, person_of, sheets_of, steps_of
from bookings.following.usual import in_language
from bookings.models import Goal, NextStep, Resident
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public.same_origin import same_origin
from bookings.public.views.appointment import unlisted
from bookings.public.views.choose import language
from mediation.access import public

P = ParamSpec("P")


def by_own_link(
    view: Callable[Concatenate[HttpRequest, Resident, str, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Gives the view the person behind the token; a stale or forged one gets a page that says so."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = person_of(token, now=timezone.now())
        if person is None:
            return unlisted(render(request, "public/link_over.html", status=410))
        return unlisted(view(request, person, token, *args, **kwargs))

    return opened


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_own_link
def following(request: HttpRequest, person: Resident, token: str) -> HttpResponse:
    """The list, with what one wants to be able to do and the sheets taken home; a press ticks a line or takes it back."""
    if request.method == "POST":
        _ticked(request, person)
        return redirect("following", token)
    now = timezone.now()
    steps = [
        {"step": step, "words": in_language(step.words, language()), "late": is_late(step, now=now)}
        for step in steps_of(person, now=now)
    ]
    context = {
        "token": token,
        "open": [each for each in steps if each["step"].done_at is None],  # type: ignore[attr-defined]
        "done": [each for each in steps if each["step"].done_at is not None],  # type: ignore[attr-defined]
        "goals": person.goals.filter(state=Goal.State.OPEN).order_by("set_on", "pk"),
        "sheets": sheets_of(person),
    }
    return render(request, "public/following.html", context)


def _ticked(request: HttpRequest, person: Resident) -> None:
    """What they do themselves; what somebody of the team does is the team's to tick."""
    typed, done = request.POST.get("etape", ""), request.POST.get("fait") == "1"
    if typed.isascii() and typed.isdigit() and len(typed) < 18:
        own = NextStep.objects.filter(pk=int(typed), resident=person, who=NextStep.Who.PERSON)
        if own.exists():
            tick_step(int(typed), done=done, by=RESIDENT_ON_WEB, now=timezone.now())
