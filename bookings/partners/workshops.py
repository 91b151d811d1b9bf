"""Workshops that somebody may be registered for with the referral, as its form offers them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from bookings.actions.refer_with_workshop import Seats
from bookings.models import Workshop, WorkshopDate
from bookings.public.workshops import Shown, workshops_ahead
from mediation.models import Site, Topic

_FEW = 6


@dataclass(frozen=True)
class Choice:
    """All dates of a workshop (`date` None), or one of them; `left`: seats on each. `value` is what the form carries."""

    value: str
    date: WorkshopDate | None
    left: int


@dataclass(frozen=True)
class Offer:
    """A workshop, and what of it may be chosen: all dates ahead, or (where that is possible) a `single` one."""

    shown: Shown
    whole: Choice
    single: tuple[Choice, ...]

    @property
    def is_full(self) -> bool:
        """Whether one of its choices has no seat left: one may wait for it."""
        return any(each.left <= 0 for each in (self.whole, *self.single))


def on_offer(topic: Topic, sites: Collection[Site], *, now: datetime) -> tuple[Offer, ...]:
    """The next workshops about the topic, at these places (none: anywhere)."""
    where = {site.pk for site in sites}
    found = [
        each
        for each in workshops_ahead(get_language() or "fr", now=now)
        if each.workshop.topic_id == topic.pk and (not where or each.workshop.site_id in where)
    ]
    return tuple(_offer(each) for each in found[:_FEW])


def _offer(shown: Shown) -> Offer:
    name, dates = shown.workshop.public_id, shown.dates
    whole = Choice(name, None, min(date.left for date in dates))
    several = shown.workshop.single_dates and len(dates) > 1
    return Offer(
        shown,
        whole,
        tuple(Choice(f"{name}-{date.pk}", date, date.left) for date in dates) if several else (),
    )


def read_seats(value: str, *, wait: bool) -> Seats | None:
    """What was chosen, or None when the value is not one of ours."""
    name, _dash, date = value.partition("-")
    workshop = Workshop.objects.filter(public_id=name, site__active=True).select_related(
        "topic", "site", "organisation"
    )
    found = workshop.first() if name else None
    if found is None or (date and not _is_number(date)):
        return None
    return Seats(found, [int(date)] if date else [], wait)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
