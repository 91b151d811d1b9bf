"""How often a key may ask: so many requests a minute, told with each answer (IETF draft "RateLimit fields", 10)."""

import time
from uuid import UUID

from django.conf import settings
from django.core.cache import cache

from bookings.api.problem import Problem

WINDOW_S = 60


def count(application: UUID) -> dict[str, str]:
    """Counts one request of this program and gives the headers that say so. Raises 429 once there were too many.

    The window is the minute of the clock, so that counting is one step in the cache that all processes share.
    """
    now = time.time()
    minute, left_s = int(now // WINDOW_S), max(1, int(WINDOW_S - now % WINDOW_S))
    key = f"api-limit-{application}-{minute}"
    cache.add(key, 0, timeout=2 * WINDOW_S)
    used = cache.incr(key)
    headers = {
        "RateLimit-Policy": f'"default";q={settings.API_REQUESTS_A_MINUTE};w={WINDOW_S}',
        "RateLimit": f'"default";r={max(0, settings.API_REQUESTS_A_MINUTE - used)};t={left_s}',
    }
    if used > settings.API_REQUESTS_A_MINUTE:
        raise Problem("too-many-requests", headers={**headers, "Retry-After": str(left_s)})
    return headers
