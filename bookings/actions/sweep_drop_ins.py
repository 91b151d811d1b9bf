"""The night after a drop-in: what the queue knew of people goes, and what nobody ended is ended."""

from datetime import UTC, datetime, timedelta

from django.db.models import F, Q

from bookings.dropin.states import TO_SETTLE, State
from bookings.models import Contact, DropInDay, Turn, TurnPeriod
from bookings.people import contacts

# From then on it is the next day wherever the service is, Polynesia included.
_WEST = timedelta(hours=10)


def sweep_drop_ins(now: datetime) -> int:
    """Names, initials and ways to reach people of earlier days; how many numbers. In the transaction of the caller.

    Whoever still stood somewhere has left, or was helped: nobody knows for how long, so no time is counted for it.
    """
    today = (now.astimezone(UTC) - _WEST).date()
    known = Q(contact__isnull=False) | ~Q(name="") | ~Q(initial="")
    turns = Turn.objects.filter(day__day__lt=today)
    reached = set(turns.filter(contact__isnull=False).values_list("contact_id", flat=True))
    wiped = turns.filter(known).update(name="", initial="", contact=None)
    contacts.wipe_unused(Contact.objects.filter(pk__in=reached))
    standing = list(turns.filter(state__in=TO_SETTLE).values_list("pk", "state"))
    if standing:
        ids = [pk for pk, _state in standing]
        TurnPeriod.objects.filter(turn__in=ids, ended_at=None).update(ended_at=F("began_at"))
        helped = [pk for pk, state in standing if state == State.SERVING]
        Turn.objects.filter(pk__in=helped).update(state=State.DONE)
        Turn.objects.filter(pk__in=ids).exclude(pk__in=helped).update(state=State.LEFT)
    DropInDay.objects.filter(day__lt=today, closed_at=None).update(closed_at=now)
    return wiped
