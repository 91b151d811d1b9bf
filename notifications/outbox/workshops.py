"""What is said to who is registered for a workshop: their dates, an offer, that a date is off or has changed.

By SMS, e-mail or letter; whoever is reached by telephone alone is called by the team when it is news or an offer.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings.models import Appointment, JournalEntry, Registration, WorkshopDate
from bookings.records.told import Why
from mediation import holidays
from notifications.channels.routes import Route, route_to
from notifications.models import ChannelName, Message
from notifications.moments.posting import post_by
from notifications.moments.timing import LAST_USE, may_go
from notifications.outbox.about_registration import dates_of, registrations
from notifications.outbox.write import Saying
from notifications.texts.kinds import WORKSHOPS, Kind

_Fact = JournalEntry.Kind
SAYS: dict[str, Kind] = {
    _Fact.WORKSHOP_JOINED: Kind.WORKSHOP_REGISTERED,
    _Fact.SEAT_OFFERED: Kind.WORKSHOP_OFFER,
    _Fact.WORKSHOP_CANCELLED: Kind.WORKSHOP_CANCELLED,
    _Fact.WORKSHOP_CHANGED: Kind.WORKSHOP_CHANGED,
    _Fact.WORKSHOP_DATE_ADDED: Kind.WORKSHOP_DATE_ADDED,
}
GROWS = frozenset((*SAYS, _Fact.WORKSHOP_LEFT))
"""Facts after which what was queued about the registration goes no more, and there may be something left to say."""
NEWS = frozenset(
    {Kind.WORKSHOP_OFFER, Kind.WORKSHOP_CANCELLED, Kind.WORKSHOP_CHANGED, Kind.WORKSHOP_DATE_ADDED}
)
"""What somebody of the team tells where no channel can."""
_State = Registration.State
_SAID_WHILE: dict[Kind, tuple[str, ...]] = {
    Kind.WORKSHOP_REGISTERED: (_State.REGISTERED,),
    Kind.WORKSHOP_REMINDER: (_State.REGISTERED,),
    Kind.WORKSHOP_OFFER: (_State.OFFERED,),
    Kind.WORKSHOP_CHANGED: (_State.REGISTERED, _State.OFFERED),
    Kind.WORKSHOP_DATE_ADDED: (_State.REGISTERED,),
    Kind.WORKSHOP_CANCELLED: (_State.REGISTERED, _State.OFFERED, _State.OVER),
}


def registrations_of(entries: Iterable[JournalEntry]) -> dict[int, Registration]:
    """The registrations that these facts have something to say about. A few queries at most."""
    return registrations({e.registration_id for e in entries if e.kind in GROWS and e.registration_id})


def saying_of(
    entry: JournalEntry,
    known: Mapping[int, Registration],
    channels: Collection[str],
    behind: Mapping[int, Mapping[Kind, set[int]]],
    *,
    now: datetime,
) -> Saying | None:
    """What to write because of that fact, or None: an older one of several, or nobody to be told.

    `behind`: the dates of which the same was to be said before, by the registration. Dates added are told one by one.
    """
    registration = known.get(entry.registration_id or 0)
    if entry.origin != JournalEntry.Origin.LIVE or registration is None:
        return None
    if registration.version != entry.version:
        return None
    kind, own_doing = SAYS[entry.kind], entry.actor_id is None
    named = set(entry.data.get("dates", ()))
    late = behind.get(registration.pk, {})
    if kind is Kind.WORKSHOP_CHANGED and Kind.WORKSHOP_OFFER in late:
        return None  # Whoever is only now offered a seat reads the hours there.
    if kind is not Kind.WORKSHOP_DATE_ADDED:
        named |= late.get(kind, set())
    dates = dates_of(kind, registration, named, now=now)
    if not dates or not may_be_told(kind, registration):
        return None
    asked = own_doing and kind is Kind.WORKSHOP_REGISTERED and entry.channel != Appointment.Channel.SYSTEM
    # Two dates added one after the other are two messages.
    rule = str(dates[0].pk) if kind is Kind.WORKSHOP_DATE_ADDED else ""
    return saying_about(kind, registration, dates, channels, at=entry.at, asked=asked, rule=rule, now=now)


def saying_about(
    kind: Kind,
    registration: Registration,
    dates: list[WorkshopDate],
    channels: Collection[str],
    *,
    at: datetime,
    asked: bool = False,
    rule: str = "",
    now: datetime,
) -> Saying | None:
    """The way it goes, when, and until when it is of use; None when nobody is told that in that way."""
    route, until = route_to(registration.contact, channels), _until(kind, registration, dates, at)
    if route.channel == ChannelName.VOICE:
        route = Route(ChannelName.PEOPLE, why=Why.NO_CHANNEL)
    if route.channel == ChannelName.LETTER:
        limit = posting_limit(dates[0], registration)
        in_time = now < limit and kind is not Kind.WORKSHOP_OFFER
        route = route if in_time else Route(ChannelName.PEOPLE, why=Why.NO_TIME_TO_POST)
        until = min(until, limit) if in_time else until
    if until <= now or (route.channel == ChannelName.PEOPLE and kind not in NEWS):
        return None
    zone = ZoneInfo(registration.workshop.site.timezone)
    return Saying(
        kind=kind,
        route=route,
        send_after=may_go(kind, at=at, zone=zone, starts_at=dates[0].starts_at, asked=asked),
        expires_at=until,
        registration=registration,
        dates=tuple(dates),
        asked=asked,
        rule=rule,
    )


def may_be_told(kind: Kind, registration: Registration) -> bool:
    """Whether it is as that message says, of somebody who wants to be told."""
    people = list(registration.people.all())
    if not people or any(each.discreet or each.erased_at is not None for each in people):
        return False
    return registration.state in _SAID_WHILE[kind]


def posting_limit(date: WorkshopDate, registration: Registration) -> datetime:
    """From when on (UTC) a letter about that date comes too late."""
    site = registration.workshop.site
    day = date.starts_at.astimezone(ZoneInfo(site.timezone)).date()
    return post_by(day, holidays.days([day.year - 1, day.year], site.holidays), ZoneInfo(site.timezone))


def _until(kind: Kind, registration: Registration, dates: list[WorkshopDate], at: datetime) -> datetime:
    if kind is Kind.WORKSHOP_OFFER and registration.offer_until is not None:
        return registration.offer_until
    if kind is Kind.WORKSHOP_CANCELLED:
        return max(dates[0].starts_at, at + LAST_USE)
    return dates[-1].starts_at if kind is Kind.WORKSHOP_CHANGED else dates[0].starts_at


def standing_registrations(messages: Iterable[Message]) -> set[int]:
    """The messages among these that say something about a registration that is still so, to who is reached that way."""
    about = {each.pk: each for each in messages if each.kind in WORKSHOPS and each.registration_id}
    if not about:
        return set()
    now = registrations({each.registration_id for each in about.values() if each.registration_id})
    return {pk for pk, each in about.items() if still_so(each, now.get(each.registration_id or 0))}


def still_so(message: Message, registration: Registration | None) -> bool:
    """Whether the registration stands as the message tells it, and is about whoever is reached there."""
    if registration is None or registration.contact_id != message.contact_id:
        return False
    return registration.version == message.version and may_be_told(Kind(message.kind), registration)
