"""What the slot engine needs to know, as plain values. Instants are whole seconds since 1970, UTC.

Openings reach over the edge of a window and are cut whole: whoever fills an `Agenda` for a search between two
instants reads absences, closures and commitments that touch what `reach` says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from mediation.intervals import Interval, full_times, merge
from mediation.opening import NO_DAYS, WallRule, Window
from mediation.wallclock import day_of, midnight

_ALWAYS = [(-(2**62), 2**62)]
_NOBODY: Mapping[int, Sequence[Interval]] = {}


class TopicTimes(NamedTuple):
    """How long a topic takes and how far ahead it may be booked. Its id is looked up in openings."""

    topic: int
    duration_min: int
    buffer_min: int = 0
    notice_min: int = 0
    horizon_days: int = 60


class OpenHours(NamedTuple):
    """A mediator receives at a site by this rule, for these topics (None: all), on holidays too or not."""

    mediator: int
    site: int
    rule: WallRule
    topics: frozenset[int] | None = None
    on_holidays: bool = False


class Pool(NamedTuple):
    """Something at a site that at most `capacity` appointments use at once: its rooms' places, its machines.

    `taken` is when others use it, one interval a use, whoever the mediator is, buffers left out.
    """

    capacity: int
    taken: Sequence[Interval]


@dataclass(frozen=True)
class Agenda:
    """The openings asked about and all that is in their way.

    Filters come before: leave out the openings of mediators who do not fit (another gender, no accreditation)
    and the pools that the topic does not use. Intervals may come in any order and overlap.
    """

    openings: Sequence[OpenHours]
    # Site → IANA zone; `zone` for those that are missing.
    zones: Mapping[int, str] = field(default_factory=dict)
    zone: str = "Europe/Paris"
    # Site → its public holidays; `holidays` for those that are missing.
    holidays_at: Mapping[int, frozenset[date]] = field(default_factory=dict)
    holidays: frozenset[date] = NO_DAYS
    # Mediator → when away, whatever the site: busy time from outside.
    absences: Mapping[int, Sequence[Interval]] = field(default_factory=dict)
    # Zone → mediator → when away by that zone's clocks: absences are days, and each site has its own.
    leave: Mapping[str, Mapping[int, Sequence[Interval]]] = field(default_factory=dict)
    # Site → when closed.
    closures: Mapping[int, Sequence[Interval]] = field(default_factory=dict)
    # Mediator → from the start of each promise to its end with the buffer, whatever the site.
    commitments: Mapping[int, Sequence[Interval]] = field(default_factory=dict)
    # Site → what limits how many at once.
    pools: Mapping[int, Sequence[Pool]] = field(default_factory=dict)

    def zone_of(self, site: int) -> str:
        """The zone of a site's clocks."""
        return self.zones.get(site, self.zone)

    def holidays_of(self, site: int) -> frozenset[date]:
        """The public holidays where the site is."""
        return self.holidays_at.get(site, self.holidays)

    def away(self, mediator: int, zone: str) -> list[Interval]:
        """When the mediator is away, as the clocks of a zone have it; apart."""
        by_the_clock, elsewhere = (
            self.leave.get(zone, _NOBODY).get(mediator, ()),
            self.absences.get(mediator, ()),
        )
        # Most are never away: a search asks of hundreds.
        return merge(chain(by_the_clock, elsewhere)) if by_the_clock or elsewhere else []

    def open_blocks(
        self, topic: int, start: int, end: int, *, of: tuple[int, int] | None = None
    ) -> dict[tuple[int, int], list[Interval]]:
        """By (mediator, site), or `of` one such pair, the openings for the topic that share an instant with [start, end).

        Each is whole and stands on its own; a holiday's part is cut out unless the opening is kept then.
        """
        windows: dict[tuple[int, bool], Window] = {}
        blocks: dict[tuple[int, int], list[Interval]] = {}
        for mediator, site, rule, topics, on_holidays in self.openings:
            if (of is None or of == (mediator, site)) and (topics is None or topic in topics):
                window = windows.get((site, on_holidays))
                if window is None:
                    skip_days = NO_DAYS if on_holidays else self.holidays_of(site)
                    window = windows[site, on_holidays] = Window(self.zone_of(site), start, end, skip_days)
                if found := window.expand(rule):
                    blocks.setdefault((mediator, site), []).extend(found)
        return blocks

    def busy(self, mediator: int, zone: str, buffer_s: int) -> list[Interval]:
        """When an appointment with the mediator may not be, at any site that goes by the clocks of `zone`; apart.

        Absences as they are; commitments from `buffer_s` before their start: so much earlier must an appointment
        end for its own buffer to be over when the next one starts.
        """
        promised = self.commitments.get(mediator, ())
        if buffer_s:
            promised = [(start - buffer_s, end) for start, end in promised]
        return merge(chain(promised, self.away(mediator, zone)))

    def full(self, site: int) -> list[Interval]:
        """When one of the site's pools takes nobody more; apart."""
        times: list[Interval] = []
        for capacity, taken in self.pools.get(site, ()):
            times += full_times(taken, capacity) if capacity > 0 else _ALWAYS
        return merge(times)


def reach(
    openings: Iterable[OpenHours], zones: Iterable[str], start: int, end: int, buffer_s: int = 0
) -> Interval:
    """Between which instants anything matters to slots that start in [start, end).

    The local days that the window touches, whole (the lightest day is told from them), and the days
    more that an opening which runs over midnight takes; then `buffer_s`, as somebody may come right after the last slot.
    """
    used = set(zones)
    days = max((rule.extra_days + (rule.closes <= rule.opens) for _, _, rule, _, _ in openings), default=0)
    first = min((midnight(zone, day_of(zone, start) - days) for zone in used), default=start)
    last = max((midnight(zone, day_of(zone, end - 1) + 1 + days) for zone in used), default=end)
    return first, last + buffer_s


def by_owner(rows: Iterable[tuple[int, int, int]]) -> dict[int, list[Interval]]:
    """(owner, start, end) rows as the database gives them → intervals by owner, in the order of the rows."""
    owned: defaultdict[int, list[Interval]] = defaultdict(list)
    for owner, start, end in rows:
        owned[owner].append((start, end))
    return owned
