"""Forms without a cookie: where a POST comes from is read in its headers, not in a token.

Public forms act for nobody who is signed in, so a forged one can do no more than its sender could; yet no
other site may make a visitor's browser send them.
"""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]


def comes_from_this_site(request: HttpRequest) -> bool:
    """Whether no header says that another site sent this request. Old browsers that say nothing pass."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is None:
        return True
    return urlsplit(source).netloc in (request.get_host(), urlsplit(settings.PUBLIC_URL).netloc)


def same_origin(view: View) -> View:
    """Refuses (403) what another site sends; replaces the CSRF cookie on public forms."""

    @csrf_exempt
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not comes_from_this_site(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
