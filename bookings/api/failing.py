"""Django's own error pages: for programs under /api/ a problem, for everybody else a page."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bookings.api.views.explained import failed
from bookings.public.views import information
from mediation.access import public


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """A request that cannot be read."""
    if request.path.startswith("/api/"):
        return failed(request, "unreadable")
    return information.bad_request(request, exception)


@public
def server_error(request: HttpRequest) -> HttpResponseBase:
    """Any unexpected error."""
    if request.path.startswith("/api/"):
        return failed(request, "internal-error")
    return information.server_error(request)
