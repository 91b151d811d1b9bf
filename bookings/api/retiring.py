"""What of the API will go: told with each answer long before (`Deprecation`, RFC 9745; `Sunset`, RFC 8594).

Nothing is retired yet. An operation is listed here by its `operationId`; its answers and the schema say so from then on.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.http import http_date


@dataclass(frozen=True)
class Retirement:
    """From when on one should use something else, from when on it is gone (both UTC), and where that is explained."""

    deprecated_at: datetime
    sunset_at: datetime
    explained_at: str


RETIRED: dict[str, Retirement] = {}


def headers_of(operation: str) -> dict[str, str]:
    """What the answers of this operation say about its end; nothing while it stays."""
    retirement = RETIRED.get(operation)
    if retirement is None:
        return {}
    return {
        "Deprecation": f"@{int(retirement.deprecated_at.timestamp())}",
        "Sunset": http_date(retirement.sunset_at.timestamp()),
        "Link": f'<{retirement.explained_at}>; rel="deprecation", <{retirement.explained_at}>; rel="sunset"',
    }
