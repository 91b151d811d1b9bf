"""The page for when the database does not answer: nothing on it needs one, and what was typed goes along to the next try."""

from collections.abc import Iterator

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from mediation.access import public
from mediation.context import service_without_database

RETRY_AFTER_S = 30
_FORM = "application/x-www-form-urlencoded"
# A note is a few thousand characters.
_LARGEST = 200_000
# Where somebody says who they are, a secret may be among what they typed; a program sends nothing anew by pressing a button.
_RULES = ("public", "staff")


@public
def out_of_reach(request: HttpRequest) -> HttpResponse:
    """503: not somebody's fault, for a minute perhaps; the telephone answers meanwhile.

    A form can be sent once more as it was: each carries a key or a version, so that it is done once.
    """
    context = {"service": service_without_database(), "typed": _typed(request)}
    response = render(request, "503.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form said, field by field; nothing of one that had a file, or was sent by whoever signs in."""
    view = getattr(request.resolver_match, "func", None)
    rule = getattr(getattr(view, "access", None), "rule", "")
    if request.method != "POST" or request.content_type != _FORM or rule not in _RULES:
        return []
    try:
        typed = list(_fields(request))
    except (SuspiciousOperation, UnreadablePostError):
        return []
    return typed if sum(len(name) + len(value) for name, value in typed) <= _LARGEST else []


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        for value in values:
            yield name, str(value)
