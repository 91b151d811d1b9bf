"""Changing what a workshop says of itself: its texts, its level, how one registers."""

from collections.abc import Sequence
from datetime import datetime

from bookings.models import Workshop, WorkshopText
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction


@short_transaction
def rename_workshop(
    workshop_id: int,
    *,
    texts: Sequence[WorkshopText],
    level: str,
    single_dates: bool,
    by: Actor,
    now: datetime,
) -> Workshop:
    """The texts take the place of all there were. Nobody is told: neither hour nor place has changed."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop_id)
    workshop.level, workshop.single_dates = level, single_dates
    workshop.save(update_fields=["level", "single_dates"])
    workshop.texts.all().delete()
    for text in texts:
        text.workshop = workshop
        text.save()
    return workshop
