"""Whether something is still as it was read: `ETag` and `If-Match` (RFC 9110).

The tag stands for what is shown, not for a row's version: a referral's hidden steps must not be counted from outside.
"""

import json
from typing import Any

from rest_framework.request import Request

from bookings.api.problem import Problem
from mediation.crypto import keyed_hash


def etag_of(shown: Any, *more: object) -> str:
    """The tag of what is shown; `more` says what else a change of it would mean."""
    text = json.dumps([shown, [str(each) for each in more]], sort_keys=True, default=str)
    return f'"{keyed_hash("etag", text)[:32]}"'


def refuse_unless_read(request: Request, etag: str) -> None:
    """Raises 428 without an `If-Match`, 412 when it names something older. `*` is whatever there is."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Problem("precondition-required")
    if given != "*" and etag not in _tags(given):
        raise Problem("changed-meanwhile")


def is_known(request: Request, etag: str) -> bool:
    """Whether whoever reads has this very thing already (`If-None-Match`)."""
    given = request.headers.get("If-None-Match", "").strip()
    return given == "*" or etag in _tags(given)


def _tags(header: str) -> list[str]:
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]
