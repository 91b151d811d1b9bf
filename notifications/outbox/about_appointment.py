"""What may be said about an appointment, or about a time that is offered; `about_referral` has the same of a referral."""

from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from bookings.models import Appointment, WaitingOffer
from mediation.models import Site, TopicText
from notifications.channels import can_be_answered
from notifications.texts import places
from notifications.texts import write as texts
from notifications.texts.write import Facts

# By topic and language.
Bring = dict[tuple[int, str], tuple[str, ...]]


def to_bring(topics: Collection[int]) -> Bring:
    """What to bring for these topics, by topic and language: one query."""
    rows = TopicText.objects.filter(topic__in=topics).exclude(documents="") if topics else ()
    return {
        (row.topic_id, row.language): tuple(
            line.strip() for line in row.documents.splitlines() if line.strip()
        )
        for row in rows
    }


def facts_about(
    appointment: Appointment, language: str, bring: Bring, *, service: str, phone: str, link: str
) -> Facts:
    """All that may be said about an appointment that comes with its site and commune."""
    site = appointment.site
    written = texts.language_of(language)
    elsewhere = places.elsewhere(appointment.mode, written)
    called_off = appointment.status in Appointment.CALLED_OFF
    in_full = elsewhere if called_off else places.elsewhere_in_full(appointment.mode, written)
    things = bring.get((appointment.topic_id, language)) or bring.get((appointment.topic_id, written), ())
    return Facts(
        service=service,
        phone=phone,
        link=link,
        starts_at=appointment.starts_at,
        zone=ZoneInfo(site.timezone),
        place=elsewhere or site.sms_name,
        site=in_full or site.name,
        mode=appointment.mode if elsewhere else "",
        address="" if elsewhere else ", ".join(_address_lines(site)),
        number=appointment.number,
        bring=things,
        answerable=can_be_answered(),
        bring_at_link=not things and (appointment.topic_id, "fr") in bring,
    )


def facts_of_offer(offer: WaitingOffer, *, service: str, phone: str, link: str) -> Facts:
    """All that may be said about a time that is offered, which comes with its site and commune."""
    site, written = offer.site, texts.language_of(offer.entry.language)
    elsewhere = places.elsewhere(offer.entry.mode, written)
    return Facts(
        service=service,
        phone=phone,
        link=link,
        starts_at=offer.starts_at,
        zone=ZoneInfo(site.timezone),
        place=elsewhere or site.sms_name,
        site=places.elsewhere_in_full(offer.entry.mode, written) or site.name,
        address="" if elsewhere else ", ".join(_address_lines(site)),
        mode=offer.entry.mode if elsewhere else "",
        until=offer.deadline,
        answerable=can_be_answered(),
    )


def _address_lines(site: Site) -> Iterable[str]:
    town = f"{site.postcode} {site.commune.name if site.commune else ''}".strip()
    return (line for line in (site.address, site.address_extra, town) if line)
