"""Joining the waiting list (liste d'attente), and leaving it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from bookings.actions import referred_waiting
from bookings.actions.end_wait import end
from bookings.errors import CannotWait, NotStanding
from bookings.models import Appointment, JournalEntry, WaitingEntry, WaitingOffer
from bookings.people.contacts import contact_for, index_of, refuse_nobody_to_call
from bookings.people.residents import refuse_waiting_too_much, resident_for
from bookings.people.who import Actor, Participant, WayToReach
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times.ground import Preference
from bookings.times.wishes import kept
from mediation.models import Site, Topic


@dataclass(frozen=True)
class When:
    """The times somebody could come at. Empty: any. `weekdays`: 0 is Monday; `parts`: of `bookings.queue.PARTS`."""

    weekdays: Sequence[int] = ()
    parts: Sequence[str] = ()


@dataclass(frozen=True)
class Wait:
    """Somebody without an appointment who wants one. No `sites`: anywhere."""

    topic: Topic
    sites: Sequence[Site]
    person: Participant
    reach: WayToReach
    when: When = When()
    language: str = "fr"
    asked_for: Preference = field(default_factory=Preference)


@short_transaction
def wait(asked: Wait, *, by: Actor, now: datetime, idempotency_key: str) -> WaitingEntry:
    """Puts somebody on the list for `WAITING_DAYS`. The same key once more returns the first entry.

    Raises `InvalidContact`, `NobodyToCall`, `TooManyAhead` (residents only).
    """
    first = WaitingEntry.objects.filter(idempotency_key=idempotency_key).first()
    if first is not None:
        return first
    refuse_nobody_to_call(asked.topic.usual_way, asked.reach.kind, asked.reach.value)
    index = index_of(asked.reach)
    if index is not None and not by.is_staff:
        refuse_waiting_too_much(asked.person, contact_index=index, now=now)
    contact = contact_for(asked.reach)
    resident = resident_for(asked.person, language=asked.language, now=now)
    entry = WaitingEntry(
        topic=asked.topic,
        organisation_id=asked.sites[0].organisation_id if asked.sites else None,
        resident=resident,
        contact_id=contact.pk,
        language=asked.language,
        wish=kept(asked.asked_for),
        until=now + timedelta(days=settings.WAITING_DAYS),
        idempotency_key=idempotency_key,
    )
    return _join(entry, asked.sites, asked.when, by=by, now=now)


@short_transaction
def wait_for_earlier(
    appointment_id: int, *, sites: Sequence[Site] = (), when: When = When(), by: Actor, now: datetime
) -> WaitingEntry:
    """Somebody with an appointment wants an earlier time; no `sites`: anywhere. Once more changes what was asked for.

    Raises `NotStanding` once it is called off or has begun, `CannotWait` for whoever is to be told nothing.
    """
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
    if appointment.status != Appointment.Status.BOOKED or appointment.starts_at <= now:
        raise NotStanding
    waiting = WaitingEntry.objects.filter(appointment=appointment, status=WaitingEntry.Status.WAITING).first()
    resident = appointment.participants.order_by("participations__position").first()
    if resident is None or resident.discreet:
        raise CannotWait
    entry = waiting or WaitingEntry(
        topic_id=appointment.topic_id,
        organisation_id=appointment.organisation_id,
        appointment=appointment,
        resident=resident,
        contact_id=appointment.contact_id,
        language=appointment.language,
        wish=appointment.wish,
        idempotency_key=f"earlier-{appointment.pk}-{appointment.version}-{now.timestamp():.6f}",
    )
    entry.until = appointment.starts_at
    return _join(entry, sites, when, by=by, now=now)


def _join(
    entry: WaitingEntry, sites: Sequence[Site], when: When, *, by: Actor, now: datetime
) -> WaitingEntry:
    new = entry.pk is None
    entry.weekdays, entry.parts = sorted(set(when.weekdays)), sorted(set(when.parts))
    if new:
        entry.joined_at, entry.channel, entry.added_by_id = now, by.channel, by.user_id
    entry.save()
    entry.sites.set(sites)
    if new:
        _note(JournalEntry.Kind.WAITING_JOINED, entry, by=by, now=now)
    return entry


@short_transaction
def leave(entry_id: int, *, by: Actor, now: datetime) -> WaitingEntry:
    """Takes somebody off the list, with the time they were being asked about. Once more changes nothing."""
    entry = WaitingEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    if entry.status != WaitingEntry.Status.WAITING:
        return entry
    end(entry, WaitingEntry.Status.LEFT, now=now)
    still = entry.offers.filter(status=WaitingOffer.Status.OPEN)
    still.update(status=WaitingOffer.Status.DECLINED, answered_at=now)
    _note(JournalEntry.Kind.WAITING_LEFT, entry, by=by, now=now)
    referred_waiting.over([entry.pk], by=by, now=now)
    return entry


@short_transaction
def come_back(entry_id: int, *, by: Actor, now: datetime) -> WaitingEntry:
    """Takes a departure back: the place in the list is the old one. Raises `NotStanding` when it no longer can be."""
    entry = WaitingEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    if entry.status == WaitingEntry.Status.WAITING:
        return entry
    if entry.status != WaitingEntry.Status.LEFT or entry.until <= now:
        raise NotStanding
    entry.status, entry.ended_at = WaitingEntry.Status.WAITING, None
    try:
        with transaction.atomic():
            entry.save(update_fields=["status", "ended_at"])
    except IntegrityError:
        raise NotStanding from None
    _note(JournalEntry.Kind.WAITING_JOINED, entry, by=by, now=now)
    referred_waiting.again(entry, by=by, now=now)
    return entry


def _note(kind: JournalEntry.Kind, entry: WaitingEntry, *, by: Actor, now: datetime) -> None:
    note(
        kind,
        by=by,
        now=now,
        appointment=entry.appointment,
        resident_id=entry.resident_id,
        organisation_id=entry.organisation_id,
        waiting=entry.pk,
    )
