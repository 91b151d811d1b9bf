"""How often a key may ask: so many requests a minute, told with each answer (IETF draft "RateLimit fields", 10)."""

import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.redis import RedisCache

from bookings.api.problem import Problem

WINDOW_S = 60


def count(application: UUID) -> dict[str, str]:
    """Counts one request of this program and gives the headers that say so. Raises 429 once there were too many.

    The window is the minute of the clock, so that counting is one step in the cache that all processes share.
    """
    now = time.time()
    minute, left_s = int(now // WINDOW_S), max(1, int(WINDOW_S - now % WINDOW_S))
    key = f"api-limit-{application}-{minute}"
    used = _used(key)
    headers = {
        "RateLimit-Policy": f'"default";q={settings.API_REQUESTS_A_MINUTE};w={WINDOW_S}',
        "RateLimit": f'"default";r={max(0, settings.API_REQUESTS_A_MINUTE - used)};t={left_s}',
    }
    if used > settings.API_REQUESTS_A_MINUTE:
        raise Problem("too-many-requests", headers={**headers, "Retry-After": str(left_s)})
    return headers


def _used(key: str) -> int:
    """How often it has been asked for, this time included."""
    own: Any = caches[DEFAULT_CACHE_ALIAS]
    if isinstance(own, RedisCache):
        # (Django asks first whether there is one: as long a way again.)
        name = own.make_and_validate_key(key)
        redis = own._cache.get_client(name, write=True)
        used = int(redis.incr(name))
        if used == 1:
            redis.expire(name, 2 * WINDOW_S)
        return used
    try:
        return int(own.incr(key))
    except ValueError:  # The first one of this minute.
        own.add(key, 0, timeout=2 * WINDOW_S)
        return int(own.incr(key))
