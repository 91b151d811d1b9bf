"""Satisfaction as figures show it: marks with their mean and median, and of how many people asked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookings.statistics.counting import MISSING
from bookings.statistics.indicators import Part

ASKED, WENT, CLEAR = "voice_asked", "voice_went", "voice_clear"
"""The indicators, as figures name them."""
LEAST_ANSWERS = 5
"""Of fewer answers the team is shown no figure: it would know whose they are."""
MARKS = (1, 2, 3, 4, 5)
CONTENT = 4
"""From this mark on somebody is content."""


@dataclass(frozen=True)
class Marks:
    """The answers to one question: how many gave which mark, the best first; `missing` of `of` gave none.

    `mean` and `median` are None where nobody gave one.
    """

    parts: Sequence[Part]
    of: int
    missing: int
    mean: float | None
    median: float | None

    @property
    def content(self) -> Part:
        """Who gave 4 or 5, of who gave a mark."""
        return Part("content", sum(part.n for part in self.parts[: 6 - CONTENT]), self.of - self.missing)


@dataclass(frozen=True)
class Satisfaction:
    """How many were asked, how many answered (in whichever way), what they said."""

    asked: int
    answers: int
    went: Marks
    clear: Marks

    @property
    def rate(self) -> float | None:
        """Answers per hundred people asked; None where nobody was."""
        return 100 * self.answers / self.asked if self.asked else None

    @property
    def shown(self) -> bool:
        """Whether there are enough answers to show what they say."""
        return self.answers >= LEAST_ANSWERS


def satisfaction(counts: Mapping[str, Mapping[str, int]]) -> Satisfaction:
    """The indicator of what was counted (`bookings.surveys.counted`), over any number of months."""
    went, clear = marks(counts.get(WENT, {})), marks(counts.get(CLEAR, {}))
    return Satisfaction(sum(counts.get(ASKED, {}).values()), went.of, went, clear)


def marks(counts: Mapping[str, int]) -> Marks:
    """How often each mark, by its code: "1" to "5", and "" of who gave none."""
    missing = counts.get(MISSING, 0)
    by_mark = {mark: counts.get(str(mark), 0) for mark in MARKS}
    said = sum(by_mark.values())
    parts = [Part(str(mark), by_mark[mark], said) for mark in reversed(MARKS)]
    mean = sum(mark * n for mark, n in by_mark.items()) / said if said else None
    return Marks(parts, said + missing, missing, mean, _median(by_mark, said))


def _median(by_mark: Mapping[int, int], said: int) -> float | None:
    """The middle mark; between two of them their mean."""
    if not said:
        return None
    ordered = [mark for mark in MARKS for _ in range(by_mark[mark])]
    return (ordered[(said - 1) // 2] + ordered[said // 2]) / 2
