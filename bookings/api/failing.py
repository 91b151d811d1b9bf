"""Django's own error pages: for programs under /api/ a problem, for everybody else a page."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bookings.api.views.explained import failed
from bookings.public.views import information, unavailable
from mediation.access import public


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """A request that cannot be read."""
    if request.path.startswith("/api/"):
        return failed(request, "unreadable")
    return information.bad_request(request, exception)


@public
def server_error(request: HttpRequest) -> HttpResponseBase:
    """Any unexpected error; apart from it, that the database does not answer or had to end what was asked."""
    # (Django calls this while it handles the error.)
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if request.path.startswith("/api/"):
        return failed(request, "busy" if is_away else "internal-error")
    return unavailable.out_of_reach(request) if is_away else information.server_error(request)
