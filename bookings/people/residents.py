"""Residents and how many appointments one of them holds ahead."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import CharField, DateTimeField, QuerySet

from bookings.errors import TooManyAhead
from bookings.models import Appointment, Resident, WaitingEntry
from bookings.people.who import Participant
from mediation.prepared import Given, insert


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


def refuse_hoarding(people: Sequence[Participant], held: Sequence[str]) -> None:
    """Raises `TooManyAhead` when one of `people` holds the most one person may, by what `held_by` has found.

    The same name with the same contact is the same participant; a shared number alone never counts, so a
    hostel's residents are not one person. Whoever leaves no contact is not counted.
    """
    if any(held.count(person.key) >= settings.BOOKINGS_AHEAD_PER_PARTICIPANT for person in people):
        raise TooManyAhead


def refuse_waiting_too_much(person: Participant, *, contact_index: str, now: datetime) -> None:
    """Raises `TooManyAhead` when this person waits for as many things as one person may."""
    held = WaitingEntry.objects.waiting(now).filter(
        contact__value_index=contact_index, resident__name_key=person.key
    )
    if held.count() >= settings.BOOKINGS_AHEAD_PER_PARTICIPANT:
        raise TooManyAhead


def held_by(people: int) -> "QuerySet[Appointment]":
    """Appointments ahead with the contact given as `contact_index`, once for each of that many names (`name_0` and on) who comes
    to it: part of a prepared query.
    """
    return Appointment.objects.filter(
        status__in=Appointment.STANDING,
        ends_at__gt=Given("now", DateTimeField()),
        contact__value_index=Given("contact_index", CharField()),
        participants__name_key__in=[Given(f"name_{number}", CharField()) for number in range(people)],
    )
