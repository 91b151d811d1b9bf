"""The indicators: each a share with its numerator, its denominator and what is missing. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bookings.outcomes.vocabularies import AGES
from bookings.statistics.counting import MISSING

Counted = Mapping[str, Mapping[str, int]]
"""How often each code, by indicator (`bookings.statistics.counting`)."""


@dataclass(frozen=True)
class Part:
    """One code of an indicator: how many, of how many."""

    code: str
    n: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share in percent, None where there is nothing to be a part of."""
        return 100 * self.n / self.of if self.of else None


@dataclass(frozen=True)
class Shares:
    """An indicator by its codes, the most frequent first. `missing` of `of` have not said, `refused` would not; parts are
    of those who have.
    """

    parts: Sequence[Part]
    of: int
    missing: int
    refused: int = 0


@dataclass(frozen=True)
class Waits:
    """Whole days: half of people waited `median` or less, nine in ten `p90` or less. None when nobody waited."""

    median: int | None
    p90: int | None
    of: int


@dataclass(frozen=True)
class Unmet:
    """What was asked for in vain: searches by the way and by topic (its id), calls by the question they were given up at,
    waits by how they ended, numbers of drop-ins by what became of them.
    """

    searches: Shares
    topics: Shares
    calls: Shares
    waits: Shares
    turns: Shares

    @property
    def total(self) -> int:
        """Everything that came to nothing: searches, calls, waits without a time, people who could not be seen."""
        in_vain = {part.code: part.n for part in self.waits.parts}
        turned_away = sum(part.n for part in self.turns.parts if part.code == "unmet")
        waited = in_vain.get("left", 0) + in_vain.get("over", 0)
        return self.searches.of + self.calls.of + waited + turned_away


@dataclass(frozen=True)
class Figures:
    """What the page shows of a period and a scope."""

    individual: int
    workshop: int
    attendance: Shares
    waits: Waits
    channels: Shares
    modes: Shares
    themes: Shares
    results: Shares
    autonomy: Shares
    noted: Part
    referrals: Sequence[Part]
    referral_waits: Waits
    who: Shares
    homes: Shares
    ages: Shares
    genders: Shares
    situations: Shares
    areas: Shares
    unmet: "Unmet"
    workshop_themes: Shares
    workshops_held: int = 0
    workshop_seats: int = 0
    hours_offered_min: int = 0
    hours_taken_min: int = 0
    people: Mapping[str, int] = field(default_factory=dict)

    @property
    def accompanied(self) -> int:
        """Sessions of one person, and persons in workshops."""
        return self.individual + self.workshop

    @property
    def workshop_filled(self) -> Part:
        """Who came to workshops, of the seats there were."""
        return Part("came", self.workshop, self.workshop_seats)

    @property
    def occupancy(self) -> float | None:
        """The share of the hours offered that appointments took, in percent; None where none were offered."""
        return 100 * self.hours_taken_min / self.hours_offered_min if self.hours_offered_min else None

    @property
    def hours_offered(self) -> int:
        """Whole hours."""
        return round(self.hours_offered_min / 60)

    @property
    def hours_taken(self) -> int:
        """Whole hours."""
        return round(self.hours_taken_min / 60)

    @property
    def different(self) -> int:
        """How many different people were received."""
        return sum(self.people.values())


REFUSED, UNKNOWN = "non_communique", "inconnu"
"""Asked, and would not or could not say."""
OTHERS = "autres"
"""The code of what is shown together."""
STILL_OPEN = ("booked", "arrived")
REFERRAL_STEPS = ("received", "accepted", "booked", "met")


def figures(counted: Counted) -> Figures:
    """The indicators of what was counted."""

    def of(indicator: str) -> Mapping[str, int]:
        return counted.get(indicator, {})

    sessions, received = of("sessions"), of("referrals").get("received", 0)
    individual = sessions.get("individual", 0)
    return Figures(
        individual=individual,
        workshop=sessions.get("workshop", 0),
        attendance=shares(of("attendance"), missing=STILL_OPEN),
        waits=waits(of("wait")),
        channels=shares(of("channel")),
        modes=shares(of("mode")),
        # Somebody may come about several things: parts of the sessions that were noted, adding up to more than all.
        themes=shares(of("theme"), of=individual),
        results=shares(of("result")),
        autonomy=shares(of("autonomy")),
        noted=Part("yes", of("noted").get("yes", 0), sum(of("noted").values())),
        referrals=[Part(step, of("referrals").get(step, 0), received) for step in REFERRAL_STEPS],
        referral_waits=waits(of("referral_wait")),
        people=of("people"),
        who=shares(of("who")),
        homes=shares(of("home"), refused=REFUSED),
        ages=in_order(shares(of("age"), refused=REFUSED), list(AGES)),
        genders=shares(of("gender"), refused=REFUSED),
        situations=shares(of("situation"), refused=REFUSED),
        # Of those who know whether they live in one.
        areas=shares(of("area"), missing=(MISSING, UNKNOWN), refused=REFUSED),
        unmet=Unmet(
            searches=shares(of("no_time")),
            topics=shares(of("no_time_topic")),
            calls=shares(of("given_up")),
            waits=shares(of("wait_ended")),
            turns=shares(of("turns")),
        ),
        # A date may be about several things, as a session may.
        workshop_themes=shares(of("workshop_theme"), of=of("workshops").get("held", 0)),
        workshops_held=of("workshops").get("held", 0),
        workshop_seats=of("workshops").get("seats", 0),
        hours_offered_min=of("hours").get("offered", 0),
        hours_taken_min=of("hours").get("taken", 0),
    )


def shares(
    counts: Mapping[str, int],
    *,
    missing: Sequence[str] = (MISSING,),
    refused: str | None = None,
    of: int | None = None,
) -> Shares:
    """`of`: how many there are in all, where the codes do not add up to it. `refused`: the code of who would not say."""
    absent = sum(counts.get(code, 0) for code in missing)
    would_not = counts.get(refused, 0) if refused is not None else 0
    everybody = sum(counts.values()) if of is None else of
    said = everybody - absent - would_not
    known = [(code, n) for code, n in counts.items() if code not in (*missing, refused) and n]
    ordered = sorted(known, key=lambda one: (-one[1], one[0]))
    return Shares([Part(code, n, said) for code, n in ordered], everybody, absent, would_not)


def in_order(found: Shares, codes: Sequence[str]) -> Shares:
    """The same by the order of these codes, not by how many."""
    return replace(found, parts=sorted(found.parts, key=lambda part: codes.index(part.code)))


def together(found: Shares, merged: Mapping[str, str]) -> Shares:
    """The same with what has become a part of something else counted as that: `merged`, by code."""
    sums: Counter[str] = Counter()
    for part in found.parts:
        sums[merged.get(part.code, part.code)] += part.n
    said = found.of - found.missing - found.refused
    ordered = sorted(sums.items(), key=lambda one: (-one[1], one[0]))
    return replace(found, parts=[Part(code, n, said) for code, n in ordered])


def greatest(found: Shares, most: int) -> Shares:
    """The most frequent, and all others as one part: `OTHERS`."""
    shown, rest = found.parts[:most], found.parts[most:]
    if len(rest) < 2:
        return found
    return replace(found, parts=[*shown, Part(OTHERS, sum(part.n for part in rest), rest[0].of)])


def waits(histogram: Mapping[str, int]) -> Waits:
    """Median and 90th percentile of a histogram of whole days: exact, the smallest day that so many reach."""
    days = Counter({int(code): n for code, n in histogram.items()})
    return Waits(_reached(days, 0.5), _reached(days, 0.9), days.total())


def _reached(days: Counter[int], share: float) -> int | None:
    wanted, so_far = share * days.total(), 0
    for day in sorted(days):
        so_far += days[day]
        if so_far >= wanted:
            return day
    return None
