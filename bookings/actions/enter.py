"""A number of a drop-in goes from one state to another: the period it stood in ends, another begins."""

from datetime import datetime
from typing import Any

from bookings.dropin.line import waiting_in
from bookings.dropin.states import NEAR, State, may_follow
from bookings.errors import DropInOver, StateRefused
from bookings.models import DropInDay, JournalEntry, Turn, TurnPeriod
from bookings.people.who import SYSTEM, Actor
from bookings.records.journal import note

# What a period remembers of the turn before it began.
KEPT = ("mediator_id", "desk", "calls", "called_at", "not_before", "placed_at", "back_at")
_MOMENTS = ("called_at", "not_before", "placed_at", "back_at")


def locked_day(day_id: int) -> DropInDay:
    """The day, locked: one change at a time in a queue. Raises `DropInOver` when it has ended."""
    day = DropInDay.objects.select_for_update(of=("self",)).select_related("site").get(pk=day_id)
    if day.closed_at is not None:
        raise DropInOver
    return day


def locked_turn(turn_id: int) -> Turn:
    """The turn with its day, which is locked. Raises `DropInOver` when that has ended."""
    day = locked_day(Turn.objects.values_list("day_id", flat=True).get(pk=turn_id))
    turn = Turn.objects.select_related("appointment", "topic").get(pk=turn_id)
    turn.day = day
    return turn


def enter(turn: Turn, to: State, *, by: Actor, now: datetime, **changes: Any) -> None:
    """Stores where they stand from `now` on, and what else changes with it.

    Raises `StateRefused` where that cannot follow.
    """
    if not may_follow(State(turn.state), to):
        raise StateRefused(turn.state, to)
    before = {name: _stored(getattr(turn, name)) for name in KEPT}
    turn.periods.filter(ended_at=None).update(ended_at=now)
    turn.state = to.value
    for name, value in changes.items():
        setattr(turn, name, value)
    turn.save(update_fields=["state", *(name.removesuffix("_id") for name in changes)])
    begin(turn, by=by, now=now, before={**before, "state": _state_before(turn)})


def begin(turn: Turn, *, by: Actor, now: datetime, before: dict[str, Any] | None = None) -> None:
    """The period of the state in which the turn stands."""
    TurnPeriod.objects.create(
        turn=turn,
        state=turn.state,
        began_at=now,
        mediator_id=turn.mediator_id,
        by_id=by.user_id,
        before=before or {},
    )


def restored(before: dict[str, Any]) -> dict[str, Any]:
    """What a period remembers, as the turn's columns take it."""
    return {
        name: datetime.fromisoformat(value) if name in _MOMENTS and value else value
        for name, value in before.items()
        if name in KEPT
    }


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _state_before(turn: Turn) -> str:
    last = turn.periods.order_by("pk").last()
    return last.state if last is not None else ""


def tell_who_is_near(day: DropInDay, *, now: datetime) -> None:
    """Whoever can be told, and has only a few people before them by now, is told once to come back."""
    to_tell = day.turns.filter(state=State.WAITING, contact__isnull=False, told_near=False)
    known = {turn.pk: turn for turn in to_tell}
    if not known:
        return
    for ahead, each in enumerate(waiting_in(day, now=now)[: NEAR + 1]):
        if each.pk in known:
            Turn.objects.filter(pk=each.pk).update(told_near=True)
            organisation = day.site.organisation_id
            kind = JournalEntry.Kind.TURN_NEAR
            note(kind, by=SYSTEM, now=now, organisation_id=organisation, turn=each.pk, ahead=ahead)
