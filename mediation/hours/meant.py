"""Opening hours as people write them ("Lu-Ve 9h-12h et 14h-17h") → what they probably meant, as OpenStreetMap writes it.

Pure. A proposal is only ever shown, to be taken on a press: one word that is not known here and there is none.
"""

import re
import unicodedata
from collections.abc import Iterator

from mediation.hours.reading import LONGEST, is_understood, tidied
from mediation.hours.rules import WEEK, NotHours, Rule, together
from mediation.hours.words import DAY_OF, HOURS, TOKEN


def meant(text: str) -> str:
    """What was probably meant by a text that cannot be read, readable; "" when it cannot be told, or is readable."""
    if is_understood(text) or len(text) > LONGEST:
        return ""
    try:
        rules = _Reader().read(_plain(text))
    except NotHours:
        return ""
    proposal = "; ".join(rule.written() for rule in rules)
    return proposal if proposal and proposal != tidied(text) and is_understood(proposal) else ""


def _plain(text: str) -> str:
    """Small letters without accents, one kind of dash and apostrophe."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    bare = re.sub(r"[–—−‑‐~→]", "-", bare.replace("’", "'").replace("œ", "oe"))
    return re.sub(r"[^\S\n]+", " ", bare).strip()


def _tokens(plain: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(plain):
        if plain[at] == " ":
            at += 1
            continue
        found = TOKEN.match(plain, at)
        if found is None:
            raise NotHours(plain[at:])
        yield str(found.lastgroup), found.group().rstrip()
        at = found.end()


class _Reader:
    """Reads one word after the other; a day after times begins the next rule."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.rule = Rule()
        self.opens: int | None = None
        self.range_open = False

    def read(self, plain: str) -> list[Rule]:
        """The rules. Raises `NotHours`."""
        for kind, word in _tokens(plain):
            getattr(self, f"_{kind}")(word)
        self._end("")
        return together(self.rules)

    def _day(self, word: str) -> None:
        code = DAY_OF[word.rstrip(".")]
        if self.rule.says_when and self.rule.days:
            self._end("")
        if self.range_open and self.rule.days:
            if not {code, self.rule.days[-1]} <= set(WEEK):
                raise NotHours("from a day to what is none")
            self.rule.days[-1] += f"-{code}"
        else:
            self.rule.days.append(code)
        self.range_open = False

    def _every(self, word: str) -> None:
        self._end("")
        self.rule.days = ["Mo-Su"]

    def _time(self, word: str) -> None:
        hour, minute = _split(word)
        self._at(hour * 60 + minute)

    def _named(self, word: str) -> None:
        self._at(HOURS[word])

    def _at(self, minute: int) -> None:
        if minute > 24 * 60 or self.rule.closed:
            raise NotHours(str(minute))
        if self.opens is None:
            self.opens, self.range_open = minute, False
        elif self.range_open and minute != self.opens:
            self.rule.times.append(f"{_clock(self.opens)}-{_clock(minute)}")
            self.opens, self.range_open = None, False
        else:
            raise NotHours("two times without anything between them")

    def _closed(self, word: str) -> None:
        if self.rule.times:
            self._end("")
        self.rule.closed = True

    def _excepted(self, word: str) -> None:
        self._end("")
        self.rule.closed = True

    def _comment(self, word: str) -> None:
        self.rule.comment = word.replace("rdv", "rendez-vous")

    def _to(self, word: str) -> None:
        self.range_open = True

    def _and(self, word: str) -> None:
        if self.opens is not None:
            raise NotHours("a time that does not end")

    def _part(self, word: str) -> None:
        """The morning, the afternoon: worth nothing without its times."""
        self.rule.vague = True

    def _nothing(self, word: str) -> None:
        """A word that says nothing of its own."""

    def _end(self, word: str) -> None:
        if self.opens is not None:
            raise NotHours("a time that does not end")
        if self.rule.days or self.rule.says_when:
            self.rules.append(self.rule)
        self.rule, self.range_open = Rule(), False


def _split(word: str) -> tuple[int, int]:
    digits = re.findall(r"\d+", word)
    if len(digits) == 1 and len(digits[0]) == 4:
        return int(digits[0][:2]), int(digits[0][2:])
    return int(digits[0]), int(digits[1]) if len(digits) > 1 else 0


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
