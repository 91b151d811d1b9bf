"""A mobile site stands elsewhere on a date: whoever comes there that day is told, once."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Appointment, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.models import Site


@short_transaction
def change_stop(site: Site, days: Iterable[date], *, by: Actor, now: datetime) -> int:
    """For appointments to come at the site on these local days the place is another one: each says so by a fact of its own,
    in the transaction of the caller, and by a new version; how many. Those by telephone or at home stay where they are.
    """
    told = 0
    for day in sorted(set(days)):
        start = datetime.combine(day, time.min, ZoneInfo(site.timezone))
        end = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(site.timezone))
        rows = Appointment.objects.for_site(site.pk).between(max(start, now), end)
        rows = rows.filter(status=Appointment.Status.BOOKED, mode=Appointment.Mode.ON_SITE)
        for appointment in rows.select_for_update(of=("self",)).order_by("pk"):
            appointment.version += 1
            appointment.save(update_fields=["version"])
            note(JournalEntry.Kind.MOVED, appointment=appointment, by=by, now=now, place=True)
            told += 1
    return told
