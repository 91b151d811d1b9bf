"""The phone script: (memory, what was heard, facts) → (memory, effect). Pure.

`*` says everything again, `#` goes back, `0` reaches a person at any moment, `8` slows the voice down. Three rounds
of silence or of wrong keys, or a call that goes on and on, reach a person too.
"""

from dataclasses import dataclass

from notifications.voice.choices import CHOICES
from notifications.voice.keys import Step, back, enter, go, missed, person
from notifications.voice.memory import Facts, Memory
from notifications.voice.states import ENDED, TYPED, Effect, State, Why

REPEAT, BACK, PERSON, SLOWER = "*", "#", "0", "8"
MOST_STEPS = 60


@dataclass(frozen=True)
class Heard:
    """What came from the telephone: digits (empty: silence), how a transfer ended, whether a voice was recorded."""

    key: str = ""
    dialled: str = ""
    recorded: bool = False


def press(memory: Memory, heard: Heard, facts: Facts) -> Step:
    """The next step of a call, whatever was heard."""
    memory, key = memory.but(steps=memory.steps + 1), _meant(memory, heard.key)
    if memory.state in ENDED:
        return Step(memory)
    # What was said once, the greeting above all, is not said again, unless all of it is asked for.
    again, memory = memory, memory.but(notice="")
    if memory.state is State.TRANSFER:
        return _after_transfer(memory, heard)
    if memory.steps > MOST_STEPS or key == PERSON:
        return person(memory, Why.ASKED if key == PERSON else Why.TOO_LONG)
    if memory.state is State.RECORD:
        return go(memory, State.CHECK, recorded=memory.recorded or heard.recorded)
    if memory.state is State.SEAT_RECORD:
        said = memory.but(recorded=memory.recorded or heard.recorded, path=())
        return Step(enter(said, State.REGISTRATION))
    if key == REPEAT:
        return Step(again)
    if key == BACK:
        return back(memory)
    if key == SLOWER:
        return Step(memory.but(slow=not memory.slow))
    chosen = CHOICES[memory.state](memory, key, facts) if key else None
    return chosen or missed(memory, key)


def _meant(memory: Memory, key: str) -> str:
    """Among several digits, a star begins anew, and a hash says that this is all."""
    if memory.state not in TYPED or len(key) < 2:
        return key
    return REPEAT if REPEAT in key else key.rstrip(BACK) or BACK


def _after_transfer(memory: Memory, heard: Heard) -> Step:
    """A talk that took place ends the call; nobody there, or an unknown end: a call back."""
    if heard.dialled in ("completed", "answered"):
        return Step(enter(memory, State.BYE))
    return Step(memory, Effect.CALL_BACK)
