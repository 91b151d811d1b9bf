"""What the API says about itself: its kinds of problems; and what has no address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api.problem import Problem
from bookings.api.problem_types import TYPES
from bookings.api.problems import MEDIA_TYPE, RETRY_AFTER_S, body
from bookings.api.view import ApiView
from mediation.access import public


@public
@require_safe
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """What a kind of problem means, and what to do: the page its `type` leads to."""
    if slug not in TYPES:
        raise Http404
    return render(request, "api/problem.html", {"problem": TYPES[slug]})


@public
@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """All kinds of problems."""
    return render(request, "api/problems.html", {"problems": TYPES.values()})


class NoSuchAddress(ApiView):
    """Whatever has no address here: a problem, not a page."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    def _nothing(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise Problem("not-found")

    get = post = put = patch = delete = _nothing


def failed(request: HttpRequest, slug: str) -> HttpResponse:
    """The problem for what fails outside of the views: before them, or while an answer is written."""
    said: Any
    with translation.override("fr"):
        said = body(Problem(slug))
    headers = {"Retry-After": RETRY_AFTER_S} if said["status"] == 503 else None
    return JsonResponse(said, status=said["status"], content_type=MEDIA_TYPE, headers=headers)
