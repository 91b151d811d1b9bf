"""Pages that explain: the service, personal data, accessibility. And the pages for when something fails."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.public.for_everybody import for_everybody
from bookings.public.wording import kept_months
from mediation.access import public
from mediation.context import service_without_database


@public
@require_safe
@for_everybody
def about(request: HttpRequest) -> HttpResponse:
    """What is this service?"""
    return render(request, "public/about.html")


@public
@require_safe
@for_everybody
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept, how long, whom to ask. The figures are those of the settings."""
    context = {
        "identity_months": kept_months("identity"),
        "notes_months": kept_months("notes"),
        "call_months": kept_months("calls"),
        "call_back_days": settings.RETENTION_DAYS["call_backs"],
        "waiting_days": settings.RETENTION_DAYS["waiting"],
        "talk_months": kept_months("conversations"),
        "spoken_days": settings.RETENTION_DAYS["spoken_names"],
        "draft_minutes": settings.DRAFT_MINUTES,
    }
    return render(request, "public/personal_data.html", context)


@public
@require_safe
@for_everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "public/accessibility.html")


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read: a plain page with the phone number (Django's own has no context)."""
    return render(request, "400.html", {"service": service_without_database()}, status=400)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Any unexpected error: a plain page with the phone number, never a trace, even without a database."""
    return render(request, "500.html", {"service": service_without_database()}, status=500)
