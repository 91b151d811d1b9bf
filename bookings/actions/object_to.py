"""Objecting (GDPR, article 21): to being asked how it went, to being known by the line; and taking that back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bookings.models import JournalEntry, Resident, SurveyRequest
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@dataclass(frozen=True)
class Objections:
    """What somebody does not want."""

    no_surveys: bool
    no_recognition: bool


@short_transaction
def object_to(resident_ids: Collection[int], *, what: Objections, by: Actor, now: datetime) -> None:
    """Stores it for these records of one person; the journal keeps which of the two has changed. No change, no fact.

    What they were asked and have not answered is closed: nothing that still waits to be sent goes.
    """
    rows = Resident.objects.select_for_update().filter(pk__in=resident_ids, erased_at=None, merged_into=None)
    for person in rows.order_by("pk"):
        values = {"no_surveys": what.no_surveys, "no_recognition": what.no_recognition}
        changed = [name for name, value in values.items() if getattr(person, name) != value]
        if not changed:
            continue
        for name in changed:
            setattr(person, name, values[name])
        person.save(update_fields=changed)
        if what.no_surveys:
            of_sessions = Q(appointment__participations__resident=person)
            asked = SurveyRequest.objects.filter(of_sessions | Q(registration__people=person))
            asked.update(token_hash=None, code_hash=None)
        note(JournalEntry.Kind.RESIDENT_CHANGED, by=by, now=now, resident_id=person.pk, fields=changed)
