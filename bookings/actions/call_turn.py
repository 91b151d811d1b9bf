"""Calling the next one of a drop-in: one mediator, one person, never the same one twice."""

from datetime import date, datetime

from bookings.actions.enter import enter, locked_day, locked_turn, tell_who_is_near
from bookings.dropin.line import waiting_in
from bookings.dropin.order import next_for
from bookings.dropin.states import MOST_CALLS, WITH_SOMEBODY, State
from bookings.errors import NobodyWaits, StateRefused, StillWithSomebody
from bookings.models import DropInDay, Turn
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from mediation.models import Mediator, Site


@short_transaction
def call_next(site: Site, day: date, *, mediator: Mediator, desk: str, by: Actor, now: datetime) -> Turn:
    """Whoever is next by the one rule (`bookings.dropin.order`), called to `desk`. Pressed twice, the same one.

    The day's row is locked from the choice to the change: two mediators never call the same person. Raises `NobodyWaits`,
    `StillWithSomebody` while this mediator helps somebody, `DropInOver`.
    """
    known = DropInDay.objects.filter(site=site, day=day).values_list("pk", flat=True).first()
    if known is None:
        raise NobodyWaits
    queue = locked_day(known)
    busy = queue.turns.filter(mediator=mediator, state__in=WITH_SOMEBODY).first()
    if busy is not None:
        if busy.state == State.CALLED:
            return busy
        raise StillWithSomebody
    chosen = next_for(mediator.pk, waiting_in(queue, now=now), now=now)
    if chosen is None:
        raise NobodyWaits
    turn = Turn.objects.select_related("appointment", "topic").get(pk=chosen.pk)
    turn.day = queue
    _call(turn, mediator=mediator, desk=desk, by=by, now=now)
    tell_who_is_near(queue, now=now)
    return turn


@short_transaction
def call_again(turn_id: int, *, by: Actor, now: datetime) -> Turn:
    """Calls once more whoever was called and did not come. Raises `StateRefused` after `MOST_CALLS`, `DropInOver`."""
    turn = locked_turn(turn_id)
    if turn.calls >= MOST_CALLS or turn.mediator is None:
        raise StateRefused(turn.state, State.CALLED)
    _call(turn, mediator=turn.mediator, desk=turn.desk, by=by, now=now)
    return turn


def _call(turn: Turn, *, mediator: Mediator, desk: str, by: Actor, now: datetime) -> None:
    enter(
        turn,
        State.CALLED,
        by=by,
        now=now,
        mediator=mediator,
        desk=desk.strip()[:30],
        calls=turn.calls + 1,
        called_at=now,
        not_before=None,
    )
