"""A calendar feed. Whoever has the address reads it: it is as long as a key, and stands in no log."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from bookings.calendars.feed import feed_of, text_of
from mediation.access import machine


@require_safe
@machine
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed as iCalendar, or 304 when it is what the program has already. Revoked or unknown: 404."""
    feed = feed_of(token)
    if feed is None:
        raise Http404
    now = timezone.now()
    text = text_of(feed, now=now).encode()
    feed.note_read(now)
    etag = quote_etag(hashlib.sha256(text).hexdigest()[:32])
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    # Asked again each time: a revoked address must not go on answering from a cache.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if isinstance(answer, HttpResponseNotModified | HttpResponse) else response
