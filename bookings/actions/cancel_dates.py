"""Calling dates of a workshop off: everybody who counted on one hears of it, once."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F

from bookings.actions.pass_on import noted, pass_on
from bookings.errors import TooLate
from bookings.models import Commitment, JournalEntry, Registration, WorkshopDate
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.workshops import seats

State = Registration.State


def told_of(date_ids: Collection[int]) -> Sequence[Registration]:
    """Who is told when these dates are called off: who has a seat or is asked about one, and who waits for nothing else."""
    standing = Registration.objects.filter(state__in=Registration.STANDING, dates__in=date_ids).distinct()
    rows = standing.select_related("workshop", "contact").prefetch_related("dates", "people").order_by("pk")
    return [each for each in rows if each.state in Registration.SEATED or not _others(each, date_ids)]


def _others(registration: Registration, date_ids: Collection[int]) -> bool:
    return any(date.pk not in date_ids and date.cancelled_at is None for date in registration.dates.all())


@short_transaction
def cancel_dates(date_ids: Collection[int], *, by: Actor, now: datetime) -> int:
    """Calls these dates (of one workshop) off and frees who animates them; how many registrations are told.

    Dates that are called off already, or have begun, are left alone. Raises `TooLate` where none is left.
    """
    named = WorkshopDate.objects.ahead(now).filter(pk__in=date_ids).values_list("workshop_id", flat=True)
    workshops = set(named)
    if len(workshops) != 1:
        raise TooLate
    ahead = seats.locked_ahead(workshops.pop(), now=now)
    dates = [date for date in ahead if date.pk in date_ids]
    if not dates:
        raise TooLate
    ids = [date.pk for date in dates]
    told = told_of(ids)
    WorkshopDate.objects.filter(pk__in=ids).update(cancelled_at=now, version=F("version") + 1)
    Commitment.objects.filter(animation__date__in=ids).delete()
    for each in told:
        _without(each, ids, now=now)
        noted(JournalEntry.Kind.WORKSHOP_CANCELLED, each, by=by, now=now, dates=ids)
    # Whoever waits for all of them waits for one less: it may be there.
    pass_on(dates[0].workshop_id, now=now)
    return len(told)


def _without(registration: Registration, ids: Collection[int], *, now: datetime) -> None:
    """What is left of it; seats of other dates stay theirs."""
    if not _others(registration, ids) and registration.state != State.REGISTERED:
        registration.state, registration.offer_until = State.OVER, None
        registration.cancelled_at = now
    registration.version += 1
    registration.save(update_fields=["state", "offer_until", "cancelled_at", "version"])
