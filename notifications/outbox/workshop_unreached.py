"""A message about a workshop has not arrived: the same way later, or somebody of the team tells what is news."""

from datetime import datetime

from bookings.models import JournalEntry, Registration
from bookings.records.told import Why
from notifications.channels.routes import Route
from notifications.models import ChannelName, Message
from notifications.outbox import facts
from notifications.outbox import write as outbox
from notifications.outbox.about_registration import dates_of, registrations
from notifications.outbox.workshops import NEWS, still_so
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind


def go_on(message: Message, *, later: datetime | None, now: datetime) -> None:
    """What is tried next, while the registration stands as the message told it; in the transaction of the failure."""
    registration = _still(message)
    if registration is None or message.expires_at <= now:
        return
    if later is not None:
        route = Route(ChannelName(message.channel), registration.contact.value)
        _put_instead(message, registration, route, later, now)
    elif message.kind in NEWS:
        to_the_team(message, now=now)


def to_the_team(message: Message, *, now: datetime) -> None:
    """Somebody of the team tells them, as long as there is something to tell."""
    registration = _still(message)
    if registration is None:
        return
    route = Route(ChannelName.PEOPLE, why=Why(message.why))
    _put_instead(message, registration, route, now, now)
    instead = Message.objects.filter(instead_of=message, channel=ChannelName.PEOPLE)
    facts.append(JournalEntry.Kind.NOT_TOLD, list(instead), now=now)


def _still(message: Message) -> Registration | None:
    pk = message.registration_id or 0
    registration = registrations({pk}).get(pk)
    return registration if still_so(message, registration) else None


def _put_instead(
    message: Message, registration: Registration, route: Route, send_after: datetime, now: datetime
) -> None:
    dates = dates_of(Kind(message.kind), registration, (), now=now)
    if not dates:
        return
    instead = Saying(
        kind=Kind(message.kind),
        rule=message.rule,
        route=route,
        send_after=send_after,
        expires_at=max(message.expires_at, dates[0].starts_at),
        registration=registration,
        dates=tuple(dates),
        asked=message.asked,
        instead_of=message,
    )
    outbox.put([instead], now=now)
