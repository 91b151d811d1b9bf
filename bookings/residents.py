"""Residents and how many appointments one of them holds ahead."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from bookings.errors import TooManyAhead
from bookings.models import Appointment, Resident
from bookings.names import name_key
from bookings.people import Participant


def resident_for(person: Participant, *, language: str, now: datetime) -> Resident:
    """The resident staff chose, or a new one: the web never joins records (staff merge likely twins)."""
    if person.resident_id is not None:
        resident = Resident.objects.get(pk=person.resident_id)
        resident.last_contact_at = now
        resident.save(update_fields=["last_contact_at"])
        return resident
    return Resident.objects.create(
        name=person.name.strip(),
        name_key=name_key(person.name),
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
    keys = [name_key(person.name) for person in people]
    held = list(
        Appointment.objects.upcoming(now)
        .filter(contact__value_index=contact_index, participants__name_key__in=keys)
        .values_list("participants__name_key", flat=True)
    )
    if any(held.count(key) >= settings.BOOKINGS_AHEAD_PER_PARTICIPANT for key in keys):
        raise TooManyAhead
