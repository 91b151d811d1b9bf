"""Changing what is planned of a workshop: seats, hours, place, who animates. Whoever comes hears of hours and place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.actions.pass_on import noted, pass_on
from bookings.actions.plan_workshop import animate
from bookings.errors import SeatsTaken, TooLate
from bookings.locks import Scope, lock
from bookings.models import Commitment, JournalEntry, Registration, Workshop, WorkshopDate
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.workshops import seats
from mediation.models import Mediator, Site


@dataclass(frozen=True)
class DateChange:
    """What one date is to be. Instants are aware."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    # Seats kept for whoever comes without registering.
    walk_ins: int = 0


@short_transaction
def change_date(date_id: int, wanted: DateChange, *, by: Actor, now: datetime) -> WorkshopDate:
    """Gives a date ahead other hours or another number of seats; more seats are offered to who waits.

    Raises `SeatsTaken` for fewer seats than people have, `SlotTaken` when who animates is promised elsewhere then,
    `TooLate` once it has begun or is called off.
    """
    plain = WorkshopDate.objects.select_related("workshop").get(pk=date_id)
    lock([(Scope.MEDIATOR, pk) for pk in plain.animations.values_list("mediator_id", flat=True)])
    ahead = {date.pk: date for date in seats.locked_ahead(plain.workshop_id, now=now)}
    date = ahead.get(date_id)
    if date is None or wanted.starts_at <= now:
        raise TooLate
    people = date.taken - date.walk_ins
    if people + wanted.walk_ins > wanted.capacity:
        raise SeatsTaken(people)
    moved = (date.starts_at, date.ends_at) != (wanted.starts_at, wanted.ends_at)
    date.starts_at, date.ends_at, date.capacity = wanted.starts_at, wanted.ends_at, wanted.capacity
    date.taken, date.walk_ins = people + wanted.walk_ins, wanted.walk_ins
    date.version += moved
    date.save()
    if moved:
        Commitment.objects.filter(animation__date=date).update(
            starts_at=date.starts_at, ends_at=date.ends_at, frees_at=date.ends_at
        )
        _tell([date.pk], by=by, now=now)
    pass_on(date.workshop_id, now=now)
    return date


@short_transaction
def change_place(workshop_id: int, site: Site, *, by: Actor, now: datetime) -> Workshop:
    """The dates ahead are at another site; whoever comes is told, once. The same site changes nothing."""
    ahead = [date.pk for date in seats.locked_ahead(workshop_id, now=now)]
    workshop = Workshop.objects.select_for_update().get(pk=workshop_id)
    if workshop.site_id == site.pk:
        return workshop
    workshop.site, workshop.organisation_id = site, site.organisation_id
    workshop.save(update_fields=["site", "organisation"])
    Commitment.objects.filter(animation__date__in=ahead).update(site=site)
    _tell(ahead, by=by, now=now)
    return workshop


@short_transaction
def change_animators(workshop_id: int, animators: Sequence[Mediator], *, by: Actor, now: datetime) -> None:
    """Others animate the dates ahead, two at most: they are busy then, whoever no longer does is free.

    Raises `SlotTaken` when one of them is promised elsewhere on one of the dates; nothing changes then.
    """
    if len(animators) > 2:
        raise ValueError("two animators at most")
    lock([(Scope.MEDIATOR, each.pk) for each in animators])
    for date in seats.locked_ahead(workshop_id, now=now):
        gone = date.animations.exclude(mediator__in=animators)
        Commitment.objects.filter(animation__in=gone).delete()
        gone.delete()
        known = set(date.animations.values_list("mediator_id", flat=True))
        for mediator in animators:
            if mediator.pk not in known:
                animate(date, mediator, now=now)


def _tell(date_ids: Sequence[int], *, by: Actor, now: datetime) -> None:
    """One fact for each registration with a seat on one of these dates."""
    seated = Registration.objects.filter(state__in=Registration.SEATED, dates__in=date_ids).distinct()
    for each in seated.select_related("workshop").order_by("pk"):
        each.version += 1
        each.save(update_fields=["version"])
        noted(JournalEntry.Kind.WORKSHOP_CHANGED, each, by=by, now=now, dates=list(date_ids))
