"""Answers on their way: one row of the outbox for one SMS received, in words of the person's language."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from bookings.models import Appointment, Contact
from bookings.people.contacts import value_index
from mediation.celery import nudge
from mediation.models import Territory
from mediation.phone import is_mainland, shown
from notifications.channels import available
from notifications.channels.routes import address_index
from notifications.models import ChannelName, Message
from notifications.outbox.delivery import DELIVER
from notifications.talk.deeds import Deed
from notifications.talk.options import Option, said
from notifications.talk.senses import Why
from notifications.talk.words import Answer, say
from notifications.texts import dates, neighbours, places
from notifications.texts.encoding import size
from notifications.texts.kinds import Kind
from notifications.texts.write import language_of

if TYPE_CHECKING:
    from notifications.models.talk import InboundMessage
    from notifications.talk.turn import Text

USEFUL_FOR = timedelta(hours=2)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Answered:
    """What is answered, about which appointment; whether somebody of the team has to read what was written.

    `done`: what it has changed. `why`: why a person reads it, if that is not in the words. `language`: of who has no
    appointment yet. `link`: where to go, if that is not the first page.
    """

    answer: Answer | None = None
    appointment: Appointment | None = None
    options: tuple[Option, ...] = ()
    for_the_team: bool = False
    done: Deed = Deed.NOTHING
    why: Why = Why.NOTHING
    language: str = ""
    link: str = ""


def answered(answer: Answered, *, silently: bool) -> Answered:
    """The same, without a word if `silently`."""
    return replace(answer, answer=None) if silently else answer


def put(answer: Answered, text: Text, inbound: InboundMessage, *, now: datetime) -> None:
    """Writes the answer into the outbox; nothing where nothing is to be said or no SMS can go."""
    if answer.answer is None:
        return
    language = inbound.language
    body = say(answer.answer, language, a_mark(), **_facts(answer, language))
    write(f"answer-{text.sid}", text.phone, body, language, answer.appointment, now=now)


def a_mark() -> str:
    """Four letters that make a text unlike any other to that number."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(4))


def write(
    key: str, phone: str, body: str, language: str, appointment: Appointment | None, *, now: datetime
) -> None:
    """One SMS of the conversation, once a key."""
    if ChannelName.SMS not in available():
        return
    message = Message(
        key=key,
        kind=Kind.ANSWER,
        channel=ChannelName.SMS,
        language=language,
        appointment=appointment,
        version=appointment.version if appointment else 0,
        contact_id=_contact_at(phone, appointment),
        organisation_id=appointment.organisation_id if appointment else None,
        asked=True,
        to=phone,
        to_index=address_index(phone),
        abroad=not is_mainland(phone),
        body=body,
        parts=size(body).parts,
        send_after=now,
        expires_at=now + USEFUL_FOR,
        due_at=now,
        created_at=now,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    nudge(DELIVER)  # Whoever has just written looks at their telephone now.


def _contact_at(phone: str, appointment: Appointment | None) -> int | None:
    """Whose number it is: one of two may write from their own, and what befalls that is not the other's."""
    if appointment is None:
        return None
    index = value_index(Contact.Kind.MOBILE, phone)
    if appointment.contact.value_index == index:
        return appointment.contact_id
    return Contact.objects.filter(value_index=index).order_by("pk").values_list("pk", flat=True).first()


def _facts(answer: Answered, language: str) -> dict[str, str]:
    territory, written = Territory.current(), language_of(language)
    facts = {
        "service": territory.sms_name,
        "phone": neighbours.readable(shown(territory.phone), written),
        "link": answer.link or settings.PUBLIC_URL + reverse("home"),
        "options": said(answer.options, written),
        "when": "",
        "place": "",
        "number": "",
    }
    appointment = answer.appointment
    if appointment is not None:
        zone = ZoneInfo(appointment.site.timezone)
        facts["when"] = dates.short(appointment.starts_at, zone, written)
        facts["place"] = places.elsewhere(appointment.mode, written) or appointment.site.sms_name
        facts["number"] = neighbours.readable(appointment.number, written)
    return facts
