"""A call, turn by turn. Everything a turn changes is one transaction with the answer that tells of it.

The call's row is locked first, before any of the locks of a booking; nobody who holds those waits for it. The same
step once more (a webhook that came twice) finds the answer that was given, and changes nothing.
"""

import json
from datetime import datetime, timedelta

from django.conf import settings

from bookings.actions.hold import release
from bookings.errors import InvalidContact
from bookings.people.recognise import offer_to, recognise
from bookings.records.transactions import short_transaction
from mediation.context import current_territory
from mediation.crypto import keyed_hash
from notifications.models.voice import Call, Ending, SpokenName
from notifications.voice import outgoing, twiml
from notifications.voice.choices import first_question
from notifications.voice.effects import carry_out
from notifications.voice.handover import note_call_back
from notifications.voice.known import Turn, facts_for, wanted, with_options
from notifications.voice.memory import Memory
from notifications.voice.outgoing import Placed
from notifications.voice.phrases import Phrase
from notifications.voice.prompts import prompt
from notifications.voice.ring import Ring, line_is_open
from notifications.voice.script import Heard, press
from notifications.voice.states import DONE, ENDED, State, Why
from notifications.voice.words import spoken_language

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
        State.OFFERED,
        State.OWN,
        State.HOME,
        State.NUMBER,
        State.CLOSED,
        State.CANCELLED,
        State.CALLED_OFF,
        *DONE,
    }
)


@short_transaction
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
    call = _locked(ring, now)
    if recording:
        # Even one that comes after the call has ended: what is not written down here is never deleted there.
        _keep_name(call, recording, now)
    if step < call.step:
        return call.answer or twiml.silent()
    if call.ended_at is not None or (step > call.step and call.step):
        return call.answer if call.answer and step > call.step else twiml.silent()
    turn = Turn(ring, now)
    if call.step == 0:
        call.ours = placed is not None
        memory = outgoing.picked_up(placed, turn) if placed else _picked_up(call, turn)
    else:
        known = Memory.from_data(json.loads(call.memory))
        memory = carry_out(press(known, heard, facts_for(known, turn)), turn)
    return _say(call, with_options(memory, turn), turn)


def _locked(ring: Ring, now: datetime) -> Call:
    defaults = {
        "number_index": number_index(ring.phone) if ring.phone else "",
        "last4": ring.phone[-4:],
        "caller": ring.caller,
        "started_at": now,
        "heard_at": now,
    }
    Call.objects.get_or_create(sid=ring.sid, defaults=defaults)
    return Call.objects.select_for_update().get(sid=ring.sid)


def number_index(phone: str) -> str:
    """The keyed hash under which a caller's number (E.164) is found again."""
    return keyed_hash("caller", phone)


def _picked_up(call: Call, turn: Turn) -> Memory:
    """The first thing said: in the language this number heard last, about their own appointment if it is known."""
    phone = turn.ring.phone
    known = recognise(phone, now=turn.now) if phone else None
    earlier = Call.objects.filter(number_index=call.number_index).exclude(pk=call.pk) if phone else None
    spoken = earlier.order_by("-started_at").values_list("language", flat=True).first() if earlier else None
    memory = Memory(
        asks_language=spoken is None,
        language=spoken or spoken_language(known.language if known else "fr"),
        notice=Phrase.WELCOME,
        resident=known.resident_id if known else 0,
        usual=(known.usual_site_id or 0) if known else 0,
        appointment=(known.appointment_id or 0) if known else 0,
        offer=(offer_to(phone, now=turn.now) or 0) if phone else 0,
    )
    if not line_is_open(current_territory(), now=turn.now):
        return memory.but(state=State.CLOSED)
    return memory.but(state=first_question(memory))


def _say(call: Call, memory: Memory, turn: Turn) -> str:
    call.step += 1
    said = prompt(memory, facts_for(memory, turn))
    call.answer = xml = twiml.write(said, language=memory.language, step=call.step, dial=memory.dial)
    call.memory = json.dumps(memory.to_data())
    call.language, call.state, call.heard_at = memory.language, memory.state, turn.now
    call.topic_id = memory.topic or None
    call.site_id = _site_id(memory)
    call.appointment_id = memory.appointment or None
    call.call_back_id = memory.call_back or None
    if memory.state in ENDED:
        dialled = memory.dial and memory.state is State.BYE
        _end(call, Ending.TRANSFERRED if dialled else _ENDINGS.get(memory.state, Ending.DONE), turn.now)
    call.save()
    return xml


def _site_id(memory: Memory) -> int | None:
    site = wanted(memory)[0] if memory.wanted else None
    if site is not None:
        return site.pk
    return memory.sites[0] if len(memory.sites) == 1 else None


def _end(call: Call, ending: str, now: datetime) -> None:
    call.ended_at, call.ending, call.memory = now, ending, ""


def _keep_name(call: Call, recording: str, now: datetime) -> None:
    """Only where the recording is: nobody but the team may hear it."""
    index = keyed_hash("recording", recording)
    defaults = {"call": call, "recording": recording, "spoken_at": now}
    SpokenName.objects.get_or_create(recording_index=index, defaults=defaults)


@short_transaction
def hung_up(ring: Ring, *, now: datetime) -> None:
    """The telephone was put down, whenever: a held time is free, and a booking half made becomes a call back."""
    call = Call.objects.select_for_update().filter(sid=ring.sid).first()
    if call is None:
        return
    if call.ended_at is None:
        memory = Memory.from_data(json.loads(call.memory)) if call.memory else Memory()
        if memory.hold:
            release(memory.hold)
        half_made = memory.state not in _NOTHING_BEGUN and (memory.topic or memory.why)
        if half_made and memory.state is not State.TRANSFER and (memory.phone or ring.phone):
            _note_hang_up(call, memory.but(why=memory.why or Why.HUNG_UP), Turn(ring, now))
        done = memory.state in DONE or memory.state is State.CANCELLED
        _end(call, Ending.DONE if done else _ENDINGS.get(memory.state, Ending.HUNG_UP), now)
    call.answer = ""
    call.save()


def _note_hang_up(call: Call, memory: Memory, turn: Turn) -> None:
    try:
        call.call_back = note_call_back(memory, turn)
    except InvalidContact:
        return


@short_transaction
def sorry(ring: Ring, *, language: str, now: datetime) -> str:
    """We failed: whoever called is told so and called back, if they can be."""
    call = _locked(ring, now)
    memory = Memory.from_data(json.loads(call.memory)) if call.memory else Memory(language=language)
    if memory.hold:
        release(memory.hold)
    memory = memory.but(why=Why.OURS, state=State.SORRY, hold=0)
    try:
        call.call_back = note_call_back(memory, Turn(ring, now)) if memory.phone or ring.phone else None
    except InvalidContact:
        call.call_back = None
    _end(call, Ending.ERROR, now)
    call.step += 1
    call.answer = xml = twiml.apology(memory.language, called_back=call.call_back is not None)
    call.save()
    return xml


def sweep_calls(*, now: datetime) -> dict[str, int]:
    """Ends calls nobody has heard of, and deletes what `RETENTION_DAYS` says is over; how many of each."""
    lost = Call.objects.filter(ended_at__isnull=True, heard_at__lt=now - FORGOTTEN_AFTER)
    kept = {name: now - timedelta(days=settings.RETENTION_DAYS[name]) for name in ("calls", "call_backs")}
    old = Call.objects.filter(started_at__lt=kept["call_backs"])
    return {
        "lost": lost.update(ended_at=now, ending=Ending.LOST, memory="", answer=""),
        # What the team needed to find the caller again goes with the request to be called back.
        "digits": old.exclude(last4="").update(last4=""),
        "calls": Call.objects.filter(started_at__lt=kept["calls"]).delete()[0],
    }
