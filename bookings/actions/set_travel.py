"""Saying how long it takes from one site to another."""

from collections.abc import Mapping
from datetime import datetime

from bookings.models import JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.models import Site, TravelTime
from mediation.remembered import forget


@short_transaction
def set_travel(minutes: Mapping[tuple[int, int], int | None], *, by: Actor, now: datetime) -> None:
    """Whole minutes by pair of sites, in any order; None: by distance again. Pairs not named stay as they are.

    Appointments that stand keep their times. Other processes know it some seconds later.
    """
    for pair, said in minutes.items():
        first, second = sorted(pair)
        rows = TravelTime.objects.filter(first=first, second=second)
        if said is None:
            rows.delete()
        else:
            TravelTime.objects.update_or_create(first_id=first, second_id=second, defaults={"minutes": said})
    sites = {pk for pair in minutes for pk in pair}
    owners = Site.objects.filter(pk__in=sites).order_by().values_list("organisation_id", flat=True)
    for organisation_id in sorted(set(owners)):
        note(JournalEntry.Kind.OPENING_CHANGED, by=by, now=now, organisation_id=organisation_id, travel=True)
    forget()
