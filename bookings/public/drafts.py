"""What somebody has typed and not sent yet.

Its id sits, signed, in the form itself: it keys the booking, so a second press books nothing more, and no
cookie is needed. Only when a page must be left (a time was taken meanwhile, another time is looked for, a code
is awaited) is the text kept on the server, encrypted, for `DRAFT_MINUTES`, and a strictly necessary cookie
bears the id.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bookings.models import Draft
from mediation.prepared import insert_or_update

COOKIE = "brouillon"
_SALT = "bookings.draft"
# A form left open overnight still sends; older ones are shown again to be checked.
_FORM_LIFE = timedelta(hours=24)


class ExpiredForm(Exception):
    """The form's signed id is missing, forged, or older than a day."""


def new_id() -> UUID:
    """An id nobody can guess."""
    return uuid4()


def sign(draft_id: UUID) -> str:
    """The id as the form carries it."""
    return signing.TimestampSigner(salt=_SALT).sign(draft_id.hex)


def read_signed(value: str) -> UUID:
    """The id a form carries. Raises `ExpiredForm`."""
    try:
        return UUID(signing.TimestampSigner(salt=_SALT).unsign(value, max_age=_FORM_LIFE))
    except (signing.BadSignature, ValueError):
        raise ExpiredForm from None


def shown_at(value: str) -> datetime:
    """When the form that carries this signed id was shown (UTC). Raises `ExpiredForm`."""
    try:
        stamp = signing.TimestampSigner(salt=_SALT).unsign(value) and value.rsplit(":", 2)[1]
        return datetime.fromtimestamp(signing.b62_decode(stamp), UTC)
    except (signing.BadSignature, ValueError, IndexError):
        raise ExpiredForm from None


def save(draft_id: UUID, data: dict[str, Any], *, now: datetime) -> None:
    """Keeps `data` for `DRAFT_MINUTES`, in the place of what the draft held."""
    expires_at = now + timedelta(minutes=settings.DRAFT_MINUTES)
    draft = Draft(id=draft_id, data=json.dumps(data), expires_at=expires_at)
    insert_or_update(draft, unique=("id",), updated=("data", "expires_at"))


def load(draft_id: UUID, *, now: datetime) -> dict[str, Any]:
    """What the draft holds; nothing when it is unknown or over."""
    draft = Draft.objects.filter(id=draft_id, expires_at__gt=now).first()
    return dict(json.loads(draft.data)) if draft else {}


def discard(draft_id: UUID) -> None:
    """Forgets the draft: it became a booking."""
    Draft.objects.filter(id=draft_id).delete()


def from_cookie(request: HttpRequest) -> UUID | None:
    """The draft this browser is in the middle of."""
    try:
        return read_signed(request.COOKIES.get(COOKIE, ""))
    except ExpiredForm:
        return None


def set_cookie(response: HttpResponseBase, draft_id: UUID) -> None:
    """Lets this browser find its draft again."""
    response.set_cookie(
        COOKIE,
        sign(draft_id),
        max_age=settings.DRAFT_MINUTES * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: HttpResponseBase) -> None:
    """Nothing is in the middle any more."""
    response.delete_cookie(COOKIE, samesite="Lax")
