"""What may be said about an appointment, or about a time that is offered; `about_referral` has the same of a referral."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings.models import Appointment, Interrupted, WaitingOffer
from mediation.models import Site, TopicText
from mediation.models.stop import standing_at
from mediation.phone import shown
from notifications.channels import can_be_answered
from notifications.texts import places
from notifications.texts import write as texts
from notifications.texts.choices import Choice
from notifications.texts.write import Facts

Choices = dict[int, tuple[Choice, ...]]
# A street in a text message: more would be paid for as another part.
_STREET = 30
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


def choices_about(appointments: Collection[int]) -> Choices:
    """The times that people are asked about, by the appointment they stand in for. Two queries where there are any."""
    rows = list(Interrupted.objects.asked().filter(appointment__in=appointments)) if appointments else []
    named = {each["site"] for row in rows for each in row.times}
    sites = Site.objects.in_bulk(named) if named else {}
    was_at = (
        dict(Appointment.objects.filter(pk__in=appointments).values_list("pk", "site_id")) if rows else {}
    )
    return {
        row.appointment_id: tuple(
            Choice(
                datetime.fromisoformat(each["at"]),
                ZoneInfo(sites[each["site"]].timezone),
                "" if each["site"] == was_at.get(row.appointment_id) else sites[each["site"]].sms_name,
            )
            for each in row.times
        )
        for row in rows
    }


def facts_about(
    appointment: Appointment,
    language: str,
    bring: Bring,
    *,
    service: str,
    phone: str,
    link: str,
    choices: Sequence[Choice] = (),
) -> Facts:
    """All that may be said about an appointment that comes with its site and commune."""
    site = appointment.site
    written = texts.language_of(language)
    elsewhere = places.elsewhere(appointment.mode, written)
    called_off = appointment.status in Appointment.CALLED_OFF
    calls_from = shown(site.phone) if site.phone else ""
    in_full = (
        elsewhere
        if called_off
        else places.elsewhere_in_full(appointment.mode, written, calls_from=calls_from)
    )
    things = bring.get((appointment.topic_id, language)) or bring.get((appointment.topic_id, written), ())
    return Facts(
        service=service,
        phone=phone,
        link=link,
        starts_at=appointment.starts_at,
        zone=ZoneInfo(site.timezone),
        place=_place(appointment, written, called_off=called_off),
        site=in_full or site.name,
        mode=appointment.mode if elsewhere else "",
        address="" if elsewhere else ", ".join(address_lines(standing_at(site, appointment.starts_at))),
        number=appointment.number,
        bring=things,
        choices=tuple(choices),
        answerable=can_be_answered(),
        bring_at_link=not things and (appointment.topic_id, "fr") in bring,
    )


def _place(appointment: Appointment, written: str, *, called_off: bool) -> str:
    """Where they meet in a few words. Of a telephone that is who calls whom, unless nobody calls any more."""
    if appointment.mode == Appointment.Mode.PHONE and not called_off:
        return places.who_moves(appointment.mode, written)
    return places.elsewhere(appointment.mode, written) or _stands(appointment)


def _stands(appointment: Appointment) -> str:
    """A site's short name; of a mobile one also the street where it stands that day, where it is short enough."""
    site = appointment.site
    street = standing_at(site, appointment.starts_at).address if site.mobile else ""
    return f"{site.sms_name}, {street}" if 0 < len(street) <= _STREET else site.sms_name


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
        address="" if elsewhere else ", ".join(address_lines(standing_at(site, offer.starts_at))),
        mode=offer.entry.mode if elsewhere else "",
        until=offer.deadline,
        answerable=can_be_answered(),
    )


def address_lines(site: Site) -> Iterable[str]:
    """Where a site is, a line each."""
    town = f"{site.postcode} {site.commune.name if site.commune else ''}".strip()
    return (line for line in (site.address, site.address_extra, town) if line)
