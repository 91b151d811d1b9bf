"""What is asked after a session or a workshop, by SMS or e-mail: once, and only of who may still answer. Nobody is called or
visited for it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from bookings.models import Appointment, JournalEntry, Participation, Registration, SurveyRequest
from notifications.channels.routes import is_discreet, route_to
from notifications.models import ChannelName, Message
from notifications.moments.timing import may_go
from notifications.outbox.about_registration import registrations
from notifications.outbox.about_survey import date_of, rule_of
from notifications.outbox.write import Saying
from notifications.texts.kinds import SURVEYS, Kind

SAYS: dict[str, Kind] = {JournalEntry.Kind.SURVEY_ASKED: Kind.SURVEY}
_WRITTEN_BY = (ChannelName.SMS, ChannelName.EMAIL)
_SOON = timedelta(days=4)
_OF_USE = timedelta(days=2)
"""Who cannot be reached by then is not asked."""


def seats_of(entries: Iterable[JournalEntry]) -> dict[int, Registration]:
    """The registrations for workshops that are to be asked about. A few queries at most."""
    return registrations({e.registration_id for e in entries if e.kind in SAYS and e.registration_id})


def expected_soon(entries: Iterable[JournalEntry]) -> set[int]:
    """The contacts, of those who are to be asked, whose reminder is near. Two queries at most.

    "1" and "2" are answers to that one: they are asked by the link alone.
    """
    asked = [entry for entry in entries if entry.kind in SAYS]
    if not asked:
        return set()
    seats = {entry.registration_id for entry in asked if entry.registration_id}
    contacts = {entry.appointment.contact_id for entry in asked if entry.appointment}
    if seats:
        contacts |= set(Registration.objects.filter(pk__in=seats).values_list("contact_id", flat=True))
    ahead = Appointment.objects.upcoming(asked[0].at).filter(contact__in=contacts)
    return set(ahead.filter(starts_at__lt=asked[0].at + _SOON).values_list("contact_id", flat=True))


def saying_of(
    entry: JournalEntry,
    channels: Collection[str],
    soon: Collection[int],
    seats: Mapping[int, Registration],
) -> Saying | None:
    """What to write because somebody is asked, or None: no way to write to them, or they have become discreet."""
    appointment, seat = entry.appointment, seats.get(entry.registration_id or 0)
    asked_about = appointment or seat
    if entry.origin != JournalEntry.Origin.LIVE or asked_about is None or _is_silent(asked_about):
        return None
    route = route_to(asked_about.contact, channels)
    if route.channel not in _WRITTEN_BY:
        return None
    site = appointment.site if appointment else seat.workshop.site if seat else None
    date_id = entry.data["dates"][0] if seat else None
    return Saying(
        kind=Kind.SURVEY,
        route=route,
        send_after=may_go(Kind.SURVEY, at=entry.at, zone=ZoneInfo(site.timezone if site else "UTC")),
        expires_at=entry.at + _OF_USE,
        appointment=appointment,
        registration=seat,
        rule=rule_of(date_id=date_id, by_link=asked_about.contact_id in soon),
    )


def _is_silent(asked_about: Appointment | Registration) -> bool:
    if isinstance(asked_about, Appointment):
        return is_discreet(asked_about)
    return any(each.discreet or each.erased_at is not None for each in asked_about.people.all())


def standing_surveys(messages: Iterable[Message]) -> set[int]:
    """The messages among these that ask somebody who has not answered yet, and may be asked. Two queries at most."""
    asked = [each for each in messages if each.kind in SURVEYS]
    return _of_sessions(asked) | _of_workshops(asked)


def _of_sessions(messages: Iterable[Message]) -> set[int]:
    about = {each.pk: each.appointment_id for each in messages if each.appointment_id}
    if not about:
        return set()
    silent = Participation.objects.filter(appointment__in=about.values())
    silent = silent.filter(resident__discreet=True) | silent.exclude(resident__erased_at=None)
    still = SurveyRequest.objects.filter(
        appointment__in=about.values(),
        token_hash__isnull=False,
        appointment__status=Appointment.Status.DONE,
        appointment__contact__opted_out_at=None,
    ).exclude(appointment__participations__in=silent)
    open_ones = set(still.values_list("appointment_id", flat=True))
    return {pk for pk, appointment in about.items() if appointment in open_ones}


def _of_workshops(messages: Iterable[Message]) -> set[int]:
    about = {each.pk: (each.registration_id, date_of(each.rule)) for each in messages if each.registration_id}
    if not about:
        return set()
    seats = [seat for seat, _date in about.values()]
    people = Registration.people.through.objects.filter(registration__in=seats)
    silent = people.filter(Q(resident__discreet=True) | Q(resident__erased_at__isnull=False))
    still = SurveyRequest.objects.filter(
        registration__in=seats, token_hash__isnull=False, registration__contact__opted_out_at=None
    ).exclude(registration__in=silent.values("registration"))
    open_ones = set(still.values_list("registration_id", "workshop_date_id"))
    return {pk for pk, asked in about.items() if asked in open_ones}
