"""Short ways to write agendas in tests. Wall-clock texts are Paris time unless a zone is given."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bookings.times.agenda import Agenda, OpenHours, TopicTimes
from bookings.times.slots import Slot, find
from mediation.intervals import Interval
from mediation.opening import WallRule

PARIS = "Europe/Paris"
LEA, KARIM, ROSE = 1, 2, 3
LIBRARY, TOWN_HALL = 10, 20
EMAIL, TAXES = 100, 200
LONG_AGO = "2026-01-01 00:00"


def at(text: str, zone: str = PARIS) -> int:
    """The instant of a wall-clock text like 2026-03-23 09:00 (seconds may follow)."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def from_to(day: str, start: str, end: str, zone: str = PARIS) -> Interval:
    return at(f"{day} {start}", zone), at(f"{day} {end}", zone)


def rule(
    first_day: str,
    opens: str,
    closes: str,
    *,
    last_day: str | None = None,
    every: int = 0,
    extra_days: int = 0,
) -> WallRule:
    last = date.fromisoformat(last_day) if last_day else None
    return WallRule(
        date.fromisoformat(first_day),
        time.fromisoformat(opens),
        time.fromisoformat(closes),
        last,
        every,
        extra_days,
    )


def opens(
    first_day: str,
    opens: str,
    closes: str,
    *,
    mediator: int = LEA,
    site: int = LIBRARY,
    every: int = 0,
    last_day: str | None = None,
    topics: Iterable[int] | None = None,
    on_holidays: bool = False,
) -> OpenHours:
    wall = rule(first_day, opens, closes, last_day=last_day, every=every)
    return OpenHours(mediator, site, wall, None if topics is None else frozenset(topics), on_holidays)


def topic(
    minutes: int, *, buffer: int = 0, notice: int = 0, horizon: int = 700, topic: int = EMAIL
) -> TopicTimes:
    return TopicTimes(topic, minutes, buffer, notice, horizon)


def slots(agenda: Agenda, wanted: TopicTimes, now: str = LONG_AGO) -> list[Slot]:
    return find(agenda, wanted, now=at(now))


def wall(instant: int, zone: str = PARIS) -> str:
    return datetime.fromtimestamp(instant, ZoneInfo(zone)).strftime("%m-%d %H:%M")


def times(agenda: Agenda, wanted: TopicTimes, now: str = LONG_AGO) -> list[str]:
    """Wall-clock times of all slots, days left out."""
    return [wall(start)[6:] for start, _, _, _ in slots(agenda, wanted, now)]


def days(agenda: Agenda, wanted: TopicTimes, now: str = LONG_AGO) -> list[str]:
    """Days on which there are slots, each once."""
    return sorted({wall(start)[:5] for start, _, _, _ in slots(agenda, wanted, now)})
