"""`/chiffres/`: how the service is doing, for everybody, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.open_data.suppression import LEAST
from bookings.public.for_everybody import for_everybody
from mediation.access import public
from notifications.public import energy
from notifications.public.facts import public_figures as facts_of
from notifications.public.weights import written


@public
@require_safe
@for_everybody
def public_figures(request: HttpRequest) -> HttpResponse:
    """How long one waits where, what people say, how they ask, what a page and the SMS cost."""
    weights = written()
    context = {
        "figures": facts_of(timezone.localdate()),
        "least": LEAST,
        "weights": weights,
        "kilobytes": weights.average / 1000,
        "watt_hours": energy.watt_hours(weights.average),
        "lamp": energy.lamp_seconds(weights.average),
        "model": energy.MODEL,
    }
    return render(request, "public/figures.html", context)
