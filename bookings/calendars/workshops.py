"""Workshops in a feed: each date that a mediator animates, or that takes place at a site; called off ones are cancelled."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext

from bookings.calendars.identity import uid_of_workshop
from bookings.calendars.written import Event
from bookings.models import CalendarFeed, WorkshopDate

Detail = CalendarFeed.Detail
_COLUMNS = (
    *("pk", "version", "starts_at", "ends_at", "cancelled_at", "workshop__made_at", "taken", "capacity"),
    *(
        "workshop__site__timezone",
        "workshop__site__name",
        "workshop__site__address",
        "workshop__texts__title",
    ),
)


def workshops_of(feed: CalendarFeed, start: datetime, end: datetime) -> Iterator[Event]:
    """One query. Nobody who comes is named, whatever the feed's detail: a workshop says how many."""
    whose = Q(animations__mediator=feed.mediator_id) if feed.mediator_id else Q(workshop__site=feed.site_id)
    rows = WorkshopDate.objects.filter(
        whose, starts_at__gte=start, starts_at__lt=end, workshop__texts__language="fr"
    ).order_by("starts_at", "pk")
    busy, occupied, workshop = feed.detail == Detail.BUSY, gettext("Occupé"), gettext("Atelier")
    for pk, version, starts_at, ends_at, off, made, taken, capacity, zone, *words in rows.values_list(
        *_COLUMNS
    ):
        site, address, title = words
        yield Event(
            uid=uid_of_workshop(pk),
            sequence=version - 1,
            changed_at=off or made,
            starts_at=starts_at,
            ends_at=ends_at,
            zone=zone,
            summary=occupied if busy else f"{workshop} · {title} ({taken}/{capacity})",
            location="" if busy else ", ".join(part for part in (site, address) if part),
            cancelled=off is not None,
        )
