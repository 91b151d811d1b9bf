"""What is free, as whoever refers sees it before sending: the first time, the wait, and times to choose one from."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any
from zoneinfo import ZoneInfo

from bookings.partners.workshops import Offer, on_offer
from bookings.staff.desk.nearby import Nearby, nearby
from bookings.times import search
from bookings.times.capacity import Capacity, capacity
from bookings.waiting.queue import AFTERNOON, MORNING
from mediation.days import NotADay, read_second
from mediation.models import Site, Topic

_SHOWN = 12
# Whoever can come on one morning a week only is shown times further ahead, but nobody reads through a year.
_LOOKED_AT = 600


@dataclass(frozen=True)
class Shown:
    """One free time. `value` is what the form carries."""

    starts_at: datetime
    site: Site

    @property
    def value(self) -> str:
        """The time in a form."""
        return f"{int(self.starts_at.timestamp())}-{self.site.pk}"


@dataclass(frozen=True)
class Offered:
    """What there is for what was said so far. `sites`: those looked at; empty is all of them. No `topic`: nothing yet."""

    topic: Topic | None
    around: Nearby
    sites: tuple[Site, ...] = ()
    capacity: Capacity | None = None
    first_site: Site | None = None
    days: tuple[tuple[date, tuple[Shown, ...]], ...] = ()
    workshops: tuple[Offer, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether no time at all is free: the person would wait."""
        return self.capacity is not None and self.capacity.first is None


def offered(
    said: Mapping[str, Any], topics: Mapping[str, Topic], sites: Mapping[int, Site], *, now: datetime
) -> Offered:
    """What is free for what stands in the form, right or wrong as the rest of it may be."""
    around = nearby(str(said.get("near") or ""), sites.values())
    chosen = sites.get(_number(said.get("site")))
    where = (chosen,) if chosen else around.sites
    topic = topics.get(str(said.get("topic") or ""))
    if topic is None:
        return Offered(None, around, where)
    ids = [site.pk for site in where] or list(sites)
    found = capacity(topic, now=now, site_ids=ids)
    suits = _suits(said, sites)
    choices = islice(search.one_by_one(topic, now=now, site_ids=ids), _LOOKED_AT) if found.first else iter(())
    times = islice((Shown(each.starts_at, sites[each.site_id]) for each in choices if suits(each)), _SHOWN)
    first = sites.get(found.first.site_id) if found.first else None
    workshops = on_offer(topic, where, now=now)
    return Offered(topic, around, where, found, first, tuple(_by_day(times)), workshops)


def read_time(value: str) -> tuple[datetime, int] | None:
    """The time chosen and its site's id, or None when the value is not one of ours."""
    second, _dash, site_id = value.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (second, site_id)):
        return None
    try:
        return read_second(int(second)), int(site_id)
    except NotADay:
        return None


def _suits(said: Mapping[str, Any], sites: Mapping[int, Site]) -> Any:
    days: Collection[str] = said.get("days") or ()
    part = said.get("part") or ""

    def suits(choice: search.Choice) -> bool:
        at = _local(choice.starts_at, sites[choice.site_id])
        half = MORNING if at.hour < 12 else AFTERNOON
        return (not days or str(at.weekday()) in days) and part in ("", half)

    return suits


def _by_day(times: Iterator[Shown]) -> Iterator[tuple[date, tuple[Shown, ...]]]:
    for day, together in groupby(times, lambda each: _local(each.starts_at, each.site).date()):
        yield day, tuple(together)


def _local(moment: datetime, site: Site) -> datetime:
    return moment.astimezone(ZoneInfo(site.timezone))


def _number(typed: object) -> int:
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
