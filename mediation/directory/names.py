"""First proposals for a place's two other names: one that fits an SMS, one that a voice reads well.

They are a start: staff rewrite them, and an import never touches a name that is already there.
"""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

from mediation.directory.aloud import name_aloud
from mediation.directory.facts import one_line

SHORT_MAX, SPOKEN_MAX = 30, 120
_AT_ENDS = " -,;/&("
_NO_NAME = "Lieu"
# The accented letters of GSM-7, the alphabet in which an SMS holds 160 characters; any other letter would turn
# the whole message into parts of 70 (3GPP TS 23.038).
_GSM_ACCENTS = frozenset("àéèùäöüæÉÇÄÖÜ")
_GSM_ASCII = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"#%&'()*+,-./:;<=>?@_$"
)
_TYPED = {
    "’": "'",
    "‘": "'",
    "«": "",
    "»": "",
    "“": "",
    "”": "",
    "–": "-",
    "—": "-",
    "…": "",
    "œ": "oe",
    "Œ": "OE",
}
_ABBREVIATED = (
    ("espace social commun", "ESC"),
    ("espace public numérique", "EPN"),
    ("espace de vie sociale", "EVS"),
    ("maison de quartier", "MQ"),
    ("maison des jeunes et de la culture", "MJC"),
    ("bureau information jeunesse", "BIJ"),
    ("centre communal d'action sociale", "CCAS"),
    ("centre départemental d'action sociale", "CDAS"),
    ("bibliothèque", "Bib."),
    ("médiathèque", "Média."),
    ("association", "Asso."),
)
# Whole words only: "Le" is one in "Le Rheu", never in "Lesage". In a hyphenated name they begin what may be left out.
_SMALL_WORDS = re.compile(
    r"(?<![\w'-])(?:(?:de|du|des|la|le|les|et|au|aux)(?![\w'-])|[dl]'(?=\w))\s*", re.IGNORECASE
)
_HYPHENATED_END = re.compile(r"(?<=\w)-(?:de|du|des|la|le|les|l|d|sur|sous|en)[-'].*$", re.IGNORECASE)


def short_name(name: str) -> str:
    """At most 30 characters of GSM-7, in whole words: usual abbreviations first, then small words go, then the middle."""
    text = _gsm(name)
    for shorten in (_abbreviated, _without_small_words, _without_ends, _without_middle):
        if len(text) > SHORT_MAX:
            text = shorten(text)
    return text[:SHORT_MAX].strip(_AT_ENDS)


def distinct_short_name(name: str, taken: Container[str], *, town: str = "") -> str:
    """A short name nobody has: with the town where the name alone is taken, else with a number.

    `taken` are short names in small letters (`casefold`).
    """
    plain = short_name(name) or _NO_NAME
    choices = [plain, *([short_name(f"{name} {town}")] if town else [])]
    numbered = (f"{_fitting(plain, SHORT_MAX - len(str(number)) - 1)} {number}" for number in count(2))
    return next(choice for choice in chain(choices, numbered) if choice.casefold() not in taken)


def fits_an_sms(text: str) -> bool:
    """Whether every letter of a name costs one of the 160 of an SMS."""
    return text == _gsm(text)


def _abbreviated(text: str) -> str:
    for long, short in _ABBREVIATED:
        text = re.sub(rf"\b{_gsm(long)}\b", short, text, flags=re.IGNORECASE)
    return text


def _without_small_words(text: str) -> str:
    return one_line(_SMALL_WORDS.sub("", text), 1000)


def _without_ends(text: str) -> str:
    """`Saint-Jacques-de-la-Lande` is known as Saint-Jacques."""
    return " ".join(_HYPHENATED_END.sub("", word) for word in text.split())


def _without_middle(text: str) -> str:
    """The kind of place comes first, what it is called last: what stands between goes, then the kind."""
    words = text.split()
    while len(" ".join(words)) > SHORT_MAX and len(words) > 1:
        del words[1 if len(words) > 2 else 0]
    return _fitting(" ".join(words), SHORT_MAX)


def _fitting(text: str, most: int) -> str:
    """As many whole words as there is room for; a single word that is longer is cut, for want of better."""
    kept = text
    while len(kept) > most and re.search("[ -]", kept):
        kept = re.sub("[ -]+[^ -]*$", "", kept)
    return kept[:most].strip(_AT_ENDS)


def spoken_name(name: str) -> str:
    """The name as a voice should say it: no brackets or quotes, abbreviations in full, at most 120 letters."""
    words = one_line(name_aloud(name), 10_000)
    while len(words) > SPOKEN_MAX:
        words = words.rsplit(" ", 1)[0] if " " in words else words[:SPOKEN_MAX]
    return words


def _gsm(text: str) -> str:
    """`text` in letters that an SMS carries for one character each; what has no near letter is dropped."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFC", one_line(text, 1000)):
        typed = _TYPED.get(letter, letter)
        if typed in _GSM_ACCENTS:
            letters.append(typed)
        else:
            letters += [c for c in unicodedata.normalize("NFKD", typed) if c in _GSM_ASCII]
    return " ".join("".join(letters).split())
