"""What is to be prepared for the appointments of somebody that are ahead: corrected by themselves or at the desk."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bookings.models import Appointment, JournalEntry
from bookings.people.preparation import asked, stored
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


def with_needs_ahead(resident_ids: Collection[int], *, now: datetime) -> list[Appointment]:
    """Their own appointments ahead: what others ask for is theirs to say."""
    own = Appointment.objects.upcoming(now).filter(relation=Appointment.Relation.SELF, starts_at__gt=now)
    return list(own.filter(participants__in=resident_ids).distinct().order_by("starts_at"))


@short_transaction
def change_needs(resident_ids: Collection[int], *, needs: Iterable[str], by: Actor, now: datetime) -> int:
    """The same for each of their appointments ahead; how many have changed. An interpreter who was asked for stays: that is a
    longer session, and somebody to book.
    """
    ids = [each.pk for each in with_needs_ahead(resident_ids, now=now)]
    wanted, changed = list(needs), 0
    for each in Appointment.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"):
        preparation = stored(wanted, asked(each.preparation)[1])
        if preparation != each.preparation:
            each.preparation = preparation
            each.save(update_fields=["preparation"])
            note(JournalEntry.Kind.RESIDENT_CHANGED, appointment=each, by=by, now=now, fields=["preparation"])
            changed += 1
    return changed
