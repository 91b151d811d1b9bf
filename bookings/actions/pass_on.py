"""Seats that are free are offered to whoever waits for them: at once, in their turn, held until they answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from bookings.actions.follow_seat import follow_seats
from bookings.models import JournalEntry, Registration, WorkshopDate
from bookings.people.who import SYSTEM, Actor
from bookings.records.journal import note
from bookings.workshops import seats
from bookings.workshops.turn import Waiting, answer_by, whose_turn


def pass_on(workshop_id: int, *, now: datetime) -> list[Registration]:
    """Offers what is free, in the caller's transaction, which holds the dates ahead locked; who is asked now."""
    waiting = list(_waiting(workshop_id))
    if not waiting:
        return []
    ahead = list(WorkshopDate.objects.ahead(now).filter(workshop=workshop_id))
    turn = whose_turn(_wanted(waiting, ahead), {date.pk: date.left for date in ahead})
    starts = {date.pk: date.starts_at for date in ahead}
    by_pk = {each.pk: each for each in waiting}
    offered = [_offer(by_pk[each.registration], each, starts, now=now) for each in turn]
    return [each for each in offered if each is not None]


def _waiting(workshop_id: int) -> Sequence[Registration]:
    """Who waits, in order; nobody is left of who was erased."""
    rows = Registration.objects.in_turn().filter(workshop=workshop_id, people__isnull=False).distinct()
    return list(rows.select_related("workshop").prefetch_related("dates"))


def _wanted(waiting: Sequence[Registration], ahead: Sequence[WorkshopDate]) -> list[Waiting]:
    known = {date.pk for date in ahead}
    return [
        Waiting(each.pk, each.seats, frozenset(date.pk for date in each.dates.all()) & known)
        for each in waiting
    ]


def _offer(
    registration: Registration, wanted: Waiting, starts: dict[int, datetime], *, now: datetime
) -> Registration | None:
    """Too near to its start nobody is asked: whoever comes first has the seat."""
    until = answer_by(
        min(starts[date] for date in wanted.dates),
        now=now,
        within=timedelta(minutes=settings.SEAT_ANSWER_MINUTES),
        notice=timedelta(minutes=settings.SEAT_NOTICE_MINUTES),
    )
    if until is None:
        return None
    seats.take(sorted(wanted.dates), registration.seats)
    # What has passed while they waited is not theirs.
    registration.dates.set(sorted(wanted.dates))
    registration.state, registration.offer_until = Registration.State.OFFERED, until
    registration.version += 1
    registration.save(update_fields=["state", "offer_until", "version"])
    noted(JournalEntry.Kind.SEAT_OFFERED, registration, by=SYSTEM, now=now)
    return registration


def noted(
    kind: JournalEntry.Kind, registration: Registration, *, by: Actor, now: datetime, **ids: Any
) -> None:
    """Writes a fact about a registration, as it stands now; the referral behind it follows."""
    note(kind, by=by, now=now, registration=registration, seats=registration.seats, **ids)
    follow_seats([registration.pk], by=by, now=now)
