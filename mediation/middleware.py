"""Whom a request really comes from, security headers that Django 5.2 does not send by itself, the route for
the access log.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from mediation import logs

_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class TrustedProxies:
    """Behind the proxies of TRUSTED_PROXIES (addresses or networks), whom they say the request comes from.

    Limits on guessing count by address: without this all staff would share the proxy's. Anybody else's
    X-Forwarded-For is ignored: it would be a way around those limits.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(each, strict=False) for each in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.trusted and self._trusts(request.META.get("REMOTE_ADDR", "")):
            chain = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
            client = next((each for each in reversed(chain) if not self._trusts(each)), "")
            if _is_address(client):
                request.META["REMOTE_ADDR"] = client
            if request.headers.get("X-Forwarded-Proto") == "https":
                request.META["wsgi.url_scheme"] = "https"
        return self.get_response(request)

    def _trusts(self, address: str) -> bool:
        return _is_address(address) and any(ipaddress.ip_address(address) in net for net in self.trusted)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class StaffLanguage:
    """Staff addresses, and the demonstration's telephone, carry no language: they follow what the person chose,
    kept in a cookie; else French.

    Not the browser's language: most shared desks have an English browser that nobody ever set up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(("/equipe/", "/partenaires/", "/compte/", "/simulateur/")):
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            if chosen in settings.STAFF_LANGUAGES:
                translation.activate(chosen)
                request.LANGUAGE_CODE = chosen
        return self.get_response(request)


class SecurityHeaders:
    """Content-Security-Policy (the setting bears Django 6's name) and Permissions-Policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = "; ".join(
            f"{directive} {' '.join(sources)}" for directive, sources in settings.SECURE_CSP.items()
        )
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response


class NoteRoute:
    """Leaves the route that answered where the web server's log finds it: paths hold tokens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match is not None:
            request.META[logs.ROUTE] = logs.route_of(request)
        return response
