"""Who waiting is asked about a time that is free, in which order and until when. Pure: values in, values out.

Whoever has waited longest comes first. A territory may give a head start to those who wait for a site in a priority
neighbourhood (QPV). Several people may be asked about one time: the first to say yes gets it. Nobody is asked twice
in a day, or about the same time twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

MORNING, AFTERNOON = "morning", "afternoon"
PARTS = (MORNING, AFTERNOON)
_NOON = time(12)


@dataclass(frozen=True)
class Waiting:
    """Somebody on the list. Empty `sites`, `weekdays` (0 is Monday) or `parts` mean any.

    `before`: only times on an earlier day (their appointment's own start): an hour sooner is no reason to write.
    `asked_on`: the last day they were asked about a time, where that time was; `known`: the times (site, start) they were
    asked about. `only`: the times (site, start) at which who they ask for is free; None when they ask for nobody in
    particular.
    All instants are aware.
    """

    entry: int
    person: int
    since: datetime
    sites: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()
    before: datetime | None = None
    priority: bool = False
    asked_on: date | None = None
    known: frozenset[tuple[int, datetime]] = frozenset()
    only: frozenset[tuple[int, datetime]] | None = None


@dataclass(frozen=True)
class Free:
    """A time that can be had at a site. `asked`: how many people are being asked about it now."""

    site: int
    starts_at: datetime
    zone: tzinfo
    asked: int = 0


@dataclass(frozen=True)
class Rules:
    """How a territory asks. `notice`: how long before the start an answer is of use at the latest."""

    at_once: int = 3
    answer_within: timedelta = timedelta(hours=2)
    least: timedelta = timedelta(minutes=30)
    notice: timedelta = timedelta(hours=2)
    head_start: timedelta = timedelta(0)
    from_clock: time = time(8)
    to_clock: time = time(19)


@dataclass(frozen=True)
class Asked:
    """Somebody to be asked about a time, and until when they may answer (UTC)."""

    entry: int
    site: int
    starts_at: datetime
    deadline: datetime


def offers(free: Sequence[Free], waiting: Iterable[Waiting], *, rules: Rules, now: datetime) -> list[Asked]:
    """Whom to ask now about what, the best placed first.

    Nobody outside the hours of `rules` and nobody twice in a day, both on the clocks of the site they are asked about.
    """
    room = Counter({(each.site, each.starts_at): rules.at_once - each.asked for each in free})
    soonest_first = sorted(free, key=lambda each: (each.starts_at, each.site))
    found: list[Asked] = []
    people: set[int] = set()
    for each in sorted(waiting, key=lambda each: (place(each, rules), each.entry)):
        if each.person in people:
            continue
        chosen = next(
            (t for t in _suiting(each, soonest_first, rules, now) if room[t.site, t.starts_at] > 0), None
        )
        if chosen is not None:
            room[chosen.site, chosen.starts_at] -= 1
            people.add(each.person)
            until = deadline(chosen.starts_at, rules=rules, now=now)
            found.append(Asked(each.entry, chosen.site, chosen.starts_at, until))
    return found


def place(each: Waiting, rules: Rules) -> datetime:
    """What the list is in the order of: since when somebody waits, earlier by the head start if they have one."""
    return each.since - rules.head_start if each.priority else each.since


def deadline(starts_at: datetime, *, rules: Rules, now: datetime) -> datetime:
    """Until when somebody asked now may answer about a time."""
    return min(now + rules.answer_within, starts_at - rules.notice)


def suits(each: Waiting, at: Free) -> bool:
    """Whether a time is one that somebody waits for."""
    local = at.starts_at.astimezone(at.zone)
    part = MORNING if local.time() < _NOON else AFTERNOON
    return (
        (not each.sites or at.site in each.sites)
        and (not each.weekdays or local.weekday() in each.weekdays)
        and (not each.parts or part in each.parts)
        and (each.only is None or (at.site, at.starts_at) in each.only)
        and (each.before is None or local.date() < each.before.astimezone(at.zone).date())
    )


def _suiting(each: Waiting, free: Sequence[Free], rules: Rules, now: datetime) -> Iterator[Free]:
    for at in free:
        local = now.astimezone(at.zone)
        if each.asked_on == local.date() or not rules.from_clock <= local.time() < rules.to_clock:
            continue
        in_time = deadline(at.starts_at, rules=rules, now=now) - now >= rules.least
        if in_time and suits(each, at) and (at.site, at.starts_at) not in each.known:
            yield at
