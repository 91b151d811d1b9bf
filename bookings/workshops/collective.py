"""A workshop's outcome as the national report of a collective activity: how many, of which gender and age. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bookings.outcomes import vocabularies as codes
from bookings.outcomes.activity_report import Report

NOT_SAID = "non_communique"


@dataclass(frozen=True)
class Counted:
    """Who came, as figures."""

    participants: int
    women: int
    men: int
    ages: Mapping[str, int]


class Miscount(NamedTuple):
    """Figures that cannot all be true: the field to mend."""

    field: str


def miscounted(counted: Counted) -> Iterator[Miscount]:
    """Which figures count more people than came, or people of an unknown age."""
    if counted.women + counted.men > counted.participants:
        yield Miscount("men")
    known = set(codes.AGES) - {NOT_SAID}
    if sum(counted.ages.values()) > counted.participants or not set(counted.ages) <= known:
        yield Miscount("ages")


def report_of(counted: Counted, *, themes: Sequence[str], level: str, duration_min: int) -> Report:
    """The same as a report whose rules `activity_report` knows; what concerns one person alone is left out."""
    return Report(
        kind="collectif",
        themes=themes,
        result="resolu",
        next_step="aucune",
        duration_min=duration_min,
        level=level,
        participants=counted.participants,
    )


def genders(counted: Counted) -> dict[str, int]:
    """How many of each national gender code; whoever has not said is `non_communique`."""
    rest = counted.participants - counted.women - counted.men
    return {"feminin": counted.women, "masculin": counted.men, NOT_SAID: rest}


def ages(counted: Counted) -> dict[str, int]:
    """How many of each national age code, all codes; the rest has not said."""
    rest = counted.participants - sum(counted.ages.values())
    return {**{code: counted.ages.get(code, 0) for code in codes.AGES if code != NOT_SAID}, NOT_SAID: rest}
