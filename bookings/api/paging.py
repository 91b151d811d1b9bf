"""Lists in parts, by a keyset of our own: what is inserted meanwhile moves nothing, and the last part costs as the first.

Only unique keys serve (here: a row's id). A cursor is signed, with the filters it belongs to: any other is a 400, never
silently the first part.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from bookings.api.problem import Fault, Problem
from mediation.crypto import every_hash, keyed_hash

M = TypeVar("M", bound=Model)


def part(
    rows: "QuerySet[M]", request: Request, asked: Mapping[str, Any], *, newest_first: bool = False
) -> tuple[list[M], str | None]:
    """The asked part of `rows` by id, and the address of the next part (None: there is none). One query."""
    last = after(request, asked)
    if last is not None:
        rows = rows.filter(**{"pk__lt" if newest_first else "pk__gt": _number(last)})
    found = list(rows.order_by("-pk" if newest_first else "pk")[: asked["limit"] + 1])
    if len(found) <= asked["limit"]:
        return found, None
    found.pop()
    return found, address_after(request, [found[-1].pk])


def after(request: Request, asked: Mapping[str, Any]) -> list[Any] | None:
    """The keys of the last thing of the part before; None for the first part. Raises 400 for a cursor not ours."""
    cursor = asked.get("cursor")
    if not cursor:
        return None
    try:
        packed, _dot, signature = cursor.rpartition(".")
        keys = json.loads(base64.urlsafe_b64decode(packed.encode("ascii")))
    except (binascii.Error, ValueError):
        raise _bad() from None
    signed = every_hash(_signed(request, packed))
    if not any(hmac.compare_digest(signature.encode(), each.encode()) for each in signed):
        raise _bad()
    return list(keys)


def address_after(request: Request, keys: Sequence[Any]) -> str:
    """The address of the part after the thing with these keys."""
    packed = base64.urlsafe_b64encode(json.dumps(list(keys)).encode()).decode()
    asked = request.query_params.copy()
    asked["cursor"] = f"{packed}.{_signed(request, packed)}"
    return f"{settings.PUBLIC_URL}{request.path}?{asked.urlencode()}"


def _signed(request: Request, packed: str) -> str:
    filters = sorted(
        (name, value) for name, value in request.query_params.items() if name not in ("cursor", "limit")
    )
    return keyed_hash("cursor", json.dumps([request.path, filters, packed]))[:16]


def _number(keys: Sequence[Any]) -> int:
    if len(keys) != 1 or not isinstance(keys[0], int):
        raise _bad()
    return keys[0]


def _bad() -> Problem:
    return Problem(
        "invalid-parameters", errors=[Fault("cursor", "invalid", _("Ce curseur n’est pas de nous."))]
    )
