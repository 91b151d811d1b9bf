"""Times as staff choose them: one per mediator, by day, sooner than the residents' notice if need be."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bookings.times import search
from bookings.times.search import Choice, Preference
from mediation.days import NotADay, read_second
from mediation.models import Mediator, Site, Topic

ENOUGH = 24


@dataclass(frozen=True)
class Offer:
    """A time of one mediator at a site. `value` is what the form carries; instants are UTC."""

    starts_at: datetime
    ends_at: datetime
    site: Site
    mediator: Mediator

    @property
    def value(self) -> str:
        """The offer in a form."""
        return f"{int(self.starts_at.timestamp())}-{self.site.pk}-{self.mediator.pk}"


@dataclass(frozen=True)
class DayOfOffers:
    """The offers of one local day."""

    day: date
    offers: list[Offer]


@dataclass(frozen=True)
class Slot:
    """What was chosen."""

    starts_at: datetime
    site_id: int
    mediator_id: int


def read_slot(value: str) -> Slot | None:
    """The chosen offer, or None when the value is not one of ours."""
    parts = value.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        return None
    second, site_id, mediator_id = (int(part) for part in parts)
    try:
        return Slot(read_second(second), site_id, mediator_id)
    except NotADay:
        return None


def without_notice(topic: Topic) -> Topic:
    """The topic as the desk offers it: whoever stands at the counter may be helped at once."""
    relaxed = copy(topic)
    relaxed.notice_min = 0
    return relaxed


def soonest(
    topic: Topic,
    *,
    now: datetime,
    start: datetime | None = None,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
    enough: int = ENOUGH,
) -> list[DayOfOffers]:
    """The first `enough` offers, by day. Seven queries or so, whatever the number of mediators."""
    found = search.soonest(
        without_notice(topic),
        now=now,
        enough=enough,
        start=start,
        site_ids=site_ids,
        preference=preference,
    )
    return _by_day(_with_names(found[:enough])[:enough])


def _with_names(found: Sequence[Choice]) -> list[Offer]:
    sites = Site.objects.in_bulk({choice.site_id for choice in found})
    mediators = Mediator.objects.in_bulk({each for choice in found for each in choice.mediator_ids})
    return [
        Offer(choice.starts_at, choice.ends_at, sites[choice.site_id], mediators[each])
        for choice in found
        for each in choice.mediator_ids
    ]


def _by_day(offers: Sequence[Offer]) -> list[DayOfOffers]:
    days: list[DayOfOffers] = []
    for offer in offers:
        day = offer.starts_at.astimezone(ZoneInfo(offer.site.timezone)).date()
        if not days or days[-1].day != day:
            days.append(DayOfOffers(day, []))
        days[-1].offers.append(offer)
    return days
