"""A call of a demonstration's telephone, one thing done at a time; the line is asked as a provider asks it."""

import json
import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from mediation.context import current_territory
from notifications.handset.exchange import LineFailed, NotNow
from notifications.handset.reading import NotTwiml
from notifications.handset.walker import WITHHELD, Walker, laid_down, taken_up
from notifications.models.handset import SimulatedCall, key_of

logger = logging.getLogger(__name__)
State = SimulatedCall.State


class Does(StrEnum):
    """What somebody does with the telephone. What it leaves in the transcript bears the same name."""

    DIAL = "dial"
    PICK_UP = "pick_up"
    MACHINE = "machine"
    DECLINE = "decline"
    PRESS = "press"
    WAIT = "wait"
    SPEAK = "speak"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    HANG_UP = "hang_up"


_WHILE_IT_RINGS = frozenset({Does.PICK_UP, Does.MACHINE, Does.DECLINE})
_WHEN = {State.RINGING: _WHILE_IT_RINGS, State.TALKING: frozenset(Does) - _WHILE_IT_RINGS - {Does.DIAL}}
_ENDS = frozenset({Does.DECLINE, Does.HANG_UP})
_STEPS: dict[Does, Callable[[Walker, str], object]] = {
    Does.DIAL: lambda walker, _: walker.call(),
    Does.PICK_UP: lambda walker, _: walker.pick_up(walker.reference),
    Does.MACHINE: lambda walker, _: walker.pick_up(walker.reference, by="machine_end_beep"),
    Does.DECLINE: lambda walker, _: walker.hang_up("no-answer"),
    Does.PRESS: lambda walker, keys: walker.type(keys),
    Does.WAIT: lambda walker, _: walker.fall_silent(),
    Does.SPEAK: lambda walker, _: walker.speak(),
    Does.ANSWERED: lambda walker, _: walker.somebody_answers(),
    Does.UNANSWERED: lambda walker, _: walker.nobody_answers(),
    Does.HANG_UP: lambda walker, _: walker.hang_up(),
}


def dial(number: str, *, withheld: bool, now: datetime) -> SimulatedCall:
    """Calls the line from that number (E.164), which the line is not told when it is withheld."""
    call = SimulatedCall(
        sid=f"CA{uuid.uuid4().hex}",
        inbox=key_of(number),
        number=number,
        withheld=withheld,
        state=State.TALKING,
        started_at=now,
    )
    _go(call, Does.DIAL, "")
    return call


def act(call: SimulatedCall, does: Does, *, turn: int, now: datetime, keys: str = "") -> None:
    """Does it, if it can be done at this point of the call, and once however often this turn is sent."""
    state = State(call.state_at(now))
    if does not in _WHEN.get(state, ()):
        return
    if SimulatedCall.objects.filter(pk=call.pk, turn=turn, state=state).update(turn=turn + 1):
        call.refresh_from_db()
        _go(call, does, keys)


def walker_of(call: SimulatedCall) -> Walker:
    """The walker that goes on with this call."""
    return taken_up(
        call.known,
        phone=WITHHELD if call.withheld else call.number,
        line=current_territory().phone,
        sid=call.sid,
        reference=str(call.reference or ""),
    )


def _go(call: SimulatedCall, does: Does, keys: str) -> None:
    walker = walker_of(call)
    typed = walker.typed + keys if does in {Does.PRESS, Does.WAIT} else ""
    try:
        _STEPS[does](walker, keys)
        heard = [] if does in _ENDS else _heard(walker)
        if walker.over and does not in _ENDS:
            walker.hang_up()
    except NotNow:
        return
    except (NotTwiml, LineFailed):
        logger.exception("the demonstration telephone cannot follow the line")
        walker.over, heard = True, [{"kind": "failed"}]
    own = {"kind": Does.PRESS if typed else does, "text": typed}
    unfinished = does is Does.PRESS and walker.typed
    _lay_down(call, does, walker, [] if unfinished else [own, *heard])


def _heard(walker: Walker) -> list[dict[str, str]]:
    """What came of it, as lines of the transcript."""
    heard = [{"kind": "said", "language": each.language, "text": each.text} for each in walker.said]
    verb = walker.waiting
    if verb is not None and verb.tag == "Record":
        heard.append({"kind": "tone"})
    if verb is not None and verb.tag == "Dial":
        heard.append({"kind": "transfer", "text": verb.text or ""})
    return [*heard, {"kind": "over"}] if walker.over else heard


def _lay_down(call: SimulatedCall, does: Does, walker: Walker, new: list[dict[str, str]]) -> None:
    known = call.known
    if new:
        known["new_from"] = len(known["transcript"])
    call.memory = json.dumps({**known, **laid_down(walker), "transcript": [*known["transcript"], *new]})
    call.by_machine = call.by_machine or does is Does.MACHINE
    call.state = State.OVER if walker.over else State.TALKING
    if does is Does.DECLINE:
        call.state = State.MISSED
    call.save()
