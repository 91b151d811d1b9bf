"""Asking to be called back: from any page, by anybody, about anything."""

from dataclasses import dataclass
from datetime import datetime

from bookings.models import CallBack, Contact, JournalEntry
from bookings.people.contacts import normalise, value_index
from bookings.people.who import Actor, WayToReach
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@dataclass(frozen=True)
class CallBackWish:
    """Whom to call, when ("le matin"), in which language, and what had been chosen: topic, site, time (aware)."""

    phone: str
    name: str = ""
    when: str = ""
    language: str = "fr"
    topic_id: int | None = None
    site_id: int | None = None
    reason: str = CallBack.Reason.ASKED
    wanted_at: datetime | None = None
    appointment_id: int | None = None


@short_transaction
def name_call_back(call_back_id: int, *, name: str, now: datetime) -> CallBack:
    """Writes down the name of whoever waits, once somebody has heard it."""
    asked = CallBack.objects.select_for_update().get(pk=call_back_id)
    asked.name = name.strip()
    asked.save(update_fields=["name"])
    return asked


@short_transaction
def request_call_back(wish: CallBackWish, *, by: Actor, now: datetime, idempotency_key: str) -> CallBack:
    """Notes the request for the desk. The same key once more returns the first request.

    Raises `InvalidContact` when the phone is not a number that may be called.
    """
    phone = normalise(WayToReach(kind=Contact.Kind.MOBILE, value=wish.phone)).value
    request, created = CallBack.objects.get_or_create(
        idempotency_key=idempotency_key,
        defaults={
            "name": wish.name.strip(),
            "phone": phone,
            "phone_index": value_index(Contact.Kind.MOBILE, phone),
            "last4": phone[-4:],
            "language": wish.language,
            "when": wish.when,
            "topic_id": wish.topic_id,
            "site_id": wish.site_id,
            "reason": wish.reason,
            "wanted_at": wish.wanted_at,
            "appointment_id": wish.appointment_id,
            "channel": by.channel,
            "created_at": now,
        },
    )
    if created:
        note(JournalEntry.Kind.CALL_BACK_REQUESTED, by=by, now=now, call_back_id=request.pk)
    return request
