"""A reply as pieces that leave nothing out: each word belongs to a known phrase, a day or a digit, or there is none. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from notifications.talk.meanings import Named
from notifications.talk.reading import days, lexicon
from notifications.talk.senses import Sense

_MOST_WORDS = 30
_SPELT = {"zero": 0, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9}
"""One to three are also said of people and weeks: nobody may cancel by "deux"."""
_LOOSE = frozenset(
    {"nan", "nn", "nop", "nope", "yok", "annulee", "annules", "cancelled", "canceled", "cancellation"}
)
_LEAVING = ("a", "see you on", "see you")


@dataclass(frozen=True)
class Piece:
    """Some words and what they say."""

    sense: Sense
    words: int
    languages: frozenset[str] = frozenset()
    named: Named | None = None
    digit: int = -1
    plain: bool = False
    """A "no" or a "cancel" as plain as can be: one word, spelt right, and no slang."""


def cover(words: Sequence[str]) -> list[Piece] | None:
    """The pieces, the longest first at each word; None where a word stays that nothing explains."""
    listed = list(words)
    return _cover(listed, 0, {}) if len(listed) <= _MOST_WORDS else None


def _cover(words: list[str], at: int, known: dict[int, list[Piece] | None]) -> list[Piece] | None:
    if at == len(words):
        return []
    if at not in known:
        known[at] = None
        for piece in _at(words, at):
            rest = _cover(words, at + piece.words, known)
            if rest is not None:
                known[at] = [piece, *rest]
                break
    return known[at]


def _at(words: list[str], at: int) -> list[Piece]:
    """What may begin at that word, the longest first; a day before a phrase as long."""
    found = [each for each in (_leaving(words, at), _day(words, at), _digit(words[at])) if each]
    for size in range(min(lexicon.longest(), len(words) - at), 0, -1):
        phrase = words[at : at + size]
        known = lexicon.look_up(phrase)
        if known is not None:
            plain = not known.forgiven and _is_plain(phrase)
            found.append(Piece(known.sense, size, known.languages, plain=plain))
    return sorted(found, key=lambda piece: -piece.words)


def _is_plain(phrase: list[str]) -> bool:
    return phrase == ["j", "annule"] or (len(phrase) == 1 and phrase[0] not in _LOOSE)


def _day(words: list[str], at: int) -> Piece | None:
    found = days.day_at(words, at)
    return Piece(Sense.DAY, found[0], named=found[1]) if found else None


def _leaving(words: list[str], at: int) -> Piece | None:
    """`à mardi`: takes leave, and names a day that should be the one of the appointment."""
    for said in _LEAVING:
        size = said.count(" ") + 1
        if words[at : at + size] == said.split() and at + size < len(words):
            day = days.WEEKDAYS.get(words[at + size])
            if day is not None:
                return Piece(Sense.THANKS, size + 1, named=days.on(day))
    return None


def _digit(word: str) -> Piece | None:
    value = _SPELT.get(word, int(word) if len(word) == 1 and word.isascii() and word.isdigit() else -1)
    return Piece(Sense.DIGIT, 1, digit=value) if value >= 0 else None
