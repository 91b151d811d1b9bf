"""One exact time beside those that the counter proposes: a free cell of the agenda, or an hour that somebody typed.

It may lie outside the openings: what it would override is said before it is booked, once and clearly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from bookings.staff.asking import mediators_within, sites_within
from bookings.staff.desk.form import DeskForm
from bookings.staff.overriding import in_words
from bookings.staff.waiting.offers import DayOfOffers, Offer, read_slot
from bookings.times.outside import may_receive, outside
from mediation.access import Reach
from mediation.models import Mediator, Site, Topic


@dataclass(frozen=True)
class Asked:
    """The time; what it would override, as the form carries it and in words; `refused`: it is not to be had at all."""

    offer: Offer
    overrides: Sequence[str] = ()
    refused: bool = False

    @property
    def words(self) -> list[str]:
        """What it would override."""
        return in_words(self.overrides)

    @property
    def value(self) -> str:
        """The same in the form, for this time and no other."""
        return f"{self.offer.value} {' '.join(self.overrides)}"


def hour_asked(request: HttpRequest) -> time | None:
    """`heure` in the address; None without one, or when it is none."""
    try:
        at = time.fromisoformat(request.GET.get("heure", ""))
    except ValueError:
        return None
    return None if at.tzinfo is not None else at.replace(second=0, microsecond=0)


def slot_at(site: Site | None, mediator_id: int | None, day: date | None, at: object) -> str:
    """What the form carries for that time; empty where something is missing."""
    if site is None or mediator_id is None or day is None or not isinstance(at, time):
        return ""
    starts_at = datetime.combine(day, at, ZoneInfo(site.timezone))
    return f"{int(starts_at.timestamp())}-{site.pk}-{mediator_id}"


def asked_value(form: DeskForm) -> str:
    """The time chosen, or the exact one that was typed."""
    typed = slot_at(
        form.sites.get(form.said("site") or 0),
        form.said("mediator"),
        form.said("from_day"),
        form.said("exact"),
    )
    # (A field with an error is not said any more, but it was sent.)
    sent = str(form.data.get("slot", "")) if form.is_bound else form.said("slot")
    return sent or typed


def asked_time(form: DeskForm, days: Iterable[DayOfOffers], reach: Reach, now: datetime) -> Asked | None:
    """The time asked for where it is none of those proposed: shown too, with what stands in its way."""
    value, topic = asked_value(form), form.chosen_topic
    slot = read_slot(value)
    if slot is None or topic is None or slot.site_id not in form.sites:
        return None
    if any(offer.value == value for day in days for offer in day.offers):
        return None
    mediator = Mediator.objects.filter(pk=slot.mediator_id, active=True).first()
    if mediator is None:
        return None
    site = form.sites[slot.site_id]
    offer = Offer(slot.starts_at, slot.starts_at + timedelta(minutes=topic.duration_min), site, mediator)
    return _weighed(offer, topic, reach, now)


def _weighed(offer: Offer, topic: Topic, reach: Reach, now: datetime) -> Asked:
    found = outside(topic, offer.site, mediator_id=offer.mediator.pk, starts_at=offer.starts_at, now=now)
    if found.taken or offer.starts_at < now or not may_receive(topic, offer.mediator.pk):
        return Asked(offer, refused=True)
    if found.overrides and not _ours(offer, reach):
        return Asked(offer, refused=True)
    return Asked(offer, [each.value for each in found.overrides])


def _ours(offer: Offer, reach: Reach) -> bool:
    """Openings are overridden for one's own mediators at one's own sites only."""
    if reach.territory_wide:
        return True
    ours = sites_within(reach).filter(pk=offer.site.pk).exists()
    return ours and mediators_within(reach).filter(pk=offer.mediator.pk).exists()
