"""What came of referrals: received → accepted → booked → met, with how long each took, by partner.

Counted from the journal, so that it can be counted again: a referral has come as far as the furthest of its facts. Each
number stands beside the number it is a part of.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from django.db.models import Min, QuerySet

from bookings.models import JournalEntry, Referral

_Kind = JournalEntry.Kind
STEPS: dict[str, str] = {
    _Kind.REFERRAL_ACCEPTED: "accepted",
    _Kind.REFERRAL_BOOKED: "booked",
    _Kind.REFERRAL_MET: "met",
}


@dataclass
class Figures:
    """Of one partner, or of all: how many, and the days that each step took (one number a referral)."""

    partner: str
    received: int = 0
    days: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def count(self, step: str) -> int:
        """How many of those received have come that far."""
        return len(self.days[step])

    @property
    def rows(self) -> list[tuple[str, int, int | None, float | None]]:
        """For each step: its name, how many, in percent of those received, and the median of days since then."""
        return [(step, self.count(step), self._percent(step), self._median(step)) for step in STEPS.values()]

    def _percent(self, step: str) -> int | None:
        return round(100 * self.count(step) / self.received) if self.received else None

    def _median(self, step: str) -> float | None:
        return round(median(self.days[step]), 1) if self.days[step] else None


def by_partner(within: QuerySet[Referral], *, since: datetime) -> tuple[list[Figures], Figures]:
    """Each partner's, the one that refers most first, and all together: of those received since then. Two queries."""
    received = list(within.filter(received_at__gte=since).values_list("pk", "partner__name", "received_at"))
    reached = _reached(pk for pk, _name, _at in received)
    partners: dict[str, Figures] = {}
    total = Figures("")
    for pk, name, at in received:
        for figures in (partners.setdefault(name, Figures(name)), total):
            figures.received += 1
            for step, when in reached[pk].items():
                figures.days[step].append((when - (at or when)).total_seconds() / 86_400)
    return sorted(partners.values(), key=lambda each: (-each.received, each.partner)), total


def _reached(pks: Iterable[int]) -> dict[int, dict[str, datetime]]:
    """When each came to each step for the first time."""
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    facts = JournalEntry.objects.filter(referral__in=list(pks), kind__in=STEPS).order_by()
    for pk, kind, at in facts.values_list("referral", "kind").annotate(first=Min("at")):
        if pk is not None:
            found[pk][STEPS[kind]] = at
    return found
