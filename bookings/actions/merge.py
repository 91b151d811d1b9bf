"""Two records that look like one person's: making them one, or saying that they are two."""

from datetime import datetime

from django.db import models

from bookings.errors import CannotMerge
from bookings.models import (
    AboutPerson,
    Contact,
    Goal,
    JournalEntry,
    KeptApart,
    LinkToken,
    MissedTwice,
    NextStep,
    Participation,
    Referral,
    Resident,
    WaitingEntry,
)
from bookings.people.contacts import wipe_unused
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def merge(*, keep_id: int, other_id: int, by: Actor, now: datetime) -> Resident:
    """Moves all visits of `other_id` to `keep_id`, which keeps its name; the other stays as a tombstone.

    Discretion wins: if either was discreet, the one kept is; so does what either has objected to. Once more changes
    nothing. Raises `CannotMerge` when they are the same record, or one of them was merged elsewhere or erased.
    """
    keep, other = _both(keep_id, other_id)
    if other.merged_into_id == keep.pk:
        return keep
    _refuse(keep, other)
    _move_participations(keep, other)
    WaitingEntry.objects.filter(resident=other).update(resident=keep)
    MissedTwice.objects.filter(resident=other).update(resident=keep)
    for model in (Goal, NextStep, LinkToken):
        model._default_manager.filter(resident=other).update(resident=keep)
    if not AboutPerson.objects.filter(resident=keep).exists():
        AboutPerson.objects.filter(resident=other).update(resident=keep)
    AboutPerson.objects.filter(resident=other).delete()
    keep.discreet = keep.discreet or other.discreet
    keep.no_surveys = keep.no_surveys or other.no_surveys
    keep.no_recognition = keep.no_recognition or other.no_recognition
    keep.no_fixed_address = keep.no_fixed_address or other.no_fixed_address
    keep.commune_id = keep.commune_id or other.commune_id
    keep.created_at = min(keep.created_at, other.created_at)
    keep.last_contact_at = max(keep.last_contact_at, other.last_contact_at)
    keep.save()
    Referral.objects.filter(resident=other).update(resident=keep)
    for registration in other.registrations.all():
        registration.people.add(keep)
        registration.people.remove(other)
    Referral.objects.filter(companion=other).update(companion=keep)
    Resident.objects.filter(models.Q(pk=other.pk) | models.Q(merged_into=other)).update(merged_into=keep)
    note(JournalEntry.Kind.RESIDENTS_MERGED, by=by, now=now, resident_id=keep.pk, merged=other.pk)
    return keep


@short_transaction
def keep_apart(*, first_id: int, second_id: int, by: Actor, now: datetime) -> KeptApart:
    """Notes that these are two people: they are not proposed again. Once more changes nothing."""
    first, second = _both(first_id, second_id)
    _refuse(first, second)
    low, high = sorted([first.pk, second.pk])
    kept, created = KeptApart.objects.get_or_create(
        first_id=low, second_id=high, defaults={"decided_by_id": by.user_id, "decided_at": now}
    )
    if created:
        note(JournalEntry.Kind.RESIDENTS_KEPT_APART, by=by, now=now, resident_id=low, other=high)
    return kept


def _both(first_id: int, second_id: int) -> tuple[Resident, Resident]:
    """The two records, locked in the order of their ids so that two merges cannot wait for each other."""
    rows = {
        row.pk: row
        for row in Resident.objects.select_for_update().filter(pk__in=[first_id, second_id]).order_by("pk")
    }
    if len(rows) != 2:
        raise CannotMerge
    return rows[first_id], rows[second_id]


def _refuse(*residents: Resident) -> None:
    if any(each.merged_into_id is not None or each.erased_at is not None for each in residents):
        raise CannotMerge


def _move_participations(keep: Resident, other: Resident) -> None:
    """Where both came together the kept one stays alone: one person cannot come twice."""
    shared = Participation.objects.filter(resident=keep).values("appointment")
    gone = Participation.objects.filter(
        resident=other, appointment__in=list(shared.values_list("appointment", flat=True))
    )
    numbers = list(gone.exclude(contact=None).values_list("contact", flat=True))
    gone.delete()
    wipe_unused(Contact.objects.filter(pk__in=numbers))
    Participation.objects.filter(resident=other).update(resident=keep)
