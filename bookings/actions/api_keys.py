"""Keys of the API: made, replaced, revoked by a coordinator."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from bookings.errors import KeyOver
from bookings.models import ApiKey
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from mediation.crypto import keyed_hash
from mediation.models import Organisation, Trace
from mediation.traces.write import leave_trace

PREFIX = "rdvn_"
# How long the old key still opens when it is replaced: time to put the new one in place.
OVERLAP = timedelta(days=7)
_SHOWN = len(PREFIX) + 6


def secret_hash(secret: str) -> str:
    """What is stored instead of a key. The secret has 256 bits: a slow hash would only make each request slower."""
    return keyed_hash("api key", secret)


@short_transaction
def make_key(
    *,
    organisation: Organisation,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None,
    by: Actor,
    now: datetime,
) -> tuple[ApiKey, str]:
    """A new program's key and, this once, its secret."""
    key, secret = _drawn(by=by, now=now)
    key.organisation, key.name, key.expires_at = organisation, name.strip(), expires_at
    key.scopes = sorted(set(scopes) & set(ApiKey.Scope.values))
    key.save()
    _trace(Trace.Kind.KEY_MADE, key, by=by, now=now)
    return key, secret


@short_transaction
def replace_key(key_id: int, *, expires_at: datetime | None, by: Actor, now: datetime) -> tuple[ApiKey, str]:
    """A new key for the same program, with the same rights; the old one opens for `OVERLAP` more, or less if it was to
    end sooner. Raises `KeyOver` once the key is revoked, over, or replaced already.
    """
    old = ApiKey.objects.select_for_update(of=("self",)).get(pk=key_id)
    if old.replaced_by_id is not None or not ApiKey.objects.good(now).filter(pk=key_id).exists():
        raise KeyOver
    key, secret = _drawn(by=by, now=now)
    key.organisation_id, key.application = old.organisation_id, old.application
    key.name, key.scopes, key.expires_at = old.name, old.scopes, expires_at
    key.save()
    old.replaced_by = key
    old.expires_at = min(old.expires_at or now + OVERLAP, now + OVERLAP)
    old.save(update_fields=["replaced_by", "expires_at"])
    _trace(Trace.Kind.KEY_REPLACED, key, by=by, now=now, before=old.pk)
    return key, secret


@short_transaction
def revoke_key(key_id: int, *, by: Actor, now: datetime) -> ApiKey:
    """The key opens nothing any more, from this moment on. Once more changes nothing."""
    key = ApiKey.objects.select_for_update(of=("self",)).get(pk=key_id)
    if key.revoked_at is None:
        key.revoked_at, key.revoked_by_id = now, by.user_id
        key.save(update_fields=["revoked_at", "revoked_by"])
        _trace(Trace.Kind.KEY_REVOKED, key, by=by, now=now)
    return key


def _trace(kind: Trace.Kind, key: ApiKey, *, by: Actor, now: datetime, **more: Any) -> None:
    leave_trace(
        kind,
        now=now,
        actor=by.user_id,
        channel=by.channel,
        about="api_key",
        about_id=key.pk,
        organisation=key.organisation_id,
        scopes=key.scopes,
        **more,
    )


def _drawn(*, by: Actor, now: datetime) -> tuple[ApiKey, str]:
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        prefix=secret[:_SHOWN], secret_hash=secret_hash(secret), created_at=now, created_by_id=by.user_id
    )
    return row, secret
