"""A registration as a calendar file, a date an event. Calendars are shared: it says neither what it is about nor a name."""

from collections.abc import Sequence
from datetime import datetime

from icalendar import Event

from bookings.calendars.identity import uid_of_workshop
from bookings.models import JournalEntry, Registration, WorkshopDate
from bookings.public.calendar_file import finished, organizer, whole_address
from mediation.models import Territory

State = Registration.State
_TAKEN_OUT, _KEPT, _PERHAPS = "CANCELLED", "CONFIRMED", "TENTATIVE"


def has_calendar(registration: Registration) -> bool:
    """Whether there is a day to write down, or to take out again."""
    return registration.state != State.WAITING


def registration_file(registration: Registration, *, service: Territory, now: datetime) -> tuple[bytes, str]:
    """The file and its method (RFC 5546): each date has its UID for ever and a SEQUENCE that grows with it and with the
    registration, so that what moved, was called off or given back replaces what a calendar has.
    """
    given_back = _given_back(registration)
    events, standing = [], False
    for date in [*registration.dates.all(), *given_back]:
        status = _status(registration, date, given_back)
        standing = standing or status != _TAKEN_OUT
        events.append(_event(registration, date, status, service=service, now=now))
    method = "PUBLISH" if standing else "CANCEL"
    return finished(events, method), method


def _given_back(registration: Registration) -> Sequence[WorkshopDate]:
    """Dates they had and come to no more."""
    left = JournalEntry.objects.filter(registration=registration, kind=JournalEntry.Kind.WORKSHOP_LEFT)
    named = {pk for data in left.values_list("data", flat=True) for pk in data.get("dates", ())}
    return list(WorkshopDate.objects.filter(pk__in=named - {date.pk for date in registration.dates.all()}))


def _status(registration: Registration, date: WorkshopDate, given_back: Sequence[WorkshopDate]) -> str:
    if date.cancelled_at is not None or date in given_back:
        return _TAKEN_OUT
    return {State.REGISTERED: _KEPT, State.OFFERED: _PERHAPS}.get(State(registration.state), _TAKEN_OUT)


def _event(
    registration: Registration, date: WorkshopDate, status: str, *, service: Territory, now: datetime
) -> Event:
    event = Event()
    event.add("uid", uid_of_workshop(date.pk))
    event.add("dtstamp", now)
    event.add("sequence", date.version + registration.version - 2)
    event.add("organizer", organizer(service))
    event.add("dtstart", date.starts_at)
    event.add("dtend", date.ends_at)
    event.add("summary", service.service_name)
    event.add("location", whole_address(registration.workshop.site, date.starts_at))
    if service.phone:
        event.add("description", service.phone)
    event.add("status", status)
    return event
