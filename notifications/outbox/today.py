"""What is said on the day itself: a time begins late, is on time again, or a call found nobody.

Only by what is read at once (SMS, e-mail); whoever has neither is told by the team, which sees it on its page of the day.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Appointment, JournalEntry
from notifications.channels.routes import is_discreet, route_to
from notifications.models import ChannelName, Message, State
from notifications.moments.timing import may_go
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind

DELAYS = (Kind.DELAYED, Kind.ON_TIME)
_DELAYS = frozenset({JournalEntry.Kind.DELAYED})
SAYS = frozenset({*_DELAYS, JournalEntry.Kind.CALLED_IN_VAIN})
_WRITTEN_BY = (ChannelName.SMS, ChannelName.EMAIL)
_HAVE_IT = (State.SENDING, State.SENT, State.DELIVERED)
# So long a press can be taken back without anybody hearing of it.
_PAUSE = timedelta(minutes=1)
# News of a delay is worth something until a little after the moment it names.
_OF_USE = timedelta(minutes=10)
# So long they may still call back the same day.
_CALL_US = timedelta(hours=8)


def last_of(entries: Iterable[JournalEntry]) -> frozenset[int]:
    """The facts among these that say how things stand now: of each appointment the last one. One query at most."""
    about = {entry.appointment_id for entry in entries if entry.kind in _DELAYS} - {None}
    if not about:
        return frozenset()
    facts = JournalEntry.objects.filter(appointment__in=about, kind__in=_DELAYS).order_by("at", "pk")
    return frozenset(dict(facts.values_list("appointment", "pk")).values())


def saying_of(
    entry: JournalEntry, last: Collection[int], channels: Collection[str], *, now: datetime
) -> Saying | None:
    """What to write about a delay: never what they have been told already, nor "on time" to who never heard otherwise.
    Who was called in vain hears of it by a message.
    """
    appointment = entry.appointment
    if entry.kind == JournalEntry.Kind.CALLED_IN_VAIN:
        return _called_in_vain(entry, channels, now=now)
    if entry.pk not in last or appointment is None or entry.origin != JournalEntry.Origin.LIVE:
        return None
    minutes = int(entry.data["minutes"])
    _take_back(appointment, now=now)
    route = route_to(appointment.contact, channels)
    until = appointment.begins_at + _OF_USE
    if (
        appointment.status != Appointment.Status.BOOKED
        or appointment.delay_min != minutes
        or is_discreet(appointment)
        or route.channel not in _WRITTEN_BY
        or until <= now
        or _told_min(appointment) == minutes
    ):
        return None
    kind = Kind.DELAYED if minutes else Kind.ON_TIME
    zone = ZoneInfo(appointment.site.timezone)
    return Saying(
        kind=kind,
        rule=f"{minutes}-{entry.pk}",
        route=route,
        send_after=may_go(kind, at=entry.at + _PAUSE, zone=zone),
        expires_at=until,
        appointment=appointment,
    )


def _called_in_vain(entry: JournalEntry, channels: Collection[str], *, now: datetime) -> Saying | None:
    appointment = entry.appointment
    if appointment is None or entry.origin != JournalEntry.Origin.LIVE:
        return None
    whose = appointment.participations.filter(pk=entry.data.get("participation", 0)).first()
    contact = whose.contact if whose is not None and whose.contact is not None else appointment.contact
    route, until = route_to(contact, channels), entry.at + _CALL_US
    standing = appointment.status in Appointment.STANDING and appointment.version == entry.version
    if not standing or is_discreet(appointment) or route.channel not in _WRITTEN_BY or until <= now:
        return None
    zone = ZoneInfo(appointment.site.timezone)
    kind = Kind.CALLED_IN_VAIN
    send_after = may_go(kind, at=entry.at, zone=zone)
    return Saying(
        kind=kind,
        rule=str(whose.pk) if whose is not None else "",
        route=replace(route, contact_id=contact.pk),
        send_after=send_after,
        expires_at=until,
        appointment=appointment,
    )


def _take_back(appointment: Appointment, *, now: datetime) -> None:
    """What was not sent yet is not true any more."""
    queued = Message.objects.filter(appointment=appointment, kind__in=DELAYS, state=State.QUEUED)
    if ids := list(queued.values_list("pk", flat=True)):
        Message.objects.advance(ids, State.REPLACED, settled_at=now)


def _told_min(appointment: Appointment) -> int:
    """By how much they believe it begins late."""
    told = Message.objects.filter(appointment=appointment, kind__in=DELAYS, state__in=_HAVE_IT)
    rule = told.order_by("-pk").values_list("rule", flat=True).first()
    return int(rule.partition("-")[0]) if rule else 0
