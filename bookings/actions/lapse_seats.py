"""The sweep of workshops' waiting lists: offers without an answer pass on, waits with nothing left to wait for end."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from bookings.actions.add_date import seat_those_of_all_dates
from bookings.actions.follow_seat import follow_seats
from bookings.actions.pass_on import noted, pass_on
from bookings.models import JournalEntry, Registration, WorkshopDate
from bookings.people.who import SYSTEM
from bookings.records.transactions import short_transaction
from bookings.workshops import seats

State = Registration.State


def lapse_seats(*, now: datetime) -> int:
    """How many offers have lapsed. Workshops one after the other: nobody else's lock is waited for with one held."""
    over = Registration.objects.filter(state=State.OFFERED, offer_until__lte=now)
    workshops = sorted(set(over.values_list("workshop_id", flat=True)))
    lapsed = sum(_lapse(workshop_id, now=now) for workshop_id in workshops)
    seat_those_of_all_dates(now=now)
    _end_waits(now=now)
    return lapsed


@short_transaction
def _lapse(workshop_id: int, *, now: datetime) -> int:
    ahead = seats.locked_ahead(workshop_id, now=now)
    over = Registration.objects.filter(workshop=workshop_id, state=State.OFFERED, offer_until__lte=now)
    found = list(over.select_for_update(of=("self",)).select_related("workshop").order_by("pk"))
    for each in found:
        seats.give_back(seats.dates_ahead(each, ahead), each.seats)
        each.state, each.offer_until, each.cancelled_at = State.LAPSED, None, now
        each.version += 1
        each.save(update_fields=["state", "offer_until", "cancelled_at", "version"])
        noted(JournalEntry.Kind.SEAT_LAPSED, each, by=SYSTEM, now=now)
    pass_on(workshop_id, now=now)
    return len(found)


@short_transaction
def _end_waits(*, now: datetime) -> None:
    """All that they waited for has passed."""
    still = WorkshopDate.objects.ahead(now).filter(registrations=OuterRef("pk"))
    waiting = Registration.objects.filter(~Exists(still), state=State.WAITING)
    referred = list(waiting.filter(referral__isnull=False).order_by("pk").values_list("pk", flat=True))
    waiting.update(state=State.OVER, cancelled_at=now)
    follow_seats(referred, by=SYSTEM, now=now)
