"""Whom somebody of the team calls about what they have to do: no text, e-mail or letter reaches them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.actions.add_step import say_step
from bookings.following.reached import reached
from bookings.models import Contact, NextStep
from bookings.staff.asking import actor, way_back
from bookings.staff.reaching import BY_PHONE
from mediation.access import RECEPTION, Reach, reach_of, staff
from mediation.moments import AnInstant, local_day


def steps_to_call(reach: Reach, *, now: AnInstant) -> QuerySet[NextStep]:
    """What is still to be said and still of use, within somebody's reach: never to who is discreet."""
    still = NextStep.objects.filter(
        to_tell=True, done_at=None, due_on__gte=local_day(now), resident__discreet=False
    )
    return reach.limit(still, "organisation")


def rows_to_call(reach: Reach) -> list[dict[str, object]]:
    """As the page of the desk lists them, the most urgent first: whom, by which number, before when, and who helps them.
    Never what: those words are for who reads the notes. Two queries.
    """
    steps = list(
        steps_to_call(reach, now=timezone.now())
        .select_related("resident", "mediator")
        .order_by("due_on", "pk")
    )
    ways = reached({step.resident_id for step in steps}) if steps else {}
    return [
        _row(step, ways[step.resident_id].contact if step.resident_id in ways else None) for step in steps
    ]


def _row(step: NextStep, contact: Contact | None) -> dict[str, object]:
    by_phone = contact is not None and contact.kind in BY_PHONE
    return {"step": step, "contact": contact, "phone": contact.value if contact and by_phone else ""}


@require_POST
@staff(*RECEPTION)
def step_said(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has called, or said it at the counter."""
    step = get_object_or_404(steps_to_call(reach_of(request), now=timezone.now()), pk=pk)
    say_step(step.pk, by=actor(request), now=timezone.now())
    messages.success(request, _("C’est noté : la personne est prévenue."))
    return redirect(way_back(request, redirect("staff_to_tell")["Location"]))
