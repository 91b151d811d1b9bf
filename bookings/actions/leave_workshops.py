"""A mediator who stops animates no more: dates that a colleague animates too go on without them."""

from datetime import datetime

from bookings.models import Commitment, WorkshopAnimation
from bookings.records.transactions import short_transaction
from bookings.workshops import seats


@short_transaction
def leave_workshop(workshop_id: int, mediator_id: int, *, since: datetime, now: datetime) -> int:
    """Takes them off the dates from `since` on that somebody else animates too; how many.

    Where they are alone nothing changes: who registered counts on that date, and a coordinator decides.
    """
    left = 0
    for date in seats.locked_ahead(workshop_id, now=now):
        theirs = WorkshopAnimation.objects.filter(date=date, mediator=mediator_id)
        if date.starts_at >= since and date.animations.exclude(mediator=mediator_id).exists():
            Commitment.objects.filter(animation__in=theirs).delete()
            left += theirs.delete()[1].get(WorkshopAnimation._meta.label, 0)
    return left
