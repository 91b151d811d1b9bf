"""A site's drop-in: when it is, who is called, how long one waits; and the same large, for the screen of a waiting room."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from bookings.dropin.hours import today_at
from bookings.dropin.state import tag_of
from bookings.public import catalogue
from bookings.public.drop_in import hours_in_words, shown_at
from bookings.public.views.choose import language
from mediation.access import public


@public
@require_safe
def drop_in(request: HttpRequest, site_id: str) -> HttpResponse:
    """Hours, numbers and waiting time. Anybody may read it: there are no names."""
    return _shown(request, site_id, "public/drop_in.html")


@public
@require_safe
def screen(request: HttpRequest, site_id: str) -> HttpResponse:
    """The last numbers called. It asks again by itself: with a script for its part, without one as a whole."""
    if request.headers.get("HX-Request"):
        return _shown(request, site_id, "public/drop_in_called.html", open_page=True)
    return _shown(request, site_id, "public/drop_in_screen.html", open_page=True)


def _shown(request: HttpRequest, site_id: str, template: str, *, open_page: bool = False) -> HttpResponse:
    site, now = catalogue.site_named(site_id), timezone.now()
    # The part that asks again knows the tag of the page it stands in.
    tag = tag_of(site, today_at(site, now), "public", now)
    if open_page and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    words = hours_in_words(language()).get(site.pk, ())
    answer = render(request, template, {"shown": shown_at(site, now), "words": words, "tag": tag, "now": now})
    if open_page:
        answer["ETag"] = tag
    patch_cache_control(answer, no_cache=True)
    patch_vary_headers(answer, ["HX-Request"])
    return answer
