"""A page declares what trace its use leaves."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from mediation.models import Trace
from mediation.traces.write import leave_trace

View = Callable[..., HttpResponseBase]
_SHOWN, _DONE = 200, (302, 303)


def traced(
    kind: Trace.Kind,
    *,
    about: str = "",
    of: str = "pk",
    also: str = "",
    code: str = "",
    changes: bool = False,
) -> Callable[[View], View]:
    """The page leaves a trace of `kind` each time it was shown; with `changes`, each time a form of it was taken.

    It stands below `@staff`: who is turned away leaves none. `about` and `of`: what it is about, and which part of the
    address has its number; `also`: another part that has one more. `code`: a part of the address that is a word of ours,
    never one of somebody's. A page whose trace cannot be written is not shown.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def leaving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if _used(request, response, changes=changes):
                place = request.resolver_match
                more: dict[str, Any] = {"code": str(kwargs[code])} if code else {}
                if also:
                    more["also"] = kwargs[also]
                leave_trace(
                    kind,
                    now=timezone.now(),
                    actor=request.user.pk,
                    about=about,
                    about_id=kwargs.get(of) if about else None,
                    page=place.view_name if place else "",
                    **more,
                )
            return response

        leaving.traced = kind  # type: ignore[attr-defined]
        return leaving

    return decorate


def _used(request: HttpRequest, response: HttpResponseBase, *, changes: bool) -> bool:
    if changes:
        return request.method == "POST" and response.status_code in _DONE
    return request.method == "GET" and response.status_code == _SHOWN
