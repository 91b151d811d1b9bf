"""Forgetting people: when their data's time is over, or when they ask. Figures stay, names go."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from bookings.actions.call_off import cancel, let_go
from bookings.actions.handle_call_back import handle_call_back
from bookings.actions.leave_workshop import leave_workshop
from bookings.actions.visit_home import forget_addresses
from bookings.actions.wipe import wipe, wipe_call_backs
from bookings.errors import AlreadyHandled, NotStanding
from bookings.models import (
    Appointment,
    CallBack,
    Contact,
    Goal,
    InterpreterBooking,
    MissedTwice,
    NextStep,
    Outcome,
    Participation,
    Referral,
    Registration,
    Resident,
    SurveyAnswer,
    TakeHome,
    WaitingEntry,
)
from bookings.people.contacts import wipe_unused
from bookings.people.traces import Traces, traces_of
from bookings.people.who import SYSTEM, Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.states import OPEN, State

_BATCH = 500


def forget(*, now: datetime) -> dict[str, int]:
    """Wipes what `RETENTION_DAYS` says is over, in batches; how many of each.

    A resident with an appointment ahead, who waits for one, or whom a partner has referred and nothing has come of it
    yet, is never forgotten.
    """
    before = {name: now - timedelta(days=days) for name, days in settings.RETENTION_DAYS.items()}
    counts = {"residents": 0, "notes": 0, "call_backs": 0}
    while batch := _forgotten_batch(before["identity"], now=now):
        counts["residents"] += batch
    counts["notes"] = Outcome.objects.filter(recorded_at__lt=before["notes"]).exclude(note="").update(note="")
    counts["addresses"] = forget_addresses(before=before["home_addresses"])
    interpreters = InterpreterBooking.objects.filter(appointment__ends_at__lt=before["notes"])
    counts["interpreters"] = interpreters.delete()[0]
    counts["missed"] = MissedTwice.objects.filter(raised_at__lt=before["notes"]).delete()[0]
    for name, model in (("goals", Goal), ("next_steps", NextStep), ("sheets", TakeHome)):
        counts[name] = model._default_manager.filter(changed_at__lt=before["notes"]).delete()[0]
    counts["unanswered"] = _drop_unanswered(before["call_backs_unanswered"], now=now)
    handled = CallBack.objects.filter(handled_at__lt=before["call_backs"]).exclude(phone="")
    counts["call_backs"] = wipe_call_backs(list(handled.values_list("pk", flat=True)))
    counts["waits"] = _forget_waits(WaitingEntry.objects.filter(ended_at__lt=before["waiting"]))
    drafts = Referral.objects.filter(state=State.DRAFT, created_at__lt=before["referral_drafts"])
    counts["referral_drafts"] = drafts.delete()[0]
    told = SurveyAnswer.objects.filter(month__lt=before["comments"].date()).exclude(shown="")
    counts["comments"] = told.update(shown="")
    return counts


@short_transaction
def _forget_waits(waits: "QuerySet[WaitingEntry]") -> int:
    """Waits that are over go, with what was offered; and a way to reach somebody that served nothing else."""
    ids, contacts = list(waits.values_list("pk", flat=True)), set(waits.values_list("contact", flat=True))
    WaitingEntry.objects.filter(pk__in=ids).delete()
    wipe_unused(Contact.objects.filter(pk__in=contacts))
    return len(ids)


def _drop_unanswered(before: datetime, *, now: datetime) -> int:
    """Whom nobody has called in all that time is not called any more: the team sees it among what was handled."""
    waiting = CallBack.objects.filter(status=CallBack.Status.OPEN, created_at__lt=before)
    given_up = list(waiting.exclude(not_before__gte=before).values_list("pk", flat=True))
    for pk in given_up:
        with suppress(AlreadyHandled):
            handle_call_back(pk, as_=CallBack.Status.DROPPED, by=SYSTEM, now=now)
    return len(given_up)


@short_transaction
def erase(
    resident_id: int, *, by: Actor, now: datetime, cancel_ahead: bool = False, also: Collection[int] = ()
) -> Traces:
    """Wipes one person at their request, wherever their data is; what there was of them. `also`: their other records.

    Seats of workshops that nobody else sits in are given back. `cancel_ahead`: appointments that nobody else has a part in
    are called off first, and nobody is written to; somebody who comes with them still comes. Raises `NotStanding` while an
    appointment is under way, or ahead and not to be called off.
    """
    traces = traces_of([resident_id, *also])
    ahead = Appointment.objects.upcoming(now).filter(pk__in=traces.appointments)
    if ahead.filter(starts_at__lte=now).exists() or (not cancel_ahead and ahead.exists()):
        raise NotStanding
    for appointment_id in list(ahead.filter(pk__in=traces.alone).values_list("pk", flat=True)):
        let_go(cancel(appointment_id, by=by, now=now))
    for registration_id in _seats_of(traces):
        leave_workshop(registration_id, by=by, now=now)
    wipe(traces, by=by, now=now)
    transaction.on_commit(_empty_the_log)
    return traces


def _seats_of(traces: Traces) -> list[int]:
    """Registrations that stand for them alone."""
    others = Registration.people.through.objects.filter(registration=OuterRef("pk"))
    others = others.exclude(resident__in=traces.residents)
    theirs = Registration.objects.filter(people__in=traces.residents, state__in=Registration.STANDING)
    return sorted(set(theirs.exclude(Exists(others)).values_list("pk", flat=True)))


def _empty_the_log() -> None:
    """SQLite's write-ahead log holds pages as they were: it is emptied, unless somebody reads in it just now."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forgotten_batch(before: datetime, *, now: datetime) -> int:
    ahead = Participation.objects.filter(
        resident=OuterRef("pk"), appointment__status__in=Appointment.STANDING, appointment__ends_at__gt=now
    )
    waits = WaitingEntry.objects.waiting(now).filter(resident=OuterRef("pk"))
    sent = Referral.objects.filter(resident=OuterRef("pk"), state__in=OPEN)
    old = Resident.objects.filter(
        ~Exists(ahead), ~Exists(waits), ~Exists(sent), last_contact_at__lt=before, erased_at__isnull=True
    )
    return _wiped(list(old.values_list("pk", flat=True)[:_BATCH]), now=now)


@short_transaction
def _wiped(resident_ids: list[int], *, now: datetime) -> int:
    return wipe(traces_of(resident_ids), by=SYSTEM, now=now) if resident_ids else 0
