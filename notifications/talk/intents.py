"""Reading a reply: any text in, what it means out. Pure; never raises, whatever is written."""

import re
import unicodedata
from dataclasses import replace

from notifications.talk.meanings import Meaning, Said
from notifications.talk.reading.late import is_late
from notifications.talk.reading.letters import only_digit, scripts
from notifications.talk.reading.pieces import Piece, cover
from notifications.talk.reading.reasons import why_left
from notifications.talk.reading.tokens import Tokens, cut
from notifications.talk.reading.verdict import of_pieces
from notifications.talk.senses import Sense, Why

LONGEST = 300
"""Characters: what is longer is a letter, and a person reads it."""
_OF_A_SIGN = {"yes": Sense.OK, "no": Sense.NO, "thanks": Sense.THANKS}
_WRITTEN_IN = {"ARABIC": "ar", "CYRILLIC": "uk"}
"""The language of an alphabet, where the words do not say."""
_DONE = "annulé"
"""What has been cancelled, or asks to be: not as plain as the order."""


def read(text: str) -> Said:
    """What a text message means.

    It means something only as a whole: a digit, known words with kind words around them, a day or a part of a day (accents,
    capitals and how people write in a hurry do not matter). A question, a condition, a second thing, another alphabet, anything
    that is not known leaves it `UNKNOWN`, with why: a person reads it.
    """
    shown = unicodedata.normalize("NFC", text).strip()
    if len(shown) > LONGEST:
        return Said(Meaning.UNKNOWN, why=Why.LONG)
    digit = only_digit(shown)
    if digit is not None:
        return Said(Meaning.DIGIT, digit=digit, senses=frozenset({Sense.DIGIT}))
    alphabets = scripts(shown)
    if len(alphabets) > 1:
        return Said(Meaning.UNKNOWN, why=Why.TWO_ALPHABETS)
    said = _of(cut(shown), shown)
    by_alphabet = "".join(_WRITTEN_IN.get(alphabet, "") for alphabet in alphabets)
    return replace(said, language=said.language or by_alphabet)


def _of(found: Tokens, shown: str) -> Said:
    if found.odd:
        return Said(Meaning.UNKNOWN, why=Why.SIGNS)
    if is_late(found.words) and not found.question:
        return Said(Meaning.UNKNOWN, why=Why.LATE)
    pieces = cover(_spanish(found.words, shown))
    if pieces is None:
        return Said(Meaning.UNKNOWN, why=why_left(found.words, question=found.question))
    signs = [Piece(sense, 0) for sign, sense in _OF_A_SIGN.items() if sign in found.signs]
    if not pieces and not signs:
        return Said(Meaning.HELP) if found.question else Said(Meaning.UNKNOWN, why=Why.SIGNS)
    said = of_pieces([*pieces, *signs], question=found.question)
    return _less_plain(said) if _DONE in shown.casefold() else said


def _spanish(words: list[str], shown: str) -> list[str]:
    """`sí` is a yes, said in full here; `si` is a French "if"."""
    if "sí" not in re.findall(r"\w+", shown.casefold()):
        return words
    return [each for word in words for each in (("si", "claro") if word == "si" else (word,))]


def _less_plain(said: Said) -> Said:
    return replace(said, plain=False)
