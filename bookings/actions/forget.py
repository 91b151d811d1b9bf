"""Forgetting people: when their data's time is over, or when they ask. Figures stay, names go."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from bookings.actions.handle_call_back import handle_call_back
from bookings.errors import AlreadyHandled, NotStanding
from bookings.models import (
    Appointment,
    CallBack,
    CallBackAttempt,
    Contact,
    JournalEntry,
    Outcome,
    Participation,
    Resident,
    WaitingEntry,
)
from bookings.people.who import SYSTEM, Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction

_BATCH = 500


def forget(*, now: datetime) -> dict[str, int]:
    """Wipes what `RETENTION_DAYS` says is over, in batches; how many of each.

    A resident with an appointment ahead, or who waits for one, is never forgotten.
    """
    before = {name: now - timedelta(days=days) for name, days in settings.RETENTION_DAYS.items()}
    counts = {"residents": 0, "notes": 0, "call_backs": 0}
    while batch := _forgotten_batch(before["identity"], now=now):
        counts["residents"] += batch
    counts["notes"] = Outcome.objects.filter(recorded_at__lt=before["notes"]).exclude(note="").update(note="")
    counts["unanswered"] = _drop_unanswered(before["call_backs_unanswered"], now=now)
    counts["call_backs"] = _forget_call_backs(before["call_backs"])
    counts["waits"] = _forget_waits(WaitingEntry.objects.filter(ended_at__lt=before["waiting"]))
    return counts


@short_transaction
def _forget_waits(waits: "QuerySet[WaitingEntry]") -> int:
    """Waits that are over go, with what was offered; and a way to reach somebody that served nothing else."""
    ids, contacts = list(waits.values_list("pk", flat=True)), set(waits.values_list("contact", flat=True))
    WaitingEntry.objects.filter(pk__in=ids).delete()
    unused = Contact.objects.filter(pk__in=contacts, appointments=None, waiting_entries=None)
    _wipe_contacts(list(unused.values_list("pk", flat=True)))
    return len(ids)


def _wipe_contacts(ids: list[int]) -> None:
    Contact.objects.filter(pk__in=ids).update(value="", value_index=None, last4="", verified_at=None)


def _drop_unanswered(before: datetime, *, now: datetime) -> int:
    """Whom nobody has called in all that time is not called any more: the team sees it among what was handled."""
    waiting = CallBack.objects.filter(status=CallBack.Status.OPEN, created_at__lt=before)
    given_up = list(waiting.exclude(not_before__gte=before).values_list("pk", flat=True))
    for pk in given_up:
        with suppress(AlreadyHandled):
            handle_call_back(pk, as_=CallBack.Status.DROPPED, by=SYSTEM, now=now)
    return len(given_up)


def _forget_call_backs(before: datetime) -> int:
    """Who was called back, when and by whom goes; that somebody asked, and what became of it, stays."""
    old = CallBack.objects.filter(handled_at__lt=before)
    CallBackAttempt.objects.filter(call_back__in=old).delete()
    return old.exclude(phone="").update(
        name="",
        phone="",
        phone_index="",
        last4="",
        note="",
        when="",
        taken_by=None,
        taken_at=None,
        not_before=None,
    )


def erase(resident_id: int, *, by: Actor, now: datetime) -> None:
    """Wipes one person at their request. Raises `NotStanding` while an appointment is ahead: cancel it first."""
    if Appointment.objects.upcoming(now).filter(participants=resident_id).exists():
        raise NotStanding
    _wipe(Resident.objects.filter(pk=resident_id), by=by, now=now)


def _forgotten_batch(before: datetime, *, now: datetime) -> int:
    ahead = Participation.objects.filter(
        resident=OuterRef("pk"), appointment__status__in=Appointment.STANDING, appointment__ends_at__gt=now
    )
    waits = WaitingEntry.objects.waiting(now).filter(resident=OuterRef("pk"))
    old = Resident.objects.filter(
        ~Exists(ahead), ~Exists(waits), last_contact_at__lt=before, erased_at__isnull=True
    )
    return _wipe(
        Resident.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:_BATCH])), by=SYSTEM, now=now
    )


@short_transaction
def _wipe(residents: "QuerySet[Resident]", *, by: Actor, now: datetime) -> int:
    ids = list(residents.values_list("pk", flat=True))
    erased = Resident.objects.filter(pk__in=ids).update(
        name="", name_key="", discreet=False, no_fixed_address=False, commune=None, erased_at=now
    )
    theirs = Appointment.objects.filter(participants__in=ids)
    kept = Appointment.objects.filter(Q(contact=OuterRef("pk")), Q(participants__erased_at__isnull=True))
    contacts = Contact.objects.filter(~Exists(kept), appointments__in=theirs)
    _wipe_contacts(list(contacts.values_list("pk", flat=True)))
    _forget_waits(WaitingEntry.objects.filter(resident__in=ids))
    Outcome.objects.filter(appointment__in=theirs).update(note="")
    Appointment.objects.filter(participants__in=ids).update(contact_name="", preparation=[])
    for resident_id in ids:
        note(JournalEntry.Kind.ERASED, by=by, now=now, resident_id=resident_id)
    return erased
