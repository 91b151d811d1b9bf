"""How a session went, by telephone: three questions, each a key. Pure."""

from notifications.voice import another_language
from notifications.voice.keys import Step, go
from notifications.voice.lines import Line, offer
from notifications.voice.memory import Facts, Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import Effect, State

MARKS = ("1", "2", "3", "4", "5")
CHANGES = {
    "2": "Attendre moins longtemps.",
    "3": "Un autre lieu ou une autre heure.",
    "4": "Une séance plus longue.",
}
"""What would be changed, as the team reads it; 1 is nothing."""
Speech = list[Line]


def went(memory: Memory, facts: Facts) -> Speech:
    """Whoever answers is told first that nobody will know who they are."""
    return [Line(Phrase.NOBODY_KNOWS), Line(Phrase.HOW_IT_WENT)]


def clear(memory: Memory, facts: Facts) -> Speech:
    """The second mark."""
    return [Line(Phrase.WAS_IT_CLEAR)]


def change(memory: Memory, facts: Facts) -> Speech:
    """What cannot be said with a key is left out: a voice would tell whose it is."""
    return [
        Line(Phrase.WHAT_TO_CHANGE),
        offer(Phrase.CHANGE_NOTHING, "1"),
        offer(Phrase.CHANGE_WAIT, "2"),
        offer(Phrase.CHANGE_PLACE, "3"),
        offer(Phrase.CHANGE_LENGTH, "4"),
    ]


def rate(memory: Memory, key: str, facts: Facts) -> Step | None:
    """A mark from 1 to 5; or another language."""
    if key in MARKS:
        return Step(memory, Effect.RATE, key)
    return another_language.asked(memory, key, facts, notice="")


def change_what(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Nothing, or one of three."""
    return Step(memory, Effect.RATE, key) if key == "1" or key in CHANGES else None


def say_how(memory: Memory) -> Step | None:
    """From the menu, for whoever was asked about a session."""
    return go(memory, State.WENT) if memory.survey else None
