"""The words of a place's name and of an address, without what people leave out, shorten or add. Pure."""

import re
from collections.abc import Iterable

from mediation.spelling import bare

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "nd": "notre dame"}
_SHORT |= {"chap": "chapelle", "chapel": "chapelle", "bg": "bourg", "france": "", "cedex": ""}
# Neither do people always write these, nor do they tell two places apart.
_LEFT_OUT = "a au aux commune d de des du en et l la le les quartier s sous sur ville metropole"
_SMALL = frozenset(_LEFT_OUT.split())
_OF_STREETS = (
    "rue r avenue av ave boulevard bd bld bvd place pl allee all allees chemin ch chem impasse imp route rte"
    " cours crs square sq esplanade esp quai passage mail villa venelle sentier residence res lieudit lieu"
    " batiment bat immeuble imm appartement appt apt etage escalier esc porte hall zone za zi zac chez"
)
_STREETS = frozenset(_OF_STREETS.split())
# Letter boxes have numbers of their own, which are no postcodes.
_BOX = re.compile(r"\b(?:b\.?p|c\.?s|tsa|cidex)\.?\s?\d{2,3}\s?\d{0,3}\b")
_CEDEX = re.compile(r"\bcedex(?:\s+\d{1,2})?\b")
_POSTCODE = re.compile(r"(?<!\w)(?:f\s?-\s?)?(\d{2})\s?(\d{3})(?!\d)")


def plain(text: str) -> str:
    """An address in bare letters: zeros typed as the letter O put right, letter boxes and `CEDEX 7` left out."""
    digits = re.sub(r"\b\d[\do]{4}\b", lambda found: found[0].replace("o", "0"), bare(text))
    return _CEDEX.sub(" ", _BOX.sub(" ", digits))


def last_postcode(text: str) -> re.Match[str] | None:
    """Where the last five digits of a plain address stand; groups 1 and 2 are the postcode."""
    return max(_POSTCODE.finditer(text), key=lambda found: found.start(), default=None)


def words_of(text: str) -> list[str]:
    """All words, in their order, in bare letters and with abbreviations in full."""
    return " ".join(_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", bare(text))).split()


def telling(words: Iterable[str]) -> frozenset[str]:
    """The words that tell places apart."""
    return frozenset(word for word in words if word not in _SMALL and not word.isdecimal())


def is_of_a_street(words: Iterable[str]) -> bool:
    """Whether this part of an address names a street or a house rather than a town."""
    return any(word in _STREETS or word.isdecimal() for word in words)


def leads_to_a_street(word: str) -> bool:
    """Whether the name after this word is a street's: `rue de …`."""
    return word in _STREETS or word in _SMALL
