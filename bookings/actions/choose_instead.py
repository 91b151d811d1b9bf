"""Somebody whose appointment could not be kept says which time suits them; or none, or nothing."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from bookings.actions.move import move
from bookings.errors import NotStanding, QuestionOver, SlotTaken, TooFar, TooSoon
from bookings.interruptions.questions import stored
from bookings.interruptions.reach import SOONEST
from bookings.models import Appointment, Interrupted, JournalEntry
from bookings.people.who import SYSTEM, Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times import search
from bookings.times.instead import times_instead
from mediation.models import Site

Fact, Result, Why = JournalEntry.Kind, Interrupted.Result, Interrupted.Why


def choose(row_id: int, position: int, *, by: Actor, now: datetime) -> Appointment:
    """The time of that position (from 1) among those offered. Raises what `take_instead` does; `QuestionOver` for none."""
    row = _row(row_id)
    if row.result == Result.MOVED:
        return row.appointment
    if not 1 <= position <= len(row.times):
        raise QuestionOver
    wanted = row.times[position - 1]
    starts_at = datetime.fromisoformat(wanted["at"])
    return take_instead(row_id, starts_at=starts_at, site_id=wanted["site"], by=by, now=now)


def take_instead(
    row_id: int,
    *,
    starts_at: datetime,
    site_id: int,
    by: Actor,
    now: datetime,
    mediator_id: int | None = None,
) -> Appointment:
    """The appointment stands again, at that time (UTC). Once more returns it as it stands.

    Late is better than never: this works until somebody has closed the question. Raises `SlotTaken` when the time is gone,
    with three others in the row by then; `QuestionOver`.
    """
    row = _row(row_id)
    if row.result == Result.MOVED:
        return row.appointment
    if row.result not in Interrupted.MAY_CHOOSE:
        raise QuestionOver
    site = Site.objects.get(pk=site_id)
    wanted = search.Preference(mediator_id=mediator_id) if mediator_id is not None else None
    try:
        return _moved(row, starts_at, site, wanted, by=by, now=now)
    except (SlotTaken, TooSoon, TooFar) as gone:
        _renew(row, now=now)
        raise SlotTaken from gone
    except NotStanding:
        # Somebody was a moment faster.
        again = _row(row_id)
        if again.result == Result.MOVED:
            return again.appointment
        raise QuestionOver from None


@short_transaction
def _moved(
    row: Interrupted,
    starts_at: datetime,
    site: Site,
    wanted: search.Preference | None,
    *,
    by: Actor,
    now: datetime,
) -> Appointment:
    """Locks of the calendar first, then the appointment's row, then ours (`bookings.records.transactions`)."""
    appointment = _anybody_else(row, starts_at, site, wanted, by=by, now=now)
    mine = Interrupted.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if mine.result not in Interrupted.MAY_CHOOSE:
        raise QuestionOver
    mine.result, mine.settled_at, mine.why = Result.MOVED, now, Why.NOTHING
    mine.save(update_fields=["result", "settled_at", "why"])
    return appointment


def _anybody_else(
    row: Interrupted,
    starts_at: datetime,
    site: Site,
    wanted: search.Preference | None,
    *,
    by: Actor,
    now: datetime,
) -> Appointment:
    """With whom they asked for; with anybody, if the time was found only so."""
    given = {"starts_at": starts_at, "site": site, "by": by, "now": now}
    try:
        return move(row.appointment, preference=wanted, offered=True, called_away=True, **given)  # type: ignore[arg-type]
    except SlotTaken:
        if not row.appointment.wish or wanted is not None:
            raise
    return move(
        row.appointment,
        preference=search.Preference(),
        offered=True,
        called_away=True,
        **given,  # type: ignore[arg-type]
    )


def _renew(row: Interrupted, *, now: datetime) -> None:
    """Three other times in the place of those that are gone."""
    found = times_instead(row.appointment, not_before=now + SOONEST, now=now)
    open_still = Interrupted.objects.filter(pk=row.pk, result__in=Interrupted.MAY_CHOOSE)
    open_still.update(times=stored(found))


@short_transaction
def none_suits(row_id: int, *, by: Actor, now: datetime) -> None:
    """None of them suits: somebody of the team calls. Once more changes nothing."""
    row = Interrupted.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.result not in Interrupted.MAY_CHOOSE:
        raise QuestionOver
    if row.result == Result.ASKED or row.why != Why.NONE_SUITS:
        _to_call(row, Why.NONE_SUITS, Fact.NONE_SUITS, by=by, now=now)


@short_transaction
def comes_no_more(row_id: int, *, by: Actor, now: datetime) -> None:
    """The team has talked with them: it stays called off. Once more changes nothing; `QuestionOver` when they have a time."""
    row = Interrupted.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.result == Result.CLOSED:
        return
    if row.result not in Interrupted.MAY_CHOOSE:
        raise QuestionOver
    row.result, row.settled_at = Result.CLOSED, now
    row.save(update_fields=["result", "settled_at"])
    _note(Fact.COMES_NO_MORE, row, by=by, now=now)


def end_questions(*, now: datetime) -> int:
    """Whoever has not answered in time, or whom the message has not reached, is to be called; how many."""
    unreached = JournalEntry.objects.filter(
        appointment=OuterRef("appointment"), kind=Fact.NOT_TOLD, version=OuterRef("version")
    )
    asked = Interrupted.objects.filter(result=Result.ASKED)
    over = asked.filter(Q(deadline__lte=now) | Exists(unreached))
    return sum(_ended(pk, now=now) for pk in list(over.values_list("pk", flat=True)))


@short_transaction
def _ended(row_id: int, *, now: datetime) -> bool:
    row = Interrupted.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.result != Result.ASKED:
        return False
    in_time = row.deadline is not None and row.deadline > now
    why, fact = (Why.NOT_REACHED, None) if in_time else (Why.NO_ANSWER, Fact.NO_ANSWER)
    _to_call(row, why, fact, by=SYSTEM, now=now)
    return True


def _to_call(
    row: Interrupted, why: Interrupted.Why, fact: JournalEntry.Kind | None, *, by: Actor, now: datetime
) -> None:
    row.result, row.why = Result.TO_CALL, why
    row.save(update_fields=["result", "why"])
    if fact is not None:
        _note(fact, row, by=by, now=now)


def _note(fact: JournalEntry.Kind, row: Interrupted, *, by: Actor, now: datetime) -> None:
    note(fact, appointment=row.appointment, by=by, now=now, question=row.pk)


def _row(row_id: int) -> Interrupted:
    rows = Interrupted.objects.select_related(
        "appointment__topic", "appointment__site", "appointment__contact", "interruption"
    )
    return rows.get(pk=row_id)
