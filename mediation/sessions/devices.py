"""Who signed in on this device today: so that a shared desk changes hands in seconds.

The list lives in a signed cookie of the device itself. It holds numbers, no name and no right: choosing
oneself still asks for a password or a passkey.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mediation.models import User

COOKIE = "poste"
KEPT_FOR = timedelta(days=1)
AT_MOST = 8
_SALT = "mediation.device"


def user_ids(request: HttpRequest) -> list[int]:
    """Ids of those who signed in here within a day, the last one first; a forged cookie is nobody."""
    try:
        ids = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return []
    return [int(pk) for pk in ids]


def people(request: HttpRequest) -> list[User]:
    """Those people, if they may still sign in, the last one first."""
    ids = user_ids(request)
    found = User.objects.filter(pk__in=ids, is_active=True).in_bulk()
    return [found[pk] for pk in ids if pk in found]


def remember(request: HttpRequest, response: HttpResponseBase, user: User, *, now: datetime) -> None:
    """Put `user` first on this device's list, until `now` + one day."""
    ids = [user.pk, *(pk for pk in user_ids(request) if pk != user.pk)][:AT_MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps(ids, salt=_SALT),
        expires=now + KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
