"""Somebody cannot receive, or nobody can somewhere: nothing more is booked there, and each appointment is decided about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from bookings.actions.change_openings import add_absence, add_closure, remove_absence, remove_closure
from bookings.actions.hand_over import hand_over
from bookings.errors import AlreadyDecided, BookingError, TooLate
from bookings.interruptions.reach import UNDO_WITHIN, URGENT
from bookings.locks import Scope, lock
from bookings.models import Appointment, Interrupted, Interruption, JournalEntry, WorkshopDate
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times.departures import colleague_for
from mediation.celery import nudge
from mediation.models import Absence, Closure, Site

TASK = "bookings.tasks.work_through"
Remedy, Result = Interrupted.Remedy, Interrupted.Result


@dataclass(frozen=True)
class Decision:
    """What becomes of one appointment; `to_mediator` is who takes it over, if somebody does."""

    appointment: Appointment
    remedy: str
    to_mediator: int | None = None


@dataclass(frozen=True)
class Plan:
    """An interruption as it was read, not stored yet, with what it puts into the calendar."""

    interruption: Interruption
    sites: Sequence[Site]
    decisions: Sequence[Decision] = ()
    absence: Absence | None = None
    closures: Sequence[Closure] = field(default_factory=tuple)
    # Dates of workshops that are called off with it.
    dates: Sequence[WorkshopDate] = field(default_factory=tuple)


@short_transaction
def interrupt(plan: Plan, *, by: Actor, now: datetime, idempotency_key: str) -> Interruption:
    """Stores it: from now on nobody books there. The work (`decide`) goes on by itself.

    Who is told is told once `leaves_at` has come: a quarter of an hour later, or at once when somebody is expected soon.
    The same key once more returns the first. Raises `AlreadyDecided` when a colleague has just done the same.
    """
    made = Interruption.objects.filter(idempotency_key=idempotency_key).first()
    if made is not None:
        return made
    new = plan.interruption
    # Two at once take turns: the second one sees what the first has stored.
    lock([*((Scope.SITE, site.pk) for site in plan.sites), *_mediators(plan)])
    _refuse_twice(plan)
    new.leaves_at, new.made_at, new.made_by_id = _leaves_at(plan, now), now, by.user_id
    new.idempotency_key = idempotency_key
    new.made = _into_the_calendar(plan, by=by, now=now)
    new.save()
    new.sites.set(plan.sites)
    Interrupted.objects.bulk_create(_row(new, decision) for decision in plan.decisions)
    _note(JournalEntry.Kind.INTERRUPTED, new, by=by, now=now)
    nudge(TASK)
    return new


def _mediators(plan: Plan) -> list[tuple[Scope, int]]:
    return [(Scope.MEDIATOR, pk) for pk in [plan.interruption.mediator_id] if pk is not None]


def _refuse_twice(plan: Plan) -> None:
    new = plan.interruption
    pks = [decision.appointment.pk for decision in plan.decisions]
    decided = Interrupted.objects.filter(appointment__in=pks, result__in=Interrupted.OPEN)
    first = decided.values_list("interruption_id", flat=True).first()
    if first is None and new.kind != Interruption.Kind.HOURS:
        same = Interruption.objects.exclude(status=Interruption.Status.UNDONE).filter(
            kind=new.kind,
            mediator=new.mediator_id,
            first_day=new.first_day,
            last_day=new.last_day,
            starts=new.starts,
            ends=new.ends,
        )
        if new.mediator_id is None:
            same = same.filter(sites__in=plan.sites)
        first = same.values_list("pk", flat=True).first()
    if first is not None:
        raise AlreadyDecided(first)


def _leaves_at(plan: Plan, now: datetime) -> datetime:
    told = [each.appointment for each in plan.decisions if each.remedy in Interrupted.TELLS]
    starts = [*(each.starts_at for each in told), *(each.starts_at for each in plan.dates)]
    soon = any(at <= now + URGENT for at in starts)
    return now if soon else now + UNDO_WITHIN


def _into_the_calendar(plan: Plan, *, by: Actor, now: datetime) -> dict[str, list[int]]:
    absences = [add_absence(plan.absence, by=by, now=now).pk] if plan.absence is not None else []
    closures = [add_closure(closure, by=by, now=now).pk for closure in plan.closures]
    return {"absences": absences, "closures": closures, "dates": [each.pk for each in plan.dates]}


def _row(interruption: Interruption, decision: Decision) -> Interrupted:
    appointment = decision.appointment
    return Interrupted(
        interruption=interruption,
        appointment=appointment,
        remedy=decision.remedy,
        version=appointment.version,
        was_at=appointment.starts_at,
        from_mediator_id=appointment.mediator_id,
        to_mediator_id=decision.to_mediator if decision.remedy == Remedy.HAND_OVER else None,
    )


def leave_now(interruption_id: int, *, now: datetime) -> None:
    """People are told now; it can be taken back no more."""
    waiting = Interruption.objects.filter(pk=interruption_id, status=Interruption.Status.RUNNING)
    if waiting.filter(leaves_at__gt=now).update(leaves_at=now):
        nudge(TASK)


def take_back(interruption_id: int, *, by: Actor, now: datetime) -> Interruption:
    """As if nothing had been said, while nobody has been told: the absence goes, and who was handed over comes back.

    Once more changes nothing. Raises `TooLate`.
    """
    interruption = _taken_back(interruption_id, by=by, now=now)
    for row in interruption.rows.filter(result=Result.HANDED_OVER).select_related("appointment"):
        _back_to(row, by=by, now=now)
    return interruption


@short_transaction
def _taken_back(interruption_id: int, *, by: Actor, now: datetime) -> Interruption:
    interruption = Interruption.objects.select_for_update(of=("self",)).get(pk=interruption_id)
    if interruption.status == Interruption.Status.UNDONE:
        return interruption
    told = ~Q(result__in=[Result.PLANNED, Result.HANDED_OVER, Result.KEPT, Result.CHANGED])
    if not interruption.may_be_undone(now) or interruption.rows.filter(told).exists():
        raise TooLate
    interruption.status, interruption.ended_at = Interruption.Status.UNDONE, now
    interruption.save(update_fields=["status", "ended_at"])
    interruption.rows.filter(result=Result.PLANNED).update(result=Result.UNDONE, settled_at=now)
    for absence in Absence.objects.filter(pk__in=interruption.made.get("absences", ())):
        remove_absence(absence, by=by, now=now)
    for closure in Closure.objects.filter(pk__in=interruption.made.get("closures", ())):
        remove_closure(closure, by=by, now=now)
    _note(JournalEntry.Kind.INTERRUPTION_UNDONE, interruption, by=by, now=now)
    return interruption


def _back_to(row: Interrupted, *, by: Actor, now: datetime) -> None:
    """To whoever was to receive; where that cannot be any more, the colleague keeps it: nothing changes for who comes."""
    appointment = Appointment.objects.select_related("topic", "site").get(pk=row.appointment_id)
    span = colleague_for(appointment, now=now).span
    try:
        hand_over(
            appointment.pk,
            to_mediator_id=row.from_mediator_id,
            span=span,
            by=by,
            now=now,
            if_version=row.version,
        )
    except BookingError:
        return
    Interrupted.objects.filter(pk=row.pk).update(result=Result.UNDONE, settled_at=now)


def _note(kind: JournalEntry.Kind, interruption: Interruption, *, by: Actor, now: datetime) -> None:
    note(
        kind,
        by=by,
        now=now,
        organisation_id=interruption.organisation_id,
        interruption=interruption.pk,
    )
