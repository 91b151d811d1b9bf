"""A public rule, criterion by criterion: what it asks in our words, whether it is met, and how that is known. Pure.

The texts stand here in both languages, not in the catalogues: a criterion and its proof are one line, read and changed together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class State(StrEnum):
    """What is known of a criterion. Nothing is met because nobody has found the contrary."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Said:
    """A text in the two languages of the service."""

    fr: str
    en: str


@dataclass(frozen=True)
class Proof:
    """How something was looked at.

    `tests` are addresses as pytest takes them; without any, somebody has looked: `seen` is the day (ISO 8601).
    """

    words: Said
    tests: tuple[str, ...] = ()
    seen: str = ""


@dataclass(frozen=True)
class Criterion:
    """One of a rule's: its number there, our wording, the state, the keys of its proofs, and a word on it where one is due."""

    number: str
    words: Said
    state: State
    proofs: tuple[str, ...] = ()
    note: Said | None = None
    weight: Fraction = Fraction(1)

    @property
    def theme(self) -> int:
        """The number of the theme it belongs to."""
        return int(self.number.split(".")[0])


def met(number: str, fr: str, en: str, *proofs: str, note: Said | None = None) -> Criterion:
    """A criterion that is met, with at least one proof."""
    return Criterion(number, Said(fr, en), State.MET, proofs, note)


def not_met(number: str, fr: str, en: str, note: Said) -> Criterion:
    """A criterion that is not met, and what is missing."""
    return Criterion(number, Said(fr, en), State.NOT_MET, (), note)


def unknown(number: str, fr: str, en: str, note: Said) -> Criterion:
    """A criterion that nobody has looked at far enough, and what has not been done."""
    return Criterion(number, Said(fr, en), State.UNKNOWN, (), note)


def not_applicable(number: str, fr: str, en: str, note: Said) -> Criterion:
    """A criterion about something that the service has not, and what that is."""
    return Criterion(number, Said(fr, en), State.NOT_APPLICABLE, (), note)


def counted(criteria: Iterable[Criterion]) -> dict[State, int]:
    """How many criteria are in each state."""
    found = [one.state for one in criteria]
    return {state: found.count(state) for state in State}


def rate(criteria: Iterable[Criterion]) -> Fraction:
    """The share that is met of what applies, from 0 to 1, by weight; what nobody has looked at counts as not met.

    RGAA 4.1.2 (obligations, declaration): criteria met on all pages divided by criteria that apply. RGESN 2024: the same with
    the weights 1.5, 1.25 and 1.
    """
    applies = [one for one in criteria if one.state is not State.NOT_APPLICABLE]
    total = sum((one.weight for one in applies), Fraction(0))
    reached = sum((one.weight for one in applies if one.state is State.MET), Fraction(0))
    return reached / total if total else Fraction(1)


class Conformity(StrEnum):
    """The three words of the accessibility statement (decree 2019-768; RGAA, obligations)."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


def conformity(criteria: Iterable[Criterion]) -> Conformity:
    """Full: all that applies is met. Partial: half of it at least. None: less, or some criteria were not looked at at all.

    A result counts only if every criterion was judged: with a single unknown one there is no valid audit.
    """
    criteria = list(criteria)
    if counted(criteria)[State.UNKNOWN] or rate(criteria) < Fraction(1, 2):
        return Conformity.NONE
    return Conformity.FULL if rate(criteria) == 1 else Conformity.PARTIAL
