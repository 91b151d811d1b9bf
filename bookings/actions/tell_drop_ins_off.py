"""A drop-in that is called off while people wait for it: whoever has left a number hears that nobody will call them."""

from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet

from bookings.dropin.hours import given_up_at, today_at
from bookings.dropin.states import WAITED_FOR
from bookings.models import DropInDay, Interruption, JournalEntry, Turn
from bookings.people.who import SYSTEM
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


def tell_drop_ins_off(*, now: datetime) -> int:
    """Each once; how many. Nobody as long as what took the hours away can be taken back unheard. One query where nobody waits.

    Their number stays theirs: the desk sees who is still there, and offers them a time.
    """
    around = (now.astimezone(UTC) - timedelta(days=1), now.astimezone(UTC) + timedelta(days=1))
    days = DropInDay.objects.filter(
        day__gte=around[0].date(), day__lte=around[1].date(), closed_at=None, turns__in=_to_tell()
    )
    found = list(days.select_related("site").distinct().order_by("pk"))
    if not found or Interruption.objects.under_way().filter(leaves_at__gt=now).exists():
        return 0
    off = [each for each in found if each.day == today_at(each.site, now) and given_up_at(each.site, now)]
    return sum(_tell(each.pk, now=now) for each in off)


def _to_tell() -> "QuerySet[Turn]":
    return Turn.objects.filter(state__in=WAITED_FOR, contact__isnull=False, told_off=False)


@short_transaction
def _tell(day_id: int, *, now: datetime) -> int:
    day = DropInDay.objects.select_for_update(of=("self",)).select_related("site").get(pk=day_id)
    told = list(_to_tell().filter(day=day).order_by("number"))
    Turn.objects.filter(pk__in=[each.pk for each in told]).update(told_off=True)
    for each in told:
        kind, organisation = JournalEntry.Kind.TURN_OFF, day.site.organisation_id
        note(kind, by=SYSTEM, now=now, organisation_id=organisation, turn=each.pk)
    return len(told)
