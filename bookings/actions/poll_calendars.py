"""The sweep that reads mediators' own calendars. Nothing is asked of a server inside a transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from bookings.calendars.apart import TookTooLong, busy_apart
from bookings.calendars.expand import NotACalendar, TooOften
from bookings.calendars.reading import Failure, NotRead, read
from bookings.models import BusyTime, JournalEntry, OutsideCalendar
from bookings.people.who import SYSTEM
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.intervals import Interval
from mediation.models import Opening
from mediation.outside import Answer

# How far ahead busy times are known: as far as people book.
AHEAD = timedelta(days=60)
_A_SWEEP = timedelta(seconds=50)


def poll_calendars(*, now: datetime) -> int:
    """Reads the calendars that are due, one after the other, for a minute at most; how many. Several workers share them."""
    read_ = 0
    ends = timezone.now() + _A_SWEEP
    while timezone.now() < ends and (calendar := _claimed(now)) is not None:
        poll(calendar, now=now)
        read_ += 1
    return read_


def _claimed(now: datetime) -> OutsideCalendar | None:
    """A calendar that is due and that no other worker has taken: it is not due any more."""
    for calendar in OutsideCalendar.objects.due(now).select_related("mediator")[:20]:
        mine = OutsideCalendar.objects.filter(pk=calendar.pk, next_read_at=calendar.next_read_at)
        if mine.update(next_read_at=calendar.read_again_at(now)):
            return calendar
    return None


def poll(calendar: OutsideCalendar, *, now: datetime) -> None:
    """Reads one calendar and keeps when it is busy; on failure what was known stays, and the reason is kept."""
    start, end = now, now + AHEAD
    try:
        answer = read(calendar, start=start, end=end, now=now)
        busy = None if answer is None else _expanded(calendar, answer, start, end)
    except NotRead as error:
        _note_failure(calendar.pk, error.failure, now=now)
        return
    _keep(calendar.pk, busy, answer, now=now)


def _expanded(
    calendar: OutsideCalendar, answer: Answer, start: datetime, end: datetime
) -> Sequence[Interval]:
    multistatus = calendar.kind == OutsideCalendar.Kind.CALDAV
    try:
        zone = zone_of(calendar.mediator_id)
        return busy_apart(answer.body, multistatus=multistatus, zone=zone, start=start, end=end)
    except NotACalendar:
        raise NotRead(Failure.NOT_A_CALENDAR) from None
    except TooOften:
        raise NotRead(Failure.TOO_OFTEN) from None
    except TookTooLong:
        raise NotRead(Failure.TOO_LONG) from None


def zone_of(mediator_id: int) -> str:
    """The zone a mediator lives by: of the site of their latest opening, else the service's own."""
    latest = Opening.objects.filter(mediator=mediator_id).order_by("-pk")
    return latest.values_list("site__timezone", flat=True).first() or settings.TIME_ZONE


@short_transaction
def _keep(pk: int, busy: Sequence[Interval] | None, answer: Answer | None, *, now: datetime) -> None:
    """What was read replaces what was known. A calendar that was unlinked meanwhile stays so."""
    calendar = OutsideCalendar.objects.select_for_update().filter(pk=pk).first()
    if calendar is None:
        return
    if calendar.failure:
        _note(JournalEntry.Kind.CALENDAR_READ, calendar, now)
    calendar.last_good_at, calendar.failure, calendar.failing_since = now, "", None
    if busy is not None and answer is not None:
        calendar.expanded_at = now
        calendar.etag = answer.headers.get("etag", "")
        calendar.last_modified = answer.headers.get("last-modified", "")
        _replace(calendar, busy)
    calendar.save()


def _replace(calendar: OutsideCalendar, busy: Sequence[Interval]) -> None:
    calendar.busy_times.all().delete()
    BusyTime.objects.bulk_create(
        BusyTime(
            calendar=calendar,
            mediator_id=calendar.mediator_id,
            starts_at=datetime.fromtimestamp(begins, UTC),
            ends_at=datetime.fromtimestamp(ends, UTC),
        )
        for begins, ends in busy
    )


@short_transaction
def _note_failure(pk: int, failure: str, *, now: datetime) -> None:
    calendar = OutsideCalendar.objects.select_for_update().filter(pk=pk).first()
    if calendar is None:
        return
    if not calendar.failure:
        _note(JournalEntry.Kind.CALENDAR_FAILED, calendar, now)
    calendar.failure = failure
    calendar.failing_since = calendar.failing_since or now
    calendar.save(update_fields=["failure", "failing_since"])


def _note(kind: JournalEntry.Kind, calendar: OutsideCalendar, now: datetime) -> None:
    organisation_id = calendar.mediator.organisation_id
    note(kind, by=SYSTEM, now=now, organisation_id=organisation_id, calendar=calendar.pk)
