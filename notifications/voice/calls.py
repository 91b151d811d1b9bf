"""A call, turn by turn. Everything a turn changes is one transaction with the answer that tells of it.

The call's row is locked first, before any of the locks of a booking; nobody who holds those waits for it. The same
step once more (a webhook that came twice) finds the answer that was given, and changes nothing. A turn that only leads to
another question needs neither lock nor transaction: it is one statement, which fails if the call has gone on meanwhile.
"""

from datetime import datetime, timedelta

from django.conf import settings

from bookings.actions.hold import release
from bookings.errors import InvalidContact
from bookings.records import unmet
from bookings.records.transactions import short_transaction
from notifications.models.voice import Call, Ending
from notifications.voice import kept, outgoing, twiml
from notifications.voice.effects import carry_out
from notifications.voice.greeting import picked_up
from notifications.voice.handover import note_call_back
from notifications.voice.known import Turn, facts_for, wanted
from notifications.voice.memory import Memory
from notifications.voice.options import with_options
from notifications.voice.outgoing import Placed
from notifications.voice.prompts import prompt
from notifications.voice.ring import Ring
from notifications.voice.script import Heard, press
from notifications.voice.states import BROWSING, DONE, ENDED, Caller, Effect, State, Why

FORGOTTEN_AFTER = timedelta(hours=1)
"""A call nobody has heard of for so long has ended, whatever became of the report."""
_ENDINGS = {
    State.NOTED: Ending.CALL_BACK,
    State.NO_NUMBER: Ending.NO_NUMBER,
    State.SORRY: Ending.ERROR,
    State.TRANSFER: Ending.TRANSFERRED,
}
_NOTHING_BEGUN = frozenset(
    {
        State.UNDO,
        State.OFFERED,
        State.OWN,
        State.INSTEAD,
        State.INVITED,
        State.REFERRED,
        State.HOME,
        State.NUMBER,
        State.CLOSED,
        State.CANCELLED,
        State.CALLED_OFF,
        State.WENT,
        *BROWSING,
        *DONE,
    }
)
_AT_ONCE = 500


def answer(
    ring: Ring,
    heard: Heard,
    *,
    step: int,
    now: datetime,
    recording: str = "",
    placed: Placed | None = None,
) -> str:
    """What is said next, as TwiML. `step` is the step the telephone answers; `placed` a call that we have made."""
    turn = Turn(ring, now)
    if not recording and placed is None:
        said = _only_asked(heard, step, turn) if step else _greeted(turn)
        if said is not None:
            return said
    return _carried_out(heard, step, turn, recording, placed)


def _greeted(turn: Turn) -> str | None:
    """The first thing said to whoever calls; None if this call is known already."""
    call = kept.new(turn.ring, turn.now)
    memory = with_options(picked_up(call, turn), turn)
    xml = _composed(call, memory, turn)
    return xml if kept.write_first_turn(call, memory, now=turn.now) else None


def _only_asked(heard: Heard, step: int, turn: Turn) -> str | None:
    """Another question, when nothing is to be done but to ask it; None otherwise, or if the call has gone on meanwhile."""
    call = kept.heard_of(turn.ring)
    if call is None or call.ended_at is not None or call.step != step:
        return None
    known = kept.remembered(call)
    following = press(known, heard, facts_for(known, turn))
    if following.effect is not Effect.NOTHING or following.memory.state in ENDED:
        return None
    call.ours = bool(known.called)
    memory = with_options(following.memory, turn)
    xml, site = _composed(call, memory, turn), _site_id(memory)
    return (
        xml if kept.write_turn_unless_changed(call, memory, step=step, site_id=site, now=turn.now) else None
    )


@short_transaction
def _carried_out(heard: Heard, step: int, turn: Turn, recording: str, placed: Placed | None) -> str:
    call = kept.locked(turn.ring, now=turn.now)
    if recording:
        # Even one that comes after the call has ended: what is not written down here is never deleted there.
        kept.keep_name(call, recording, turn.now)
    if step < call.step:
        return call.answer or twiml.silent()
    if call.ended_at is not None or (step > call.step and call.step):
        return call.answer if call.answer and step > call.step else twiml.silent()
    if call.step == 0:
        call.ours = placed is not None
        memory = outgoing.picked_up(placed, turn) if placed else picked_up(call, turn)
    else:
        known = kept.remembered(call)
        call.ours = bool(known.called)
        memory = carry_out(press(known, heard, facts_for(known, turn)), turn)
    return _say(call, with_options(memory, turn), turn)


def _say(call: Call, memory: Memory, turn: Turn) -> str:
    xml = _composed(call, memory, turn)
    if memory.state in ENDED:
        dialled = memory.dial and memory.state is State.BYE
        kept.end(call, Ending.TRANSFERRED if dialled else _ENDINGS.get(memory.state, Ending.DONE), turn.now)
    kept.write_turn(call, memory, site_id=_site_id(memory), now=turn.now)
    return xml


def _composed(call: Call, memory: Memory, turn: Turn) -> str:
    call.step += 1
    said = prompt(memory, facts_for(memory, turn))
    call.answer = xml = twiml.write(said, language=memory.language, step=call.step, dial=memory.dial)
    return xml


def _site_id(memory: Memory) -> int | None:
    site = wanted(memory)[0] if memory.wanted else None
    if site is not None:
        return site.pk
    return memory.sites[0] if len(memory.sites) == 1 else None


@short_transaction
def hung_up(ring: Ring, *, now: datetime, recording: str = "") -> None:
    """The telephone was put down, whenever: a held time is free, and a booking half made becomes a call back.

    `recording`: a name that was being said, which the provider keeps until it is told otherwise.
    """
    call = kept.locked(ring, now=now) if recording else kept.locked_if_known(ring)
    if call is None:
        return
    if recording:
        kept.keep_name(call, recording, now)
    if call.ended_at is not None:
        kept.forget_answer(call)
        return
    memory = _let_go(call, ring, now)
    done = memory.state in DONE or memory.state is State.CANCELLED
    _close(call, Ending.DONE if done else _ENDINGS.get(memory.state, Ending.HUNG_UP), now)
    _counted(call, memory, now)


def _counted(call: Call, memory: Memory, now: datetime) -> None:
    """One that somebody gave up is counted, by the question they were at. Calls of ours are not, nor who gives no opinion."""
    asked_for = not memory.called and memory.state is not State.WENT
    if call.ending in (Ending.HUNG_UP, Ending.LOST) and asked_for:
        unmet.given_up(memory.state, topic_id=memory.topic or None, site_id=_site_id(memory), now=now)


def _let_go(call: Call, ring: Ring, now: datetime) -> Memory:
    """Nobody is on the line any more: no time is held for them, and what they began is not lost. What it remembered."""
    memory = kept.remembered(call)
    if memory.hold:
        release(memory.hold)
    half_made = memory.state not in _NOTHING_BEGUN and (memory.topic or memory.why)
    if half_made and memory.state is not State.TRANSFER and (memory.phone or ring.phone):
        _note(call, memory.but(why=memory.why or Why.HUNG_UP), Turn(ring, now))
    return memory


def _note(call: Call, memory: Memory, turn: Turn) -> None:
    try:
        call.call_back = note_call_back(memory, turn)
    except InvalidContact:
        call.call_back = None


def _close(call: Call, ending: str, now: datetime) -> None:
    kept.end(call, ending, now)
    call.answer = ""
    kept.write_end(call)


@short_transaction
def sorry(ring: Ring, *, language: str, now: datetime) -> str:
    """We failed: whoever called is told so and called back, if they can be."""
    call = kept.locked(ring, now=now)
    memory = kept.remembered(call, Memory(language=language))
    if memory.hold:
        release(memory.hold)
    memory = memory.but(why=Why.OURS, state=State.SORRY, hold=0)
    if memory.phone or ring.phone:
        _note(call, memory, Turn(ring, now))
    kept.end(call, Ending.ERROR, now)
    call.step += 1
    call.answer = xml = twiml.apology(memory.language, called_back=call.call_back_id is not None)
    kept.write_end(call)
    return xml


def sweep_calls(*, now: datetime) -> dict[str, int]:
    """Ends calls nobody has heard of, and deletes what `RETENTION_DAYS` says is over; how many of each."""
    before = now - FORGOTTEN_AFTER
    lost = Call.objects.filter(ended_at__isnull=True, heard_at__lt=before).order_by("pk")
    deadlines = {
        name: now - timedelta(days=settings.RETENTION_DAYS[name]) for name in ("calls", "call_backs")
    }
    old = Call.objects.filter(started_at__lt=deadlines["call_backs"])
    return {
        "lost": sum(_end_lost(sid, before, now) for sid in lost.values_list("sid", flat=True)[:_AT_ONCE]),
        # What the team needed to find the caller again goes with the request to be called back.
        "digits": old.exclude(last4="").update(last4=""),
        "calls": Call.objects.filter(started_at__lt=deadlines["calls"]).delete()[0],
    }


@short_transaction
def _end_lost(sid: str, before: datetime, now: datetime) -> bool:
    """The end of a call that nobody reported: as if its telephone had been put down."""
    found = (
        Call.objects.select_for_update().filter(sid=sid, ended_at__isnull=True, heard_at__lt=before).first()
    )
    if found is None:
        return False
    memory = kept.remembered(found)
    _let_go(found, Ring(sid, memory.caller, Caller(found.caller)), now)
    _close(found, Ending.LOST, now)
    _counted(found, memory, now)
    return True
