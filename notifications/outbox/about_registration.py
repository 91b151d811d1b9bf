"""What a message about a workshop's registration holds: which dates, where, until when to answer, where its link leads."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from bookings.models import LinkToken, Registration, WorkshopDate
from bookings.people.links import prepare_registration_link
from mediation.models.stop import standing_at
from notifications.channels import can_be_answered
from notifications.models import Message
from notifications.outbox.about_appointment import address_lines
from notifications.texts import write as texts
from notifications.texts.kinds import Kind
from notifications.texts.write import Facts

_LOADED = ("workshop__site__commune", "contact")


def registrations(ids: Collection[int]) -> dict[int, Registration]:
    """Registrations with all that messages need, by id. A few queries, whatever their number."""
    if not ids:
        return {}
    rows = Registration.objects.filter(pk__in=ids).select_related(*_LOADED)
    return {row.pk: row for row in rows.prefetch_related("dates", "people", "workshop__texts")}


def dates_of(
    kind: Kind, registration: Registration, named: Collection[int], *, now: datetime
) -> list[WorkshopDate]:
    """The dates that a message of this kind is about, the soonest first: those named by the fact, or all ahead."""
    ahead = [date for date in registration.dates.all() if date.ends_at > now]
    off = kind is Kind.WORKSHOP_CANCELLED
    found = [date for date in ahead if (date.cancelled_at is not None) is off]
    chosen = [date for date in found if not named or date.pk in named]
    return sorted(chosen, key=lambda date: date.starts_at)


def address(message: Message, registration: Registration) -> None:
    """Whom it is to and what about; `version` is the registration's, as it was when this was to be said."""
    message.registration_id = registration.pk
    message.version = registration.version
    message.contact_id = registration.contact_id
    message.language = registration.language
    message.timezone = registration.workshop.site.timezone


def link(registration: Registration, links: list[LinkToken]) -> str:
    """A fresh short link to it, its row among those to be saved."""
    token, row = prepare_registration_link(registration)
    links.append(row)
    return f"{settings.PUBLIC_URL}/r/{token}"


def facts_of(
    kind: Kind,
    registration: Registration,
    dates: Sequence[WorkshopDate],
    *,
    service: str,
    phone: str,
    link: str,
) -> Facts:
    """When and where; never what the workshop is about."""
    site = registration.workshop.site
    offered = kind is Kind.WORKSHOP_OFFER
    return Facts(
        service=service,
        phone=phone,
        link=link,
        starts_at=dates[0].starts_at if dates else None,
        days=tuple(date.starts_at for date in dates),
        zone=ZoneInfo(site.timezone),
        place=site.sms_name,
        site=site.name,
        address=", ".join(address_lines(standing_at(site, dates[0].starts_at) if dates else site)),
        bring=_bring(registration),
        until=registration.offer_until if offered else None,
        seat=offered,
        answerable=offered and can_be_answered(),
    )


def _bring(registration: Registration) -> tuple[str, ...]:
    """What to bring, where somebody has written it in the language of the message."""
    written = texts.language_of(registration.language)
    found = [text.bring for text in registration.workshop.texts.all() if text.language == written]
    return tuple(bring for bring in found if bring)
