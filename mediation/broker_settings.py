"""The broker's address, where it is not the cache's own Redis. Nothing here reads the environment: `settings` does."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured


def address(broker_url: str, redis_url: str) -> str:
    """Without a Redis for the cache all is done in one process, and no other broker is asked."""
    if broker_url.startswith(("amqp:", "amqps:", "pyamqp:")):
        raise ImproperlyConfigured("BROKER_URL takes redis://, rediss:// or sentinel:// only.")
    return (broker_url or redis_url) if redis_url else "memory://"


def transport_options(url: str, master_name: str) -> dict[str, Any]:
    """A broker that is gone, or takes a connection and never answers, is noticed: a nudge is tried again later."""
    if url.startswith("memory:"):
        return {}
    options: dict[str, Any] = {"socket_connect_timeout": 2, "socket_timeout": 10}
    if url.startswith("sentinel:"):
        # The sentinels are asked with timeouts of their own: one that does not answer is passed over for the next.
        options |= {
            "master_name": master_name,
            "sentinel_kwargs": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    return options
