"""Who calls: `Authorization: Bearer rdvn_…`. No session, no cookie: a browser's visitor is nobody here."""

import json
import re
from datetime import timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import CharField, Q, QuerySet
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from bookings.actions.api_keys import PREFIX, secret_hash
from bookings.api.problem import Problem
from bookings.models import ApiKey
from mediation.models import Organisation
from mediation.prepared import Given, Prepared

_SECRET = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{20,80}}")
_NOTED_EVERY = timedelta(minutes=5)
# In the order of the model, as `from_db` wants them.
_KEPT = ("id", "organisation_id", "application", "name", "scopes", "expires_at", "last_used_at", "revoked_at")
_WHOSE = ("id", "name", "refers")
CHALLENGE = 'Bearer realm="api"'


class KeyAuthentication(BaseAuthentication):
    """`request.auth` is the `ApiKey` (with its organisation); there is no `request.user`."""

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").strip().partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "bearer" or not _SECRET.fullmatch(secret.strip()):
            raise _refused("key-unknown")
        hashed = secret_hash(secret.strip())
        key = _key_with(hashed)
        if key is None:
            raise _refused("key-unknown")
        now = timezone.now()
        if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
            raise _refused("key-over")
        before = now - _NOTED_EVERY
        if key.last_used_at is None or key.last_used_at < before:
            unnoted = Q(last_used_at=None) | Q(last_used_at__lt=before)
            # (While the index key is changed, a program's key comes under the newest by being used.)
            ApiKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=now, secret_hash=hashed)
        return None, key

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


@Prepared
def _with_hash() -> "QuerySet[ApiKey, Any]":
    """What each request asks of a key and of whose it is."""
    same = ApiKey.objects.filter(secret_hash=Given("hash", CharField()))
    return same.values_list(*_KEPT, *(f"organisation__{name}" for name in _WHOSE))


def _key_with(hashed: str) -> ApiKey | None:
    """The key of that hash, with its organisation; their other columns are read when asked for."""
    if connection.vendor != "postgresql":  # Elsewhere columns hold text that Django alone can read.
        return ApiKey.objects.select_related("organisation").filter(secret_hash=hashed).first()
    rows = _with_hash()(hash=hashed)
    if not rows:
        return None
    kept = dict(zip(_KEPT, rows[0], strict=False))
    kept["scopes"] = json.loads(kept["scopes"])
    key = ApiKey.from_db(DEFAULT_DB_ALIAS, _KEPT, list(kept.values()))
    key.organisation = Organisation.from_db(DEFAULT_DB_ALIAS, _WHOSE, rows[0][len(_KEPT) :])
    return key


def _refused(slug: str) -> Problem:
    return Problem(slug, headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})


class HasScope(BasePermission):
    """The key must have the scope that the view names for the method; a view names one for each it answers."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scope = view.scopes.get(request.method or "")
        if scope is None:
            return True  # Public, or a method that is not answered: said by the handler.
        if not isinstance(request.auth, ApiKey):
            raise Problem("key-missing", headers={"WWW-Authenticate": CHALLENGE})
        if not request.auth.allows(scope):
            raise Problem("scope-missing", f"{scope}")
        return True
