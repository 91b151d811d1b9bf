"""What is asked after a session, by SMS or e-mail: once, and only of who may still answer. Nobody is called or visited for it."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from bookings.models import Appointment, JournalEntry, Participation, SurveyRequest
from notifications.channels.routes import is_discreet, route_to
from notifications.models import ChannelName, Message
from notifications.moments.timing import may_go
from notifications.outbox.about_survey import BY_LINK
from notifications.outbox.write import Saying
from notifications.texts.kinds import SURVEYS, Kind

SAYS: dict[str, Kind] = {JournalEntry.Kind.SURVEY_ASKED: Kind.SURVEY}
_WRITTEN_BY = (ChannelName.SMS, ChannelName.EMAIL)
_SOON = timedelta(days=4)
_OF_USE = timedelta(days=2)
"""Who cannot be reached by then is not asked."""


def expected_soon(entries: Iterable[JournalEntry]) -> set[int]:
    """The contacts, of those who are to be asked, whose reminder is near. One query at most.

    "1" and "2" are answers to that one: they are asked by the link alone.
    """
    asked = [entry for entry in entries if entry.kind in SAYS and entry.appointment is not None]
    if not asked:
        return set()
    contacts = {entry.appointment.contact_id for entry in asked if entry.appointment}
    ahead = Appointment.objects.upcoming(asked[0].at).filter(contact__in=contacts)
    return set(ahead.filter(starts_at__lt=asked[0].at + _SOON).values_list("contact_id", flat=True))


def saying_of(entry: JournalEntry, channels: Collection[str], soon: Collection[int]) -> Saying | None:
    """What to write because somebody is asked, or None: no way to write to them, or they have become discreet."""
    appointment = entry.appointment
    if entry.origin != JournalEntry.Origin.LIVE or appointment is None or is_discreet(appointment):
        return None
    route = route_to(appointment.contact, channels)
    if route.channel not in _WRITTEN_BY:
        return None
    return Saying(
        kind=Kind.SURVEY,
        route=route,
        send_after=may_go(Kind.SURVEY, at=entry.at, zone=ZoneInfo(appointment.site.timezone)),
        expires_at=entry.at + _OF_USE,
        appointment=appointment,
        rule=BY_LINK if appointment.contact_id in soon else "",
    )


def standing_surveys(messages: Iterable[Message]) -> set[int]:
    """The messages among these that ask somebody who has not answered yet, and may be asked. One query at most."""
    about = {each.pk: each.appointment_id for each in messages if each.kind in SURVEYS}
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
