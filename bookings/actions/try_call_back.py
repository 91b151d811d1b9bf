"""Each call to somebody who waits, one by one; and the moment at which they asked to be called instead."""

from datetime import datetime, timedelta

from bookings.actions.call_referred import follow_calls
from bookings.actions.handle_call_back import locked_open, note_outcome
from bookings.errors import TooFar, TooLate, TooSoon
from bookings.models import CallBack, CallBackAttempt
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction

Result = CallBackAttempt.Result
# What came of a call after which the person is simply called again.
NOT_REACHED = (Result.NO_ANSWER, Result.ANSWERING_MACHINE, Result.BUSY)
# How long whoever wrote down a call may strike it out again.
UNDO_WITHIN = timedelta(minutes=15)
# Longer than this is an appointment, not a call.
LATEST = timedelta(days=60)


@short_transaction
def note_attempt(
    call_back_id: int, *, result: CallBackAttempt.Result, by: Actor, now: datetime
) -> CallBackAttempt:
    """Somebody called and did not reach the person, who stays in the queue. Raises `AlreadyHandled`."""
    asked = locked_open(call_back_id)
    return _write(asked, result, by=by, now=now)


@short_transaction
def call_later(call_back_id: int, *, at: datetime, by: Actor, now: datetime) -> CallBackAttempt:
    """The person was reached and wants to be called at `at` (aware): until then they leave the queue.

    Raises `TooSoon`, `TooFar`, `AlreadyHandled`.
    """
    if at <= now:
        raise TooSoon
    if at > now + LATEST:
        raise TooFar
    asked = locked_open(call_back_id)
    _set_not_before(asked, at)
    return _write(asked, Result.LATER, by=by, now=now, call_again_at=at)


@short_transaction
def call_now(call_back_id: int, *, by: Actor, now: datetime) -> CallBack:
    """Back into the queue before the moment that was asked for. Raises `AlreadyHandled`."""
    asked = locked_open(call_back_id)
    if asked.not_before is not None:
        _set_not_before(asked, None)
        note_outcome(asked, by=by, now=now, outcome="now")
    return asked


@short_transaction
def call_later_after_all(call_back_id: int, *, by: Actor, now: datetime) -> CallBack:
    """Takes `call_now` back: the moment last asked for counts again. Raises `AlreadyHandled`, `TooLate`."""
    asked = locked_open(call_back_id)
    if (at := _last_asked_for(asked, now)) is None:
        raise TooLate
    _set_not_before(asked, at)
    note_outcome(asked, by=by, now=now, outcome="later_after_all")
    return asked


@short_transaction
def strike_attempt(call_back_id: int, *, by: Actor, now: datetime) -> CallBack:
    """Takes back the latest attempt, within `UNDO_WITHIN` and by whoever wrote it; the journal keeps both facts.

    Raises `TooLate`, `AlreadyHandled`.
    """
    asked = locked_open(call_back_id)
    latest = asked.attempts.first()
    if latest is None or not may_be_struck(latest, user_id=by.user_id, now=now):
        raise TooLate
    latest.delete()
    if latest.result == Result.LATER:
        _set_not_before(asked, _last_asked_for(asked, now))
    note_outcome(asked, by=by, now=now, outcome="struck", result=latest.result)
    return asked


def may_be_struck(attempt: CallBackAttempt, *, user_id: int | None, now: datetime) -> bool:
    """Whether this member of staff may take the attempt back."""
    return attempt.by_id is not None and attempt.by_id == user_id and attempt.at > now - UNDO_WITHIN


def _write(
    asked: CallBack,
    result: CallBackAttempt.Result,
    *,
    by: Actor,
    now: datetime,
    call_again_at: datetime | None = None,
) -> CallBackAttempt:
    attempt = asked.attempts.create(at=now, by_id=by.user_id, result=result, call_again_at=call_again_at)
    # The call is over: whoever made it is not on it any more. (Nor is anybody when it is for later.)
    if asked.taken_by_id in (None, by.user_id) or call_again_at:
        asked.taken_by, asked.taken_at = None, None
        asked.save(update_fields=["taken_by", "taken_at"])
    note_outcome(asked, by=by, now=now, outcome=str(result))
    follow_calls(asked, by=by, now=now)
    return attempt


def _set_not_before(asked: CallBack, at: datetime | None) -> None:
    asked.not_before = at
    asked.save(update_fields=["not_before"])


def _last_asked_for(asked: CallBack, now: datetime) -> datetime | None:
    """The moment still to come that the person asked for last."""
    asked_for = asked.attempts.filter(result=Result.LATER, call_again_at__gt=now)
    return asked_for.values_list("call_again_at", flat=True).first()
