"""The exact time that somebody picked elsewhere (a free cell of the agenda), beside the times that the counter proposes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from bookings.staff.asking import number_asked
from bookings.staff.waiting.offers import DayOfOffers, Offer, read_slot
from mediation.models import Mediator, Site, Topic


def slot_asked(request: HttpRequest, sites: Mapping[int, Site], day: date | None) -> str:
    """What the form carries for `lieu`, `mediateur`, `jour` and `heure` in the address; empty if one is missing or wrong."""
    site = sites.get(number_asked(request, "lieu") or 0)
    mediator_id = number_asked(request, "mediateur")
    try:
        at = time.fromisoformat(request.GET.get("heure", ""))
    except ValueError:
        return ""
    if site is None or day is None or mediator_id is None or at.tzinfo is not None:
        return ""
    starts_at = datetime.combine(day, at.replace(second=0, microsecond=0), ZoneInfo(site.timezone))
    return f"{int(starts_at.timestamp())}-{site.pk}-{mediator_id}"


def asked_time(
    value: str, days: Iterable[DayOfOffers], topic: Topic | None, sites: Mapping[int, Site]
) -> Offer | None:
    """The chosen time where it is none of those proposed: to be shown too, for it to stay chosen."""
    slot = read_slot(value)
    if slot is None or topic is None or slot.site_id not in sites:
        return None
    if any(offer.value == value for day in days for offer in day.offers):
        return None
    mediator = Mediator.objects.filter(pk=slot.mediator_id, active=True).first()
    if mediator is None:
        return None
    ends_at = slot.starts_at + timedelta(minutes=topic.duration_min)
    return Offer(slot.starts_at, ends_at, sites[slot.site_id], mediator)
