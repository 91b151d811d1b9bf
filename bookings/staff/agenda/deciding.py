"""A change of hours is stored; what becomes of each appointment that it concerns is decided on the next page."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bookings.models import Appointment

DECIDE = "decider"
"""The button that stores and goes on there."""


def decide_about(rows: Iterable[Appointment]) -> HttpResponse:
    """On to the page where each of these gets its remedy."""
    pks = "-".join(str(row.pk) for row in rows)
    return redirect(f"{reverse('staff_interrupt')}?rdv={pks}")
