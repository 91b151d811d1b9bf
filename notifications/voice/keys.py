"""The moves from one question to another that keys are made of. Pure."""

from dataclasses import dataclass

from notifications.voice import menus
from notifications.voice.memory import Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import DECIDING, DONE, TYPED, Effect, State, Why

ROUNDS = 3
"""So many times a question is put before a person takes over."""
_NO_WAY_BACK = frozenset({State.RECORD, State.SEAT_RECORD, State.TRANSFER, State.REACH, State.PHONE})


@dataclass(frozen=True)
class Step:
    """What the call remembers now, and what is to be carried out with what was typed."""

    memory: Memory
    effect: Effect = Effect.NOTHING
    typed: str = ""


def go(
    memory: Memory, state: State, *, effect: Effect = Effect.NOTHING, typed: str = "", **changes: object
) -> Step:
    """On to another question; `#` comes back to this one."""
    path = memory.path if memory.state in _NO_WAY_BACK else (*memory.path, memory.state)
    return Step(enter(memory.but(path=path, **changes), state), effect, typed)


def enter(memory: Memory, state: State, notice: str = "") -> Memory:
    """At the beginning of a question, with something to be said first."""
    return memory.but(state=state, misses=0, page=0, part=(), notice=notice, options=())


def back(memory: Memory) -> Step:
    """To the question before; a time that was held is free again."""
    if memory.state is State.TIMES and memory.seen:
        earlier = enter(memory.but(after=memory.seen[-1], seen=memory.seen[:-1]), State.TIMES)
        return Step(earlier)
    if memory.part:
        return Step(memory.but(part=(), page=0))
    if memory.state in (State.OTHER, State.DAY):
        return Step(enter(memory, State.TIMES))
    if memory.state in DECIDING:
        return to_times(memory)
    state = memory.path[-1] if memory.path else State.HOME
    return Step(enter(memory.but(path=memory.path[:-1]), state))


def to_times(memory: Memory, notice: str = "") -> Step:
    """Back to the times that can be had; the one held is let go."""
    path = memory.path[: memory.path.index(State.TIMES)] if State.TIMES in memory.path else memory.path
    effect = Effect.RELEASE if memory.hold else Effect.NOTHING
    return Step(enter(memory.but(path=path, wanted=""), State.TIMES, notice), effect)


def missed(memory: Memory, key: str) -> Step:
    """Nothing, or nothing that means something here: said again, twice; then a person."""
    if not key and memory.state in DONE:
        return Step(enter(memory, State.BYE))
    misses = memory.misses + 1
    if memory.called and not memory.path and not key and misses > 1:
        # We called, and it was said twice: whoever only listens owes us nothing.
        return Step(enter(memory, State.BYE))
    if misses >= ROUNDS:
        return person(memory, Why.WRONG_KEYS if key else Why.SILENCE)
    return Step(memory.but(misses=misses, notice=_what_was_wrong(memory, key)))


def _what_was_wrong(memory: Memory, key: str) -> Phrase:
    if not key:
        return Phrase.NOT_HEARD
    short = 1 < len(key) < TYPED.get(memory.state, 1) and key.isdecimal()
    return Phrase.TOO_SHORT if short else Phrase.WRONG_KEY


def person(memory: Memory, why: Why) -> Step:
    """To somebody of the team, now or by a call back."""
    if memory.state is State.RING_BACK:
        return Step(enter(memory, State.NO_NUMBER))
    return Step(memory.but(why=memory.why or why), Effect.PERSON)


def pick(memory: Memory, key: str) -> str | None:
    """What the option read out with this key stands for."""
    return {shown: option.value for shown, option in menus.visible(memory)}.get(key)
