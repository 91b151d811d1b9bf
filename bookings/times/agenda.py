"""What the slot engine needs to know, as plain values. Instants are whole seconds since 1970, UTC.

Openings reach over the edge of a window and are cut whole: whoever fills an `Agenda` for a search between two
instants reads absences, closures and commitments that touch what `reach` says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from mediation.intervals import Interval, full_times, merge
from mediation.opening import NO_DAYS, WallRule, Window
from mediation.wallclock import DAY_S, day_of, midnight

_HOUR_S = 3_600
_ALWAYS = [(-(2**62), 2**62)]
_NOBODY: Mapping[int, Sequence[Interval]] = {}
# Seconds from one site to another, 0 where nobody has to go.
Way = Callable[[int, int], int]


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
    # How far it is. Only those who go from one site to another are in the two that follow.
    way: Way | None = None
    # Mediator → each promise as in `commitments`, with its site.
    promised_at: Mapping[int, Sequence[tuple[int, int, int]]] = field(default_factory=dict)
    # Mediator → when an opening of theirs ends, with its site, whatever it is for.
    left: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)

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
                found = window.expand(rule)
                if mediator in self.left:
                    found = self._once_there(mediator, site, found)
                if found:
                    blocks.setdefault((mediator, site), []).extend(found)
        return blocks

    def _once_there(self, mediator: int, site: int, blocks: Iterable[Interval]) -> list[Interval]:
        """An opening that begins right after one elsewhere gives way for as long as it takes to come from there."""
        moved = ((self.there_at(mediator, site, start), end) for start, end in blocks)
        return [(start, end) for start, end in moved if start < end]

    def there_at(self, mediator: int, site: int, start: int) -> int:
        """From when on the mediator can be at a site where an opening begins at `start`. A night is long enough."""
        if self.way is None:
            return start
        zone = self.zone_of(site)
        morning = midnight(zone, day_of(zone, start))
        left = self.left.get(mediator, ())
        return max([start, *(end + self.way(at, site) for end, at in left if morning < end <= start)])

    def on_the_way(
        self, mediator: int, site: int, buffer_s: int, *, blocks: Sequence[Interval] | None = None
    ) -> list[Interval]:
        """When an appointment at this site would leave no time to come from, or to get to, a promise elsewhere.

        On that same day there; as with promises, from `buffer_s` earlier. With `blocks` only what may matter to them.
        """
        found: list[Interval] = []
        promises, zone = self.promised_at.get(mediator, ()), self.zone_of(site)
        if self.way is None or not promises:
            return found
        far = {at: self.way(at, site) for at in {at for _start, _end, at in promises}}
        # Half of them and more are at this very site: they go before anything is asked of their days.
        promises = [each for each in promises if far[each[2]]]
        if blocks is not None and promises:
            promises = _near(promises, blocks, zone)
        for start, end, at in promises:
            seconds = far[at]
            found.append((max(start - seconds - buffer_s, midnight(zone, day_of(zone, start))), start))
            found.append((end, min(end + seconds, midnight(zone, day_of(zone, end - 1) + 1))))
        return found

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


def _near(
    promises: Sequence[tuple[int, int, int]], blocks: Sequence[Interval], zone: str
) -> list[tuple[int, int, int]]:
    """Those on the blocks' days, or within an hour of these (clocks change): somebody has hundreds, mostly on other days."""
    if not blocks:
        return []
    ahead = -midnight(zone, day_of(zone, blocks[0][0])) % DAY_S
    late, early = ahead + _HOUR_S, ahead - _HOUR_S
    days = {
        day for start, end in blocks for day in range((start + early) // DAY_S, (end + late) // DAY_S + 1)
    }
    return [
        each for each in promises if (each[0] + early) // DAY_S in days or (each[1] + late) // DAY_S in days
    ]


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


def by_owner(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Interval]]:
    """(owner, start, end, …) rows as the database gives them → intervals by owner, in the order of the rows."""
    owned: defaultdict[int, list[Interval]] = defaultdict(list)
    for row in rows:
        owned[row[0]].append(row[1:3])
    return owned
