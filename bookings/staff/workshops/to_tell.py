"""People registered for a workshop whom no message has reached: somebody of the team calls them."""

from datetime import datetime

from django.db.models import QuerySet

from bookings.models import JournalEntry
from bookings.records.told import registrations_to_be_told, what_of, why_of
from bookings.staff.reaching import BY_PHONE
from mediation.access import Reach
from mediation.moments import AnInstant, Moment


def to_tell_within(reach: Reach, *, now: AnInstant) -> QuerySet[JournalEntry]:
    """Who has to be told about a workshop, within somebody's reach."""
    return reach.limit(registrations_to_be_told(now), "registration__workshop__organisation")


def to_tell_now(reach: Reach, now: Moment) -> QuerySet[JournalEntry]:
    """The same at the moment it is counted: the number beside the menu's label."""
    return to_tell_within(reach, now=now)


def rows_to_tell(reach: Reach, *, now: datetime) -> list[dict[str, object]]:
    """As the pages list them: who, which workshop and dates, what was to be said and why it was not."""
    rows = []
    for entry in to_tell_within(reach, now=now):
        registration = entry.registration
        if registration is None:
            continue
        contact, dates = registration.contact, list(registration.dates.all())
        named = entry.data.get("dates") or [date.pk for date in dates]
        rows.append(
            {
                "registration": registration,
                "workshop": registration.workshop,
                "names": " · ".join(each.name for each in registration.people.all()),
                "title": next((text.title for text in registration.workshop.texts.all()), ""),
                "dates": [date for date in dates if date.pk in named and date.ends_at > now],
                "what": what_of(entry),
                "why": why_of(entry),
                "phone": contact.value if contact.kind in BY_PHONE else "",
            }
        )
    return rows
