"""What a message to somebody who was referred holds: whose words, in which language, where its link leads."""

from datetime import datetime

from django.conf import settings

from bookings.models import LinkToken, Referral
from bookings.people.links import prepare_referral_link
from mediation.models import Territory
from notifications.channels import can_be_answered
from notifications.models import Message
from notifications.texts.write import Facts


def address(message: Message, referral: Referral, territory: Territory) -> None:
    """Whom it is to and what about; `version` is the referral's, as it was when this was to be said."""
    message.referral_id = referral.pk
    message.version = referral.version
    message.contact_id = referral.contact_id
    message.language = referral.language
    message.timezone = zone_of(referral, territory)


def zone_of(referral: Referral, territory: Territory) -> str:
    """The clocks by which the person may be disturbed: of the place they are expected at, or the service's."""
    return referral.site.timezone if referral.site is not None else territory.timezone


def link(referral: Referral, links: list[LinkToken], *, now: datetime) -> str:
    """A fresh short link to it, its row among those to be saved."""
    token, row = prepare_referral_link(referral, now=now)
    links.append(row)
    return f"{settings.PUBLIC_URL}/r/{token}"


def facts_of(referral: Referral, *, service: str, phone: str, link: str) -> Facts:
    """Who referred, and how to answer; never what for."""
    return Facts(
        service=service,
        phone=phone,
        link=link,
        partner=referral.partner.name,
        number=in_pairs(referral.number or ""),
        answerable=can_be_answered(),
    )


def in_pairs(number: str) -> str:
    """`12 34 56 78`: as people read a number out and type it."""
    return " ".join(number[at : at + 2] for at in range(0, len(number), 2))
