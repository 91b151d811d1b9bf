"""Reading a reply: any text in, what it means out. Pure; never raises, whatever is written."""

import re
import unicodedata
from collections.abc import Iterator

from notifications.talk.meanings import Meaning, Said, Wanted
from notifications.talk.vocabulary import AFTERNOON, DAYS, FROM_TODAY, MONTHS, MORNING, SIGNS, WORDS

_READ = 300
"""Characters read: a wish is said at the beginning."""
_FEW_WORDS = 4
"""Up to so many words, one known word among them says it all; a longer text is for a person to read."""
_TYPO_FROM = 5
"""Letters from which a word with one wrong letter is still that word."""
_DATE = re.compile(r"\b(\d{1,2})\s*(?:/|\.|-)\s*(\d{1,2})\b")
_DAY_AND_MONTH = re.compile(r"\b(\d{1,2})(?:er|st|nd|rd|th)?\s+([a-z]{3,})\b")
_ANY_ALPHABET = re.compile(r"[^\w/.\-]+|_", re.UNICODE)


def read(text: str) -> Said:
    """What a text message means.

    A digit alone, a word or a phrase of the vocabulary (accents, capitals, one wrong letter do not matter), a day or a part
    of a day; else `UNKNOWN`. Two meanings at once ("oui ou non") are none.
    """
    raw = text[:_READ]
    digit = _digit(raw)
    if digit is not None:
        return Said(Meaning.DIGIT, digit=digit)
    folded = fold(raw)
    if not folded:
        return Said(_of_signs(raw))
    words = folded.split()
    meanings = set(_meanings(folded, words))
    wanted = _wanted(raw, folded)
    if len(meanings) == 1:
        (meaning,) = meanings
        if meaning is Meaning.MOVE and wanted is not None:
            return Said(Meaning.WHEN, wanted=wanted)
        return Said(meaning)
    if not meanings and wanted is not None and len(words) <= 2 * _FEW_WORDS:
        return Said(Meaning.WHEN, wanted=wanted)
    return Said(Meaning.UNKNOWN)


def fold(text: str) -> str:
    """Words only: no accents, capitals, signs or marks of direction; any alphabet."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(
        character for character in plain if unicodedata.category(character) not in {"Mn", "Cf", "Cc"}
    )
    return " ".join(re.sub(r"[/.\-]", " ", _ANY_ALPHABET.sub(" ", letters)).split())


def _digit(raw: str) -> int | None:
    """The one digit that is written, in any script, also as a keycap or with a full stop; nothing else beside it."""
    shown = [
        character
        for character in raw
        if not character.isspace() and character not in "\ufe0f\u20e3.,;:!()'\""
    ]
    shown = [
        character for character in shown if unicodedata.category(character) not in {"Cf", "Cc", "Mn", "Me"}
    ]
    if len(shown) != 1:
        return None
    value = unicodedata.digit(shown[0], -1)
    return value if value >= 0 else None


def _of_signs(raw: str) -> Meaning:
    """A text without a word: a thumb, a cross, a question mark."""
    said = {word for sign, word in SIGNS.items() if sign in raw}
    if len(said) != 1:
        return Meaning.UNKNOWN
    (word,) = said
    return next(meaning for meaning, words in WORDS.items() if word in words)


def _meanings(folded: str, words: list[str]) -> Iterator[Meaning]:
    """The meanings of a short text's words and phrases, or of the first word of a longer one."""
    for meaning, known in WORDS.items():
        if any(_says(folded, words, each) for each in known):
            yield meaning


def _says(folded: str, words: list[str], known: str) -> bool:
    if " " in known:
        return f" {known} " in f" {folded} "
    if len(words) > _FEW_WORDS:
        return False
    return any(word == known or _almost(word, known) for word in words)


def _almost(word: str, known: str) -> bool:
    """Whether one letter is wrong, missing, too much, or changed places with its neighbour."""
    if min(len(word), len(known)) < _TYPO_FROM or abs(len(word) - len(known)) > 1 or word == known:
        return False
    start = next((at for at, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), len(known))
    rest, other = word[start:], known[start:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped


def _wanted(raw: str, folded: str) -> Wanted | None:
    words = folded.split()
    morning = True if any(word in words for word in MORNING) else None
    if any(f" {part} " in f" {folded} " for part in AFTERNOON):
        morning = False if morning is None else None
    month_and_day = _month_and_day(raw, folded)
    ahead = [days for name, days in FROM_TODAY.items() if f" {name} " in f" {folded} "]
    weekday = next((DAYS[word] for word in words if word in DAYS), None)
    if month_and_day is None and not ahead and weekday is None and morning is None:
        return None
    return Wanted(
        weekday=None if month_and_day else weekday,
        month_and_day=month_and_day,
        days_ahead=max(ahead) if ahead and not month_and_day else None,
        morning=morning,
    )


def _month_and_day(raw: str, folded: str) -> tuple[int, int] | None:
    """`8/12`, `8 décembre`: (12, 8). What is no date of any year is none."""
    if found := _DATE.search(raw):
        day, month = int(found[1]), int(found[2])
    elif (found := _DAY_AND_MONTH.search(folded)) and found[2] in MONTHS:
        day, month = int(found[1]), MONTHS[found[2]]
    else:
        return None
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    return (month, day) if 1 <= month <= 12 and 1 <= day <= longest else None
