"""What was decided about each appointment of an interruption is done: one short transaction each.

A worker that is killed in between has done each of them or not at all; the next one goes on with what is planned still.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db.models import Q, QuerySet

from bookings.actions.call_off import cancel
from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.hand_over import hand_over
from bookings.actions.interrupt import TASK
from bookings.errors import ChangedMeanwhile, NotStanding, SlotTaken, TooLate
from bookings.interruptions.questions import stored
from bookings.interruptions.reach import answer_within, hears_by_message, not_before
from bookings.models import Appointment, Interrupted, Interruption, JournalEntry, WorkshopDate
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times.departures import colleague_for
from bookings.times.instead import times_instead
from mediation.celery import nudge

BATCH = 25
Remedy, Result, Why = Interrupted.Remedy, Interrupted.Result, Interrupted.Why


def work_through(*, clock: Callable[[], datetime], limit: int = BATCH) -> int:
    """Does what is due of every interruption, `limit` appointments at most; how many. What is left is asked for again."""
    done = 0
    for pk in list(_due(clock()).values_list("pk", flat=True)[:limit]):
        done += decide(pk, now=clock())
    now = clock()
    done += _call_off_dates(now)
    if done and _due(now).exists():
        nudge(TASK)
    left = Interruption.objects.under_way().exclude(rows__result=Result.PLANNED)
    left.filter(leaves_at__lte=now).update(status=Interruption.Status.DONE, ended_at=now)
    return done


def _call_off_dates(now: datetime) -> int:
    """Workshops' dates go with the rest of an interruption; those called off already tell nobody again. How many."""
    running = Interruption.objects.under_way().filter(leaves_at__lte=now).order_by("pk")
    return sum(_dates_of(pk, now=now) for pk in running.values_list("pk", flat=True))


def _dates_of(interruption_id: int, *, now: datetime) -> int:
    made, by = Interruption.objects.values_list("made", "made_by").get(pk=interruption_id)
    dates = WorkshopDate.objects.ahead(now).filter(pk__in=made.get("dates", ()))
    by_workshop: dict[int, list[int]] = {}
    for pk, workshop in dates.values_list("pk", "workshop"):
        by_workshop.setdefault(workshop, []).append(pk)
    for ids in by_workshop.values():
        with suppress(TooLate):  # Somebody else was faster, or it has begun meanwhile.
            cancel_dates(ids, by=Actor(channel=Appointment.Channel.DESK, user_id=by), now=now)
    return sum(len(ids) for ids in by_workshop.values())


def _due(now: datetime) -> QuerySet[Interrupted]:
    """What tells nobody anything goes at once; the rest when it may leave."""
    silent = ~Q(remedy__in=Interrupted.TELLS)
    planned = Interrupted.objects.filter(
        silent | Q(interruption__leaves_at__lte=now),
        result=Result.PLANNED,
        interruption__status=Interruption.Status.RUNNING,
    )
    return planned.order_by("was_at", "pk")


@short_transaction
def decide(row_id: int, *, now: datetime) -> bool:
    """One appointment; whether this very call did it (another worker, or an undo, may have been here before)."""
    rows = Interrupted.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.select_related("interruption").filter(pk=row_id, result=Result.PLANNED).first()
    if row is None or row.interruption.status != Interruption.Status.RUNNING:
        return False
    appointment = (
        Appointment.objects.select_related("topic", "site", "contact")
        .prefetch_related("participants")
        .get(pk=row.appointment_id)
    )
    try:
        _DOES[row.remedy](row, appointment, _actor(row), now)
    except (ChangedMeanwhile, NotStanding, TooLate):
        # Somebody else has moved it, called it off or begun it since: theirs counts.
        row.result = Result.CHANGED
    if row.result != Result.PLANNED:
        row.settled_at = now
    row.save()
    return True


def _actor(row: Interrupted) -> Actor:
    """Whoever decided it, acting through the service."""
    return Actor(channel=Appointment.Channel.DESK, user_id=row.interruption.made_by_id)


def _hand_over(row: Interrupted, appointment: Appointment, by: Actor, now: datetime) -> None:
    """To whom it was said, else to whoever is free by now; to nobody, the person is offered other times."""
    free = colleague_for(appointment, now=now)
    for mediator_id in sorted(free.mediator_ids, key=lambda pk: pk != row.to_mediator_id):
        try:
            hand_over(
                appointment.pk,
                to_mediator_id=mediator_id,
                span=free.span,
                by=by,
                now=now,
                if_version=row.version,
            )
        except SlotTaken:
            continue
        row.to_mediator_id, row.result = mediator_id, Result.HANDED_OVER
        return
    row.remedy, row.to_mediator_id = Remedy.OFFER, None


def _keep(row: Interrupted, appointment: Appointment, by: Actor, now: datetime) -> None:
    row.result = Result.KEPT


def _cancel(row: Interrupted, appointment: Appointment, by: Actor, now: datetime) -> None:
    _called_off(row, by=by, now=now)
    row.result = Result.CANCELLED


def _offer(row: Interrupted, appointment: Appointment, by: Actor, now: datetime) -> None:
    """The old time is called off in the same breath: nobody stands before a closed door, whatever is answered."""
    found = times_instead(
        appointment, not_before=now + not_before(appointment), now=now, place=_place(row, appointment)
    )
    row.times = stored(found)
    if not found:
        _called_off(row, by=by, now=now)
        row.result, row.why = Result.TO_CALL, Why.NO_TIMES
        return
    changed = _called_off(row, by=by, now=now, question=row.pk)
    if not hears_by_message(appointment):
        row.result, row.why = Result.TO_CALL, Why.NO_CHANNEL
        return
    row.result, row.asked_at, row.deadline = Result.ASKED, now, now + answer_within(appointment)
    note(JournalEntry.Kind.TIMES_ASKED, appointment=changed, by=by, now=now, question=row.pk)


def _place(row: Interrupted, appointment: Appointment) -> int:
    """Their place among those of the same run who look for a time about the same topic at the same site."""
    others = Interrupted.objects.filter(
        interruption=row.interruption_id,
        appointment__topic=appointment.topic_id,
        appointment__site=appointment.site_id,
    ).exclude(times=[])
    return others.count()


def _called_off(row: Interrupted, *, by: Actor, now: datetime, question: int | None = None) -> Appointment:
    appointment = cancel(
        row.appointment_id,
        by=by,
        now=now,
        for_the_service=True,
        reason=row.interruption.get_reason_display(),
        if_version=row.version,
        question=question,
    )
    row.version = appointment.version
    return appointment


_DOES: dict[str, Callable[[Interrupted, Appointment, Actor, datetime], None]] = {
    Remedy.HAND_OVER: _hand_over,
    Remedy.OFFER: _offer,
    Remedy.CANCEL: _cancel,
    Remedy.KEEP: _keep,
}
