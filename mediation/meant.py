"""What was probably meant by something typed that is not one number. Pure; an offer to press, never a guess acted upon.

Two numbers in one field, a name beside the number, the letter O for a zero, l or I for a one, a country's code without
its sign.
"""

import re

from mediation.phone import Line, Phone, plain, whole

MOST = 3
"""So many are offered at most: whoever wrote more numbers than that chooses in the field."""
_LOOK_ALIKES = str.maketrans("OoIil|", "001111")
_WORD = re.compile(r"[^\W_|]+|\|")
_ONLY_LOOK_ALIKES = re.compile(r"[\dOoIil|]+")
_LETTERS = re.compile(r"[^\W\d_]+|\|")
# Between two numbers, where these are not between the pairs of one.
_BETWEEN = re.compile(r"[;,/&()\n]|\s[-–—]\s|(?=\+)")


def meant(typed: str) -> tuple[Phone, ...]:
    """The numbers that may be called which somebody may have meant, in the order of the text; each once."""
    text = plain(typed)
    found = _numbers(text) or _numbers(_WORD.sub(_digits, text))
    return tuple(dict.fromkeys(found))[:MOST]


def _digits(word: re.Match[str]) -> str:
    """Letters that look like digits, in a word made of nothing else."""
    return word[0].translate(_LOOK_ALIKES) if _ONLY_LOOK_ALIKES.fullmatch(word[0]) else word[0]


def _numbers(text: str) -> list[Phone]:
    return [phone for run in _LETTERS.split(text) for phone in _in_run(run)]


def _in_run(run: str) -> list[Phone]:
    """The numbers in a text without letters: one of all its digits, or one of each of its parts."""
    if phone := _callable(run) or _callable("+" + run.strip()):
        return [phone]
    found = [phone for part in _BETWEEN.split(run) if (phone := _callable(part))]
    return found or _tens(re.sub(r"\D", "", run))


def _tens(digits: str) -> list[Phone]:
    """Numbers of ten digits written one after the other, when that is all there is."""
    tens = [digits[at : at + 10] for at in range(0, len(digits), 10)]
    found = [_callable(ten) for ten in tens if len(ten) == 10]
    return [phone for phone in found if phone] if len(found) == len(tens) else []


def _callable(text: str) -> Phone | None:
    phone = whole(text)
    return None if phone is None or phone.line is Line.PREMIUM else phone
