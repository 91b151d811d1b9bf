"""Writing facts into the journal, in the transaction of the change they tell of."""

from datetime import datetime
from typing import Any

from django.conf import settings

from bookings.models import Appointment, JournalEntry, Registration
from bookings.people.who import Actor
from bookings.records import told
from bookings.records.traced import trace_of
from bookings.referrals import telling
from mediation.celery import nudge
from mediation.prepared import insert


def note(
    kind: JournalEntry.Kind,
    *,
    by: Actor,
    now: datetime,
    appointment: Appointment | None = None,
    registration: Registration | None = None,
    origin: str = JournalEntry.Origin.LIVE,
    **ids: Any,
) -> JournalEntry:
    """Appends a fact. `ids` go into `data`: identifiers and codes only, never what somebody typed.

    Whoever reads the journal (settings, JOURNAL_READERS) is asked to look once the change is committed.
    """
    entry = insert(
        fact(kind, by=by, now=now, appointment=appointment, registration=registration, origin=origin, **ids)
    )
    trace_of(entry)
    announce(entry)
    return entry


def announce(*entries: JournalEntry) -> None:
    """Facts that were saved with what they tell of: those who read such facts look once the change is committed."""
    if any(entry.origin == JournalEntry.Origin.LIVE for entry in entries):
        ask_readers()
    if any(entry.unnumbered for entry in entries):
        nudge(settings.CHANGE_RELAY)


def ask_readers() -> None:
    """Has the journal read once the change is committed."""
    for task in settings.JOURNAL_READERS:
        nudge(task)


def fact(
    kind: JournalEntry.Kind,
    *,
    by: Actor,
    now: datetime,
    appointment: Appointment | None = None,
    registration: Registration | None = None,
    origin: str = JournalEntry.Origin.LIVE,
    **ids: Any,
) -> JournalEntry:
    """What `note` appends, for whoever saves it together with what it tells of."""
    links = {
        name: ids.pop(name)
        for name in ("resident_id", "call_back_id", "organisation_id", "referral_id")
        if name in ids
    }
    if appointment is not None:
        links.setdefault("organisation_id", appointment.organisation_id)
    if registration is not None:
        links.setdefault("organisation_id", registration.workshop.organisation_id)
    about = appointment or registration
    return JournalEntry(
        at=now,
        kind=kind,
        appointment=appointment,
        registration=registration,
        version=about.version if about else 0,
        actor_id=by.user_id,
        channel=by.channel,
        origin=origin,
        data=ids,
        pending=kind in told.PENDING,
        unnumbered=telling.is_for_programs(kind, by.channel) and origin == JournalEntry.Origin.LIVE,
        **links,
    )
