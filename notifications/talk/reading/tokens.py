"""A reply cut into words, dates, hours and signs. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field

from notifications.talk.reading.letters import lowered
from notifications.talk.reading.spelling import one_way

_TOKEN = re.compile(
    r"(?P<date>(?<![\d/.\-])\d{1,2}\s?[/.\-]\s?\d{1,2}(?:\s?[/.\-]\s?(?:20)?\d\d)?(?![\d/]))"
    r"|(?P<hour>(?<!\d)\d{1,2}\s?(?:heures?(?!\w)|h(?![^\W\d])|:(?=\d))\s?(?:\d\d(?!\d))?)"
    r"|(?P<word>[^\W_]+)|(?P<sign>[^\w\s]|_)"
)
_NUMBER = re.compile(r"\d+")
_PUNCTUATION = frozenset(".,;:!'\"()«»“”„’‘…-–—·*~`´^،؛。")
_QUESTION = frozenset("?؟;？")
_YES = frozenset("👍👌✅🆗✔☑💯")
_NO = frozenset("👎❌🚫✖⛔🙅")
_THANKS = frozenset("🙏❤♥💐🌹🌸🌷😊🥰🤗😘💖💕💙💚")
_SMILES = frozenset("🙂😀😃😄😁😉😅😂🤣😎👋💪✨🎉☀🌞⭐🌺🤝😇😋☺🌈👏🫶♂♀")


@dataclass
class Tokens:
    """What a reply is made of. `words` hold dates as `8/12` and hours as `9h30`; `odd`: a sign nobody can read."""

    words: list[str] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)
    question: bool = False
    odd: bool = False

    @property
    def only_signs(self) -> bool:
        """Whether there is no word in it."""
        return not self.words


def cut(text: str) -> Tokens:
    """The words and signs of a text, in order."""
    found = Tokens()
    plain: list[str] = []
    for match in _TOKEN.finditer(lowered(text)):
        if match["sign"]:
            _sign(match["sign"], lowered(text)[match.end() : match.end() + 1], found)
        elif match["word"]:
            plain.append(match["word"])
        else:
            numbers = _NUMBER.findall(match[0])
            plain.append("/".join(numbers[:2]) if match["date"] else "h".join((*numbers, "00")[:2]))
    found.words = one_way(plain)
    return found


def _sign(sign: str, following: str, found: Tokens) -> None:
    meant = {"yes": _YES, "no": _NO, "thanks": _THANKS, "smile": _SMILES}
    kind = next((name for name, signs in meant.items() if sign in signs), "")
    if kind:
        found.signs.add(kind)
    elif sign in _QUESTION:
        found.question = True
    elif (sign not in _PUNCTUATION and unicodedata.category(sign) != "Sk") or (
        sign == "-" and following.isdigit()
    ):
        found.odd = True
