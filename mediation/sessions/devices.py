"""Who signed in on this device today: so that a shared desk changes hands in seconds.

The list lives in a signed cookie of the device itself. It holds numbers, no name and no right: choosing
oneself still asks for a password or a passkey.

Another cookie, with a number drawn by chance and no more, tells a device of somebody's from one they never signed in on.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mediation.models import KnownDevice, User

COOKIE = "poste"
KEPT_FOR = timedelta(days=1)
AT_MOST = 8
_SALT = "mediation.device"
KNOWN_COOKIE = "appareil"
# Browsers keep a cookie for 400 days at most.
KNOWN_FOR = timedelta(days=400)
_FORM = re.compile(r"[\w-]{43}", re.ASCII)


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


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether this user signed in on this device before, within `KNOWN_FOR`."""
    token = request.COOKIES.get(KNOWN_COOKIE, "")
    return bool(token) and KnownDevice.objects.filter(user=user, token_hash=_hash(token)).exists()


def make_known(request: HttpRequest, response: HttpResponseBase, user: User, *, now: datetime) -> None:
    """From now on this is a device of theirs, beside whoever else uses it."""
    token = request.COOKIES.get(KNOWN_COOKIE, "")
    if not _FORM.fullmatch(token):
        token = secrets.token_urlsafe(32)
    KnownDevice.objects.update_or_create(user=user, token_hash=_hash(token), defaults={"used_at": now})
    response.set_cookie(
        KNOWN_COOKIE,
        token,
        expires=now + KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _hash(token: str) -> str:
    """(256 bits drawn by chance: nothing to guess, so no key.)"""
    return hashlib.sha256(token.encode()).hexdigest()
