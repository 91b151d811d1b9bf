"""How an error is answered: `application/problem+json` (RFC 9457), never with what somebody sent in it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.urls import reverse
from rest_framework import exceptions
from rest_framework.response import Response

from bookings.api.meaning import problem_of
from bookings.api.problem import Fault, Problem
from bookings.api.problem_types import TYPES
from bookings.errors import BookingError

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "2"

_SLUGS: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.NotFound, "not-found"),
    (Http404, "not-found"),
    (exceptions.NotAuthenticated, "key-missing"),
    (exceptions.AuthenticationFailed, "key-unknown"),
    (exceptions.PermissionDenied, "scope-missing"),
    (PermissionDenied, "scope-missing"),
    (exceptions.MethodNotAllowed, "method-not-allowed"),
    (exceptions.UnsupportedMediaType, "unsupported-media-type"),
    (exceptions.ParseError, "unreadable"),
)


def answer(error: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: every error as a problem, ours and the framework's."""
    problem = _problem(error)
    if problem.slug == "internal-error" or isinstance(error, OperationalError | InterfaceError):
        # The kind and the place of the error; its message may quote a person (`mediation.logs`).
        log.error("the API failed", exc_info=error)
    headers = dict(problem.headers)
    for name, attribute in (("WWW-Authenticate", "auth_header"), ("Retry-After", "wait")):
        if value := getattr(error, attribute, None):
            headers.setdefault(name, str(value))
    return Response(
        body(problem), status=TYPES[problem.slug].status, headers=headers, content_type=MEDIA_TYPE
    )


def body(problem: Problem) -> dict[str, Any]:
    """The problem in the language of the moment."""
    kind = TYPES[problem.slug]
    said = {
        "type": settings.PUBLIC_URL + reverse("api_problem", args=[problem.slug]),
        "title": str(kind.title),
        "status": int(kind.status),
        "detail": str(problem.said or kind.what_to_do),
    }
    if problem.errors:
        said["errors"] = [
            {"pointer": each.pointer, "code": each.code, "detail": str(each.detail)}
            for each in problem.errors
        ]
    return {**said, **problem.more}


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, exceptions.ValidationError):
        return Problem("invalid", errors=tuple(_faults(error.detail)))
    if isinstance(error, BookingError):
        return problem_of(error)
    if isinstance(error, OperationalError | InterfaceError):
        # The database is out of reach, or had to end this: nothing was done, and the same key may ask again.
        return Problem("busy", headers={"Retry-After": RETRY_AFTER_S})
    return Problem(next((slug for kind, slug in _SLUGS if isinstance(error, kind)), "internal-error"))


def _faults(detail: Any, pointer: str = "") -> Iterator[Fault]:
    """A serializer's errors, flat, each with the JSON pointer (RFC 6901) of its field."""
    if isinstance(detail, Mapping):
        for name, within in detail.items():
            here = "" if name == "non_field_errors" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from _faults(within, pointer + here)
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for number, within in enumerate(detail):
            nested = isinstance(within, Mapping)
            if within:
                yield from _faults(within, f"{pointer}/{number}" if nested else pointer)
    else:
        yield Fault(pointer or "", str(getattr(detail, "code", "invalid")), str(detail))
