"""One key to the other languages, each of which is offered in its own; from any of them the same key leads back to French.

Pure.
"""

from notifications.voice import menus
from notifications.voice.keys import Step
from notifications.voice.lines import Line
from notifications.voice.memory import Facts, Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import State


def offered(memory: Memory, facts: Facts) -> list[Line]:
    """One sentence, for whoever does not understand the others: said in French, or in English to whoever hears French."""
    key = menus.LANGUAGE_KEY
    if memory.language == facts.languages[0]:
        return [Line(Phrase.LANGUAGES, {"key": key}, key=key, language="en")]
    return [Line(Phrase.THIS_LANGUAGE, {"key": key}, key=key, language=facts.languages[0])]


def which(memory: Memory, facts: Facts) -> list[Line]:
    """The languages one can change to."""
    return [
        Line(Phrase.THIS_LANGUAGE, {"key": key}, key=key, language=language)
        for key, language in menus.others(facts.languages)
    ]


def asked(memory: Memory, key: str, facts: Facts, *, notice: str = Phrase.WELCOME) -> Step | None:
    """To French, or to the choice of another language; nothing for another key."""
    if key != menus.LANGUAGE_KEY:
        return None
    if memory.language != facts.languages[0]:
        return Step(memory.but(language=facts.languages[0], misses=0, notice=notice))
    # (What was being asked stays as it is: it is asked again in the language that is chosen.)
    return Step(memory.but(state=State.LANGUAGES, path=(*memory.path, memory.state), misses=0))


def choose(memory: Memory, key: str, facts: Facts) -> Step | None:
    """One of them, then back to what was being asked."""
    language = dict(menus.others(facts.languages)).get(key)
    if language is None or not memory.path:
        return None
    before = memory.but(state=memory.path[-1], path=memory.path[:-1])
    return Step(before.but(language=language, misses=0, notice=Phrase.WELCOME))
