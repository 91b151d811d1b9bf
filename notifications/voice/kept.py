"""The row of a call: locked for a turn, written back, ended. Its statements are written once: a caller waits for them."""

import json
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet

from mediation.crypto import decrypt, keyed_hash
from mediation.prepared import Given, Prepared, insert_unless_refused, update, update_unless_changed
from notifications.models.voice import Call, SpokenName
from notifications.voice.memory import Memory
from notifications.voice.ring import Ring

_SAID = ("step", "language", "state", "memory", "answer", "heard_at", "ours")
_ABOUT = ("topic", "site", "appointment", "registration", "call_back")
_ENDED = ("ended_at", "ending", "memory", "answer", "step", "call_back")


def locked(ring: Ring, *, now: datetime) -> Call:
    """The call's row, for this transaction alone; made at the first ring."""
    return locked_if_known(ring) or _made(ring, now) or _known(ring)


def locked_if_known(ring: Ring) -> Call | None:
    """The same, of a call that has been heard of."""
    return _read(ring, lock=True)


def heard_of(ring: Ring) -> Call | None:
    """The call as it stands, for whoever only reads, and writes back with `write_turn_unless_changed`."""
    return _read(ring, lock=False)


def _read(ring: Ring, *, lock: bool) -> Call | None:
    rows = _row(lock=lock)(sid=ring.sid)
    if not rows:
        return None
    pk, step, language, ended_at, memory, answer = rows[0]
    call = Call(pk=pk, sid=ring.sid, step=step, language=language, ended_at=ended_at)
    call.memory, call.answer = decrypt(memory), decrypt(answer)
    call._state.adding = False
    return call


def number_index(phone: str) -> str:
    """The keyed hash under which a caller's number (E.164) is found again."""
    return keyed_hash("caller", phone)


def remembered(call: Call, otherwise: Memory | None = None) -> Memory:
    """What the call remembers; nothing once it has ended."""
    return Memory.from_data(json.loads(call.memory)) if call.memory else otherwise or Memory()


def write_turn(call: Call, memory: Memory, *, site_id: int | None, now: datetime) -> None:
    """What was said last, and all that the call remembers. An ended call remembers nothing."""
    _told(call, memory, site_id, now)
    update(call, *_SAID, *_ABOUT, *(("ended_at", "ending") if call.ended_at else ()))


def write_turn_unless_changed(
    call: Call, memory: Memory, *, step: int, site_id: int | None, now: datetime
) -> bool:
    """The same for a call that goes on, if its last step is still `step` and it has not ended; whether that was so."""
    _told(call, memory, site_id, now)
    return update_unless_changed(call, *_SAID, *_ABOUT, was={"step": step, "ended_at": None})


def write_first_turn(call: Call, memory: Memory, *, now: datetime) -> bool:
    """The same for a new call; False if there is one of that name already."""
    _told(call, memory, None, now)
    return insert_unless_refused(call)


def _told(call: Call, memory: Memory, site_id: int | None, now: datetime) -> None:
    call.memory = "" if call.ended_at else json.dumps(memory.to_data())
    call.language, call.state, call.heard_at = memory.language, memory.state, now
    call.topic_id, call.site_id = memory.topic or None, site_id
    call.appointment_id, call.call_back_id = memory.appointment or None, memory.call_back or None
    call.registration_id = memory.registration or None


def end(call: Call, ending: str, now: datetime) -> None:
    """The call is over, in memory only: `write_end` or `write_turn` writes it."""
    call.ended_at, call.ending, call.memory = now, ending, ""


def write_end(call: Call) -> None:
    """That the call is over, and what was said last."""
    update(call, *_ENDED)


def forget_answer(call: Call) -> None:
    """Of a call that had ended before: nobody asks for its last answer again."""
    call.answer = ""
    update(call, "answer")


def keep_name(call: Call, recording: str, now: datetime) -> None:
    """Only where the recording is: nobody but the team may hear it."""
    index = keyed_hash("recording", recording)
    defaults = {"call": call, "recording": recording, "spoken_at": now}
    SpokenName.objects.get_or_create(recording_index=index, defaults=defaults)


@Prepared
def _row(*, lock: bool) -> "QuerySet[Call, Any]":
    calls = Call.objects.select_for_update() if lock else Call.objects.all()
    found = calls.filter(sid=Given("sid", CharField()))
    return found.values_list("pk", "step", "language", "ended_at", "memory", "answer")


def _made(ring: Ring, now: datetime) -> Call | None:
    call = new(ring, now)
    return call if insert_unless_refused(call) else None


def new(ring: Ring, now: datetime) -> Call:
    """A call that nobody has heard of, not saved."""
    return Call(
        sid=ring.sid,
        number_index=number_index(ring.phone) if ring.phone else "",
        last4=ring.phone[-4:],
        caller=ring.caller,
        started_at=now,
        heard_at=now,
    )


def _known(ring: Ring) -> Call:
    call = locked_if_known(ring)
    if call is None:
        raise Call.DoesNotExist
    return call
