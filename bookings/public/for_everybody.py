"""Pages that have nothing of whoever reads them: made once, and kept by browsers and proxies."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, set_response_etag
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page

from mediation.remembered import remember

View = Callable[[HttpRequest], HttpResponse]

# So long nobody asks again; then only whether it has changed (`ETag`). A change of the team's is seen that much later.
KEPT_SECONDS = 60


def for_everybody(view: View) -> View:
    """Makes the page once for its address and language, and lets it be kept for a minute.

    What such a page shows depends on nothing else of the request: no cookie, nobody signed in, no query.
    """

    @functools.wraps(view)
    @conditional_page
    def shown(request: HttpRequest) -> HttpResponse:
        def made() -> bytes:
            return view(request).content

        key = (view.__module__, view.__qualname__, request.path, get_language())
        # An address with a query repeats it in its links to other languages.
        plain = request.method == "GET" and not request.META.get("QUERY_STRING")
        response = HttpResponse(remember(key, made)) if plain else view(request)
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        set_response_etag(response)
        # The same page, not the same bytes: they may be packed or not.
        response["ETag"] = f"W/{response['ETag']}"
        return response

    return shown
