"""All the phrases that are known, each with what it says and the languages it is written in. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from notifications.talk.reading.phrases import every
from notifications.talk.reading.spelling import almost, calmed, one_way
from notifications.talk.reading.words import english, french, neighbours, polite
from notifications.talk.senses import Sense

_LANGUAGES = {
    "": polite.PHRASES,
    "fr": french.PHRASES,
    "en": english.PHRASES,
    "ar": neighbours.ARABIC,
    "uk": neighbours.UKRAINIAN,
    "tr": neighbours.TURKISH,
    "pt": neighbours.PORTUGUESE,
    "es": neighbours.SPANISH,
}
_FORGIVEN = (
    *("annuler", "annulez", "annule", "annulation", "confirmer", "confirme", "confirmez"),
    *("changer", "deplacer", "decaler", "reporter", "modifier"),
)
"""One letter may be wrong in these, and in nothing else: "cancer" is no "cancel"."""
_ANOTHER_WORD = frozenset(
    {
        *(
            "charger",
            "manger",
            "danger",
            "ranger",
            "changea",
            "chanter",
            "remporter",
            "rapporter",
            "replacer",
        ),
        *(
            "remplacer",
            "conforme",
            "confirmee",
            "confirmes",
            "confirmera",
            "annulees",
            "annulera",
            "annuaire",
        ),
        *("decalee", "deplacee", "changera"),
    }
)


@dataclass(frozen=True)
class Known:
    """A phrase of the vocabulary. `forgiven`: it was written with a wrong letter."""

    sense: Sense
    languages: frozenset[str]
    forgiven: bool = False


@cache
def lexicon() -> dict[str, Known]:
    """Phrase (folded, written the one way) → what it says. Where two languages differ, the first one named counts."""
    known: dict[str, Known] = {}
    for language, sense, phrase in _all():
        before = known.get(phrase)
        if before is None:
            known[phrase] = Known(sense, frozenset({language}))
        elif before.sense is sense:
            known[phrase] = Known(sense, before.languages | {language})
    return known


@cache
def longest() -> int:
    """How many words the longest phrase has."""
    return max(phrase.count(" ") + 1 for phrase in lexicon())


@cache
def _single_words() -> frozenset[str]:
    return frozenset(word for phrase in lexicon() for word in phrase.split())


def look_up(words: list[str]) -> Known | None:
    """What these words say as one phrase."""
    found = lexicon().get(" ".join(words))
    return found or (_forgiving(words[0]) if len(words) == 1 else None)


def _forgiving(word: str) -> Known | None:
    if word in _single_words() or word in _ANOTHER_WORD:
        return None
    if found := lexicon().get(calmed(word)):
        return found
    meant = next((known for known in _FORGIVEN if almost(word, known)), None)
    if meant is None:
        return None
    return Known(lexicon()[meant].sense, lexicon()[meant].languages, forgiven=True)


def _all() -> Iterator[tuple[str, Sense, str]]:
    for language, senses in _LANGUAGES.items():
        for sense, patterns in senses.items():
            for phrase in every(*patterns):
                if words := one_way(phrase.split()):
                    yield language, sense, " ".join(words)
