"""Referring without an account: an address of a known partner is sent a link, which sends one referral and then follows it."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from bookings.errors import LinkOver
from bookings.models import Referral, ReferrerLink
from bookings.people.tries import note_try, refuse_too_many
from bookings.records.transactions import short_transaction
from mediation.celery import nudge
from mediation.crypto import keyed_hash
from mediation.models import PartnerDomain

_PURPOSE = "referrer link"
OPENS_FOR = timedelta(hours=1)
FOLLOWS_FOR = timedelta(days=180)
_AN_HOUR = timedelta(hours=1)
_TRIES_AN_HOUR = 5


@short_transaction
def ask_for_link(email: str, *, language: str, now: datetime) -> None:
    """Has a link written to the address if its domain is a partner's; whoever asks is told the same in any case.

    Raises `TooManyTries`, for any address alike.
    """
    email = email.strip().lower()
    refuse_too_many(_PURPOSE[:20], email, limit=_TRIES_AN_HOUR, within=_AN_HOUR, now=now)
    note_try(_PURPOSE[:20], email, now=now)
    known = PartnerDomain.objects.filter(domain=_domain(email), organisation__refers=True).first()
    if known is not None:
        _write(email, known.organisation_id, language, now=now, until=now + OPENS_FOR)


def link_of(token: str, *, now: datetime) -> ReferrerLink:
    """The link behind a token. Changes nothing.

    Raises `LinkOver` when it is unknown, too old or has sent its referral, or when its address may refer no more.
    """
    rows = ReferrerLink.objects.select_related("partner")
    link = rows.filter(token_hash=_hashed(token), expires_at__gt=now, used_at__isnull=True).first()
    if link is None or not may_refer(link.email, link.partner_id):
        raise LinkOver
    return link


def may_refer(email: str, partner_id: int) -> bool:
    """Whether an address still stands for this partner: a domain taken away ends its links as a role ends an account."""
    known = PartnerDomain.objects.filter(organisation=partner_id, organisation__refers=True)
    return known.filter(domain=_domain(email)).exists()


@short_transaction
def send_by_link(
    token: str, send: Callable[[ReferrerLink], Referral | None], *, now: datetime
) -> tuple[Referral, str] | None:
    """Sends the one referral of a link by `send`, and the token of the link that follows it; None where nothing was sent.

    The link is locked meanwhile, and over afterwards. Raises `LinkOver`.
    """
    rows = ReferrerLink.objects.select_for_update(of=("self",)).select_related("partner")
    link = rows.filter(
        token_hash=_hashed(token), expires_at__gt=now, used_at__isnull=True, referral__isnull=True
    ).first()
    if link is None or not may_refer(link.email, link.partner_id):
        raise LinkOver
    sent = send(link)
    if sent is None:
        return None
    link.used_at = now
    link.save(update_fields=["used_at"])
    return sent, new_follow_link(
        sent, email=link.email, language=link.language, now=now, partner_id=link.partner_id
    )


def new_follow_link(
    referral: Referral,
    *,
    email: str,
    language: str,
    now: datetime,
    partner_id: int,
    to_write: bool = True,
) -> str:
    """The token of a link to one referral. `to_write`: it is e-mailed by itself."""
    until = now + FOLLOWS_FOR
    return _write(email, partner_id, language, now=now, until=until, referral=referral, to_write=to_write)


def _write(
    email: str,
    partner_id: int,
    language: str,
    *,
    now: datetime,
    until: datetime,
    referral: Referral | None = None,
    to_write: bool = True,
) -> str:
    token = secrets.token_urlsafe(24)
    ReferrerLink.objects.create(
        partner_id=partner_id,
        email=email,
        language=language,
        token_hash=_hashed(token),
        clear=token if to_write else "",
        referral=referral,
        created_at=now,
        expires_at=until,
        to_write=to_write,
    )
    if to_write:
        nudge(settings.REFERRER_TELLER)
    return token


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()


def _hashed(token: str) -> str:
    return keyed_hash(_PURPOSE, token)
