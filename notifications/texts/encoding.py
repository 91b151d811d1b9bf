"""How a text travels in an SMS: its alphabet, its parts, and a form of names that stays cheap.

One character outside the GSM-7 alphabet turns the whole message into UCS-2: 70 characters a part instead of 160, more
than twice the price. Source: 3GPP TS 23.038 (alphabets) and 23.040 (the six-byte header of a part of several).
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these takes an escape and a character: two septets.
_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM7 = _BASIC | _EXTENDED
# Nothing in such a text has to be replaced: the case of nearly every message.
_BASIC_LINE = _BASIC - {"\r"}

_GSM7_ALONE, _GSM7_PART = 160, 153
_UCS2_ALONE, _UCS2_PART = 70, 67

# What Unicode's own decomposition does not bring into the alphabet.
_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "‑": "-",
        "•": "-",
        "·": ".",
        "°": "o",
        "×": "x",
        "œ": "oe",
        "Œ": "OE",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ı": "i",
        "\t": " ",
        "\r": "\n",
        "\f": " ",
        "\N{LINE SEPARATOR}": "\n",
    }
)


class Alphabet(StrEnum):
    """The two alphabets an SMS can be written in."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True)
class Size:
    """What a text costs: its alphabet, its length in that alphabet's units, and the parts that are paid for."""

    alphabet: Alphabet
    units: int
    parts: int


def is_gsm7(text: str) -> bool:
    """Whether every character of the text is in the GSM-7 alphabet or its extension."""
    return _GSM7.issuperset(text)


def size(text: str) -> Size:
    """Alphabet, units and parts of a text; an empty text is one part, as operators count it."""
    if is_gsm7(text):
        wide = 0 if _EXTENDED.isdisjoint(text) else sum(map(text.count, _EXTENDED))
        units, alphabet, alone, part = len(text) + wide, Alphabet.GSM7, _GSM7_ALONE, _GSM7_PART
    else:
        wide = 0 if text.isascii() else sum(character > "\uffff" for character in text)
        units, alphabet, alone, part = len(text) + wide, Alphabet.UCS2, _UCS2_ALONE, _UCS2_PART
    if units <= alone:
        return Size(alphabet, units, 1)
    return Size(alphabet, units, _parts(text, alphabet, part) if wide else -(-units // part))


def sms_safe(text: str) -> str:
    """The text in the GSM-7 alphabet: accents it lacks are dropped, ligatures and quotes spelt out.

    What has no Latin form at all (emoji, other scripts) is left out, so that the result is always GSM-7.
    """
    if not _BASIC_LINE.issuperset(text):
        text = "".join(map(_plain, unicodedata.normalize("NFC", text)))
    lines = text.split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _BASIC and character != "\r":
        return character
    replaced = character.translate(_PLAIN)
    if is_gsm7(replaced):
        return replaced
    decomposed = unicodedata.normalize("NFKD", character).translate(_PLAIN)
    return "".join(kept for kept in decomposed if is_gsm7(kept))


def _parts(text: str, alphabet: Alphabet, part: int) -> int:
    """Parts needed; a character of two units is never cut in two, so a part may end one unit short."""
    parts, used = 1, 0
    for character in text:
        wide = character in _EXTENDED if alphabet is Alphabet.GSM7 else character > "\uffff"
        if used + 1 + wide > part:
            parts, used = parts + 1, 0
        used += 1 + wide
    return parts
