"""Residents and how many appointments one of them holds ahead."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import CharField, DateTimeField, QuerySet

from bookings.errors import TooManyAhead
from bookings.models import Appointment, Resident, WaitingEntry
from bookings.people.who import Participant
from mediation.prepared import Given, Prepared, insert


def resident_for(person: Participant, *, language: str, now: datetime) -> Resident:
    """`resident_row`, saved."""
    resident = resident_row(person, language=language, now=now)
    return resident if resident.pk else insert(resident)


def resident_row(person: Participant, *, language: str, now: datetime) -> Resident:
    """The resident staff chose, or a new one to be saved: the web never joins records (staff merge likely twins)."""
    if person.resident_id is not None:
        resident = Resident.objects.get(pk=person.resident_id)
        resident.last_contact_at = now
        resident.save(update_fields=["last_contact_at"])
        return resident
    return Resident(
        name=person.name.strip(),
        name_key=person.key,
        language=language,
        no_fixed_address=person.no_fixed_address,
        commune_id=person.commune_id,
        created_at=now,
        last_contact_at=now,
    )


def refuse_hoarding(people: Sequence[Participant], *, contact_index: str, now: datetime) -> None:
    """Raises `TooManyAhead` when one of `people` holds the most one person may.

    The same name with the same contact is the same participant; a shared number alone never counts, so a
    hostel's residents are not one person. Whoever leaves no contact is not counted.
    """
    keys = [person.key for person in people]
    rows = _held(len(keys))(
        now=now, contact_index=contact_index, **{f"name_{number}": key for number, key in enumerate(keys)}
    )
    held = [key for (key,) in rows]
    if any(held.count(key) >= settings.BOOKINGS_AHEAD_PER_PARTICIPANT for key in keys):
        raise TooManyAhead


def refuse_waiting_too_much(person: Participant, *, contact_index: str, now: datetime) -> None:
    """Raises `TooManyAhead` when this person waits for as many things as one person may."""
    held = WaitingEntry.objects.waiting(now).filter(
        contact__value_index=contact_index, resident__name_key=person.key
    )
    if held.count() >= settings.BOOKINGS_AHEAD_PER_PARTICIPANT:
        raise TooManyAhead


@Prepared
def _held(people: int) -> "QuerySet[Appointment, Any]":
    """The name key of each participant of that many names who has an appointment ahead with that contact."""
    return Appointment.objects.filter(
        status__in=Appointment.STANDING,
        ends_at__gt=Given("now", DateTimeField()),
        contact__value_index=Given("contact_index", CharField()),
        participants__name_key__in=[Given(f"name_{number}", CharField()) for number in range(people)],
    ).values_list("participants__name_key")
