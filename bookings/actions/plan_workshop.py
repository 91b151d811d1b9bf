"""Planning a workshop: its texts, its dates, and who animates them."""

from collections.abc import Sequence
from datetime import datetime

from bookings.actions.take import take
from bookings.locks import Scope, lock
from bookings.models import JournalEntry, Workshop, WorkshopAnimation, WorkshopDate, WorkshopText
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times.span import Span
from mediation.models import Mediator


@short_transaction
def plan_workshop(
    workshop: Workshop,
    *,
    texts: Sequence[WorkshopText],
    dates: Sequence[tuple[datetime, datetime]],
    animators: Sequence[Mediator],
    by: Actor,
    now: datetime,
) -> Workshop:
    """Stores a new workshop with its dates (aware); each animator (two at most) is busy on each of them, everywhere.

    All or none: raises `SlotTaken` when one of them is promised elsewhere on one of the dates.
    """
    if not dates or len(animators) > 2:
        raise ValueError("a workshop has dates, and two animators at most")
    lock([(Scope.MEDIATOR, each.pk) for each in animators])
    workshop.made_at, workshop.made_by_id = now, by.user_id
    workshop.save()
    for text in texts:
        text.workshop = workshop
        text.save()
    for starts_at, ends_at in dates:
        date = WorkshopDate.objects.create(
            workshop=workshop, starts_at=starts_at, ends_at=ends_at, capacity=workshop.capacity
        )
        for mediator in animators:
            animate(date, mediator, now=now)
    note(
        JournalEntry.Kind.WORKSHOP_PLANNED,
        by=by,
        now=now,
        organisation_id=workshop.organisation_id,
        workshop=workshop.pk,
    )
    return workshop


def animate(date: WorkshopDate, mediator: Mediator, *, now: datetime) -> None:
    """The mediator animates it, and is busy everywhere else. Raises `SlotTaken`; their lock is held by the caller."""
    minutes = int((date.ends_at - date.starts_at).total_seconds()) // 60
    span = Span(date.workshop.site_id, date.starts_at, minutes, 0)
    commitment = take(span, mediator_id=mediator.pk, now=now)
    WorkshopAnimation.objects.create(date=date, mediator=mediator, commitment=commitment)
