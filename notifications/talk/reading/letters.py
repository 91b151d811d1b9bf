"""From what was typed to plain words: no accents, no capitals, no marks of direction; any alphabet. Pure."""

import re
import unicodedata

_ANY_ALPHABET = re.compile(r"[^\w/.\-]+|_", re.UNICODE)
_INVISIBLE = frozenset({"Mn", "Cf", "Cc", "Me"})
_AROUND_A_DIGIT = frozenset("\ufe0f\u20e3.,;:!()'\"")
_ALIKE = str.maketrans({"ı": "i", "œ": "oe", "æ": "ae", "ى": "ي", "ـ": ""})
_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "GREEK", "HEBREW", "CJK", "DEVANAGARI", "ARMENIAN", "GEORGIAN")


def fold(text: str) -> str:
    """Words only: no accents, capitals, signs or marks of direction; any alphabet."""
    plain = re.sub(r"[/.\-]", " ", _ANY_ALPHABET.sub(" ", lowered(text)))
    return " ".join(plain.split())


def lowered(text: str) -> str:
    """The same signs without accents, capitals and what cannot be seen; a line break stays a space."""
    shown = "".join(" " if character.isspace() else character for character in text.casefold())
    plain = unicodedata.normalize("NFKD", shown)
    seen = (character for character in plain if unicodedata.category(character) not in _INVISIBLE)
    return "".join(seen).translate(_ALIKE)


def only_digit(text: str) -> int | None:
    """The one digit that is written, in any script, also as a keycap or with a full stop; nothing else beside it."""
    shown = [
        character
        for character in text
        if not character.isspace()
        and character not in _AROUND_A_DIGIT
        and unicodedata.category(character) not in _INVISIBLE
    ]
    if len(shown) != 1:
        return None
    value = unicodedata.digit(shown[0], -1)
    return value if value >= 0 else None


def scripts(text: str) -> set[str]:
    """The alphabets its letters belong to; those we have no name for are one."""
    return {_script(character) for character in text if character.isalpha()}


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith(("MODIFIER", "FEMININE", "MASCULINE", "MICRO")):
        return "LATIN"
    return next((script for script in _SCRIPTS if script in name), "OTHER")
