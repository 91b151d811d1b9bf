"""Facts of delivery, appended to the journal so that booking pages can show them."""

from datetime import datetime

from bookings.models import JournalEntry
from bookings.people.who import SYSTEM, Actor
from bookings.records.told import ASKS_THE_TEAM
from notifications.models import Message


def append(kind: JournalEntry.Kind, messages: list[Message], *, now: datetime, by: Actor = SYSTEM) -> None:
    """One entry a message about an appointment, a free time, a referral. `data`: codes and ids only (`bookings.records.told`).

    They are marked as read by the composer already: facts of delivery are not something to tell a resident.
    """
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=now,
            kind=kind,
            appointment_id=message.appointment_id,
            referral_id=message.referral_id,
            registration_id=message.registration_id,
            organisation_id=message.organisation_id,
            actor_id=by.user_id,
            channel=by.channel,
            version=message.version,
            data=_data(message),
            told_at=now,
            pending=kind in ASKS_THE_TEAM,
        )
        for message in messages
        if message.appointment_id or message.offer_id or message.referral_id or message.registration_id
    )


def _data(message: Message) -> dict[str, object]:
    said = {"message": message.pk, "kind": message.kind, "channel": message.channel, "why": message.why}
    return {**said, "offer": message.offer_id} if message.offer_id else said
