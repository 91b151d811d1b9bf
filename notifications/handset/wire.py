"""Requests as the provider makes them: signed, and through the whole of our own application, in this very process.

Over HTTP the one process of the embedded mode could wait for itself, and PUBLIC_URL need not lead back here.
"""

import sys
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils import translation
from twilio.request_validator import RequestValidator


class Reply(NamedTuple):
    """What a webhook answered."""

    status: int
    content_type: str
    body: bytes


def signature(path: str, form: dict[str, str], *, token: str) -> str:
    """The provider's signature of a form posted to `path` of this service."""
    return str(RequestValidator(token).compute_signature(settings.PUBLIC_URL + path, form))


def post(path: str, form: dict[str, str]) -> Reply:
    """Posts a signed form to one of our own webhooks, every middleware included. Not inside a transaction."""
    signed = signature(path, form, token=settings.TWILIO_AUTH_TOKEN)
    request = WSGIRequest(_environ(path, form, signed))
    # The inner request is in a language of its own; the page that asked keeps the one it is in.
    with translation.override(translation.get_language()):
        answer = _application().get_response(request)
    return Reply(answer.status_code, answer.get("Content-Type", ""), bytes(getattr(answer, "content", b"")))


@lru_cache
def _application() -> WSGIHandler:
    from mediation.wsgi import application

    return application


def _environ(path: str, form: dict[str, str], signed: str) -> dict[str, Any]:
    body, here, asked = urlencode(form).encode(), urlsplit(settings.PUBLIC_URL), urlsplit(path)
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(asked.path),
        "QUERY_STRING": asked.query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": here.netloc,
        "HTTP_X_TWILIO_SIGNATURE": signed,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": here.hostname or "localhost",
        "SERVER_PORT": str(here.port or (443 if here.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": here.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
