"""Pages that explain: the service, personal data, accessibility. And the pages for when something fails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.public.for_everybody import for_everybody
from bookings.public.kept import lines
from bookings.public.views.responsible import summary
from mediation.access import public
from mediation.context import service_without_database
from mediation.responsible import rgaa
from mediation.responsible.figures import written


@public
@require_safe
@for_everybody
def about(request: HttpRequest) -> HttpResponse:
    """What is this service, and what does it cost the planet?"""
    return render(request, "public/about.html", {"figures": written()})


@public
@require_safe
@for_everybody
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept, for what, how long, whom to ask: printed from the table of what is held of people."""
    return render(request, "public/personal_data.html", {"lines": list(lines())})


@public
@require_safe
@for_everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: its table is a page of its own."""
    context = {"figures": written(), "rgaa": summary(rgaa.CRITERIA), "looked": rgaa.LOOKED_AT_ON}
    return render(request, "public/accessibility.html", context)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read: a plain page with the phone number (Django's own has no context)."""
    return render(request, "400.html", {"service": service_without_database()}, status=400)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Any unexpected error: a plain page with the phone number, never a trace, even without a database."""
    return render(request, "500.html", {"service": service_without_database()}, status=500)
