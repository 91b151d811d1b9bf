"""A mediator has their own calendar read, or no longer."""

from datetime import datetime

from bookings.calendars.reading import address_meant
from bookings.models import JournalEntry, OutsideCalendar
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.celery import nudge
from mediation.models import Mediator

_READER = "bookings.tasks.poll_calendars"


@short_transaction
def link_calendar(
    mediator: Mediator,
    *,
    kind: str,
    address: str,
    by: Actor,
    now: datetime,
    username: str = "",
    password: str = "",
) -> OutsideCalendar:
    """The calendar at `address` is read within a minute, then every quarter of an hour.

    Raises `mediation.outside.Refused` for an address that is none; what only asking it can tell comes later.
    """
    calendar = OutsideCalendar.objects.create(
        mediator=mediator,
        kind=kind,
        address=address_meant(address),
        username=username,
        password=password,
        added_at=now,
        added_by_id=by.user_id,
        next_read_at=now,
    )
    _note(JournalEntry.Kind.CALENDAR_LINKED, calendar, by, now)
    nudge(_READER)
    return calendar


@short_transaction
def read_now(calendar: OutsideCalendar, *, now: datetime) -> None:
    """Somebody who has put something right does not wait for the quarter of an hour. It leaves no fact."""
    OutsideCalendar.objects.filter(pk=calendar.pk).update(next_read_at=now, expanded_at=None)
    nudge(_READER)


@short_transaction
def unlink_calendar(calendar: OutsideCalendar, *, by: Actor, now: datetime) -> None:
    """It is read no more: its address, its password and its busy times are gone. Once more changes nothing."""
    if OutsideCalendar.objects.filter(pk=calendar.pk).exists():
        _note(JournalEntry.Kind.CALENDAR_UNLINKED, calendar, by, now)
        OutsideCalendar.objects.filter(pk=calendar.pk).delete()


def _note(kind: JournalEntry.Kind, calendar: OutsideCalendar, by: Actor, now: datetime) -> None:
    organisation_id = calendar.mediator.organisation_id
    note(kind, by=by, now=now, organisation_id=organisation_id, calendar=calendar.pk)
