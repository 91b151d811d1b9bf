"""Adding a date to a workshop that is planned: whoever comes to all of them has a seat there too, and is told."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet, Sum

from bookings.actions.pass_on import noted, pass_on
from bookings.actions.plan_workshop import animate
from bookings.errors import TooLate
from bookings.locks import Scope, lock
from bookings.models import JournalEntry, Registration, Workshop, WorkshopDate
from bookings.people.who import SYSTEM, Actor
from bookings.records.transactions import short_transaction
from bookings.workshops import seats
from mediation.models import Mediator

State = Registration.State


@short_transaction
def add_date(
    workshop_id: int,
    span: tuple[datetime, datetime],
    *,
    capacity: int,
    animators: Sequence[Mediator],
    by: Actor,
    now: datetime,
) -> WorkshopDate:
    """One date more (aware start and end). Those who come to every date have their seat, those who wait for every one wait
    for this too.

    All or none. Raises `WorkshopFull` (the database's word) when they are more than `capacity`, `AlreadyPlanned`,
    `SlotTaken` when who animates is promised elsewhere then, `TooLate` for a start that is past.
    """
    starts_at, ends_at = span
    if starts_at <= now:
        raise TooLate
    lock([(Scope.MEDIATOR, each.pk) for each in animators])
    seats.locked_ahead(workshop_id, now=now)
    workshop = Workshop.objects.select_related("site").get(pk=workshop_id)
    date = WorkshopDate.objects.create(
        workshop=workshop, starts_at=starts_at, ends_at=ends_at, capacity=capacity
    )
    for mediator in animators:
        animate(date, mediator, now=now)
    coming = _without(date)
    seats.take([date.pk], sum(each.seats for each in coming if each.state in Registration.SEATED))
    _give(date, coming, by=by, now=now)
    pass_on(workshop_id, now=now)
    return date


def people_of_all_dates(workshop_id: int) -> int:
    """How many seats a new date needs at least."""
    rows = Registration.objects.filter(workshop=workshop_id, all_dates=True, state__in=Registration.SEATED)
    return rows.aggregate(seats=Sum("seats"))["seats"] or 0


def seat_those_of_all_dates(*, now: datetime) -> int:
    """Whoever registered for all dates in the very moment in which one was added has their seat there, while there is one."""
    behind = [date.pk for date in WorkshopDate.objects.ahead(now) if date.left and _lacking(date).exists()]
    return sum(_seat_there(pk, now=now) for pk in behind)


@short_transaction
def _seat_there(date_id: int, *, now: datetime) -> int:
    workshop_id = WorkshopDate.objects.values_list("workshop_id", flat=True).get(pk=date_id)
    date = next((each for each in seats.locked_ahead(workshop_id, now=now) if each.pk == date_id), None)
    given = 0
    for each in _without(date) if date is not None else ():
        if date is not None and each.state in Registration.SEATED and date.left - given >= each.seats:
            seats.take([date.pk], each.seats)
            _give(date, [each], by=SYSTEM, now=now)
            given += each.seats
    return given


def _lacking(date: WorkshopDate) -> QuerySet[Registration]:
    rows = Registration.objects.filter(
        workshop=date.workshop_id, all_dates=True, state__in=Registration.STANDING
    )
    return rows.exclude(dates=date.pk)


def _without(date: WorkshopDate) -> list[Registration]:
    """Those of all dates who do not have this one, locked."""
    return list(_lacking(date).select_for_update(of=("self",)).select_related("workshop").order_by("pk"))


def _give(date: WorkshopDate, coming: Sequence[Registration], *, by: Actor, now: datetime) -> None:
    through = Registration.dates.through
    through.objects.bulk_create(
        [through(registration_id=each.pk, workshopdate_id=date.pk) for each in coming]
    )
    for each in coming:
        if each.state == State.REGISTERED:
            noted(JournalEntry.Kind.WORKSHOP_DATE_ADDED, each, by=by, now=now, dates=[date.pk])
