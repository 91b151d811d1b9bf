"""Who may come in by ProConnect: an account that was invited, once its owner said that this is them."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from mediation.crypto import keyed_hash
from mediation.models import Identity, Organisation, User
from mediation.proconnect.proofs import Person
from mediation.proconnect.refusals import NotLetIn, Why

CONFIRM_WITHIN = timedelta(minutes=30)
_NOT_TWICE_WITHIN = timedelta(minutes=2)


@transaction.atomic
def user_of(person: Person, *, now: datetime) -> User | None:
    """The user whose confirmed way in this is, noted as used; None when it is nobody's yet. Raises NotLetIn (CLOSED)."""
    known = (
        Identity.objects.select_related("user")
        .filter(issuer=person.issuer, sub=person.sub, confirmed_at__isnull=False)
        .first()
    )
    if known is None:
        return None
    if not known.user.is_active:
        raise NotLetIn(Why.CLOSED)
    said = {"siret": person.siret, "organisation": _with_siret(person.siret), "provider": person.provider}
    Identity.objects.filter(pk=known.pk).update(used_at=now, **said)
    return known.user


@transaction.atomic
def ask_to_confirm(person: Person, *, now: datetime) -> tuple[User, str]:
    """The invited account with this person's address, and a token for its owner to confirm with (256 bits).

    The token is empty when one was sent a moment ago. No account is made. Raises NotLetIn (NO_ACCOUNT, CLOSED).
    """
    user = User.objects.filter(email=person.email).first()
    if user is None:
        raise NotLetIn(Why.NO_ACCOUNT)
    if not user.is_active:
        raise NotLetIn(Why.CLOSED)
    waiting = Identity.objects.filter(issuer=person.issuer, sub=person.sub, user=user).first()
    if waiting is not None and waiting.asked_at > now - _NOT_TWICE_WITHIN:
        return user, ""
    token = secrets.token_urlsafe(32)
    _write(person, user, token_hash=token_hash(token), asked_at=now, confirmed_at=None)
    return user, token


@transaction.atomic
def add_to(user: User, person: Person, *, now: datetime) -> None:
    """This way in becomes the user's, who is signed in and asked for it. Raises NotLetIn when it is somebody else's."""
    taken = Identity.objects.filter(issuer=person.issuer, sub=person.sub, confirmed_at__isnull=False)
    if taken.exclude(user=user).exists():
        raise NotLetIn(Why.NOT_PROVED, "somebody else's")
    _write(person, user, token_hash="", asked_at=now, confirmed_at=now)


def waiting_for(token: str, *, now: datetime) -> Identity | None:
    """What the link of the message would confirm; None when it was used or is too old."""
    if not token:
        return None
    return (
        Identity.objects.select_related("user", "organisation")
        .filter(token_hash=token_hash(token), confirmed_at__isnull=True, asked_at__gt=now - CONFIRM_WITHIN)
        .filter(user__is_active=True)
        .first()
    )


def confirm(token: str, *, now: datetime) -> bool:
    """The way in opens from now on; False when the link was used or is too old. It signs nobody in."""
    waiting = waiting_for(token, now=now)
    if waiting is None:
        return False
    still = Identity.objects.filter(pk=waiting.pk, confirmed_at__isnull=True, token_hash=waiting.token_hash)
    return bool(still.update(confirmed_at=now, token_hash=""))


def token_hash(token: str) -> str:
    """What is stored instead of the link's token."""
    return keyed_hash("identity", token)


def _write(person: Person, user: User, **more: object) -> None:
    said = {"siret": person.siret, "organisation": _with_siret(person.siret), "provider": person.provider}
    Identity.objects.update_or_create(
        issuer=person.issuer, sub=person.sub, defaults={"user": user, **said, **more}
    )


def _with_siret(siret: str) -> Organisation | None:
    """Ours that has this number: none for an association without one, nor when two share it."""
    found = list(Organisation.objects.filter(national_id=siret)[:2]) if siret else []
    return found[0] if len(found) == 1 else None
