"""What is said to a person whom a partner has referred: that they are invited, once more, and that we stop writing.

The first message says who referred and offers to refuse. Whoever is reached through the referrer, or not at all, is
written to by nobody; whom no channel reaches is called by a desk, where there is a number to call.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.actions.call_referred import ask_for_call
from bookings.actions.step import take_step
from bookings.models import Contact, JournalEntry, Referral
from bookings.people.contacts import BY_PHONE
from bookings.people.who import SYSTEM
from bookings.referrals.states import State, Who
from mediation.context import current_territory
from notifications.channels.ringing import hours_of
from notifications.channels.routes import route_to
from notifications.models import ChannelName, Message
from notifications.models import State as MessageState
from notifications.moments.timing import may_go
from notifications.outbox.about_referral import zone_of
from notifications.outbox.write import Saying
from notifications.texts.kinds import REFERRALS, Kind

_Fact = JournalEntry.Kind
SAYS: dict[str, Kind] = {
    _Fact.REFERRAL_INVITED: Kind.REFERRAL_INVITATION,
    # Their number was corrected while they were invited.
    _Fact.REFERRAL_CORRECTED: Kind.REFERRAL_INVITATION,
    _Fact.REFERRAL_CHASED: Kind.REFERRAL_CHASER,
    _Fact.REFERRAL_EXPIRED: Kind.REFERRAL_EXPIRED,
}
# The invitation stands again because a time they had does not: they know of both.
_KNOWN_SINCE = frozenset({State.BOOKED, State.MET})
_BY_THE_REFERRER = frozenset({Contact.Kind.THROUGH, Contact.Kind.NONE})
_SAID_IN = {
    Kind.REFERRAL_INVITATION: State.INVITED,
    Kind.REFERRAL_CHASER: State.INVITED,
    Kind.REFERRAL_EXPIRED: State.EXPIRED,
}
_HAD = (MessageState.SENT, MessageState.DELIVERED)


def referrals_of(entries: Iterable[JournalEntry]) -> dict[int, Referral]:
    """The referrals that these facts have something to say about. One query at most."""
    named = {entry.referral_id for entry in entries if entry.kind in SAYS and entry.referral_id}
    rows = Referral.objects.filter(pk__in=named).select_related("partner", "site", "contact", "resident")
    return {row.pk: row for row in rows} if named else {}


def saying_of(
    entry: JournalEntry, referrals: dict[int, Referral], channels: Collection[str], *, now: datetime
) -> Saying | None:
    """What to write because of that fact, or None. Where only a call is left, a desk is asked for it."""
    referral = referrals.get(entry.referral_id or 0)
    if referral is None or referral.contact is None or not _is_news(entry, referral):
        return None
    kind, contact = SAYS[entry.kind], referral.contact
    if not _may_be_told(referral, kind) or contact.kind in _BY_THE_REFERRER:
        return None
    route = route_to(contact, channels)
    if route.channel == ChannelName.PEOPLE:
        if kind is not Kind.REFERRAL_EXPIRED:
            no_channel_left(referral.pk, phone=contact.kind in BY_PHONE, now=now)
        return None
    if route.channel == ChannelName.VOICE and kind is Kind.REFERRAL_EXPIRED:
        return None  # Nobody's telephone rings to say that it will ring no more.
    return Saying(
        kind=kind,
        route=route,
        send_after=may_go(
            kind,
            at=entry.at,
            zone=ZoneInfo(zone_of(referral, current_territory())),
            hours=hours_of(route.channel),
        ),
        expires_at=_of_use_until(kind, referral, now),
        referral=referral,
        rule=str(entry.data.get("number", "")),
    )


def _is_news(entry: JournalEntry, referral: Referral) -> bool:
    """Whether this fact is to be told: not an older one of several, nor what they did themselves."""
    if entry.origin != JournalEntry.Origin.LIVE:
        return False
    if entry.kind == _Fact.REFERRAL_CORRECTED:
        return "contact" in entry.data.get("fields", ())
    if entry.kind == _Fact.REFERRAL_INVITED:
        known = entry.data.get("was") in _KNOWN_SINCE or entry.data.get("who") == Who.PERSON
        return not known and entry.data.get("referral_version") == referral.version
    if entry.kind == _Fact.REFERRAL_CHASED:
        # A letter nobody has posted yet, an SMS that waits for the morning: no reminder of what they have not read.
        return not Message.objects.filter(referral=referral, state=MessageState.QUEUED).exists()
    if entry.kind == _Fact.REFERRAL_EXPIRED:
        if entry.data.get("was") == State.MISSED:
            return False  # They had a time: "no answer" is not true of them.
        return Message.objects.filter(referral=referral, state__in=_HAD).exists()
    return True


def _may_be_told(referral: Referral, kind: Kind) -> bool:
    resident = referral.resident
    if resident is None or resident.discreet or resident.erased_at is not None:
        return False
    return referral.at is _SAID_IN[kind] and not (kind is Kind.REFERRAL_CHASER and referral.answered_at)


def _of_use_until(kind: Kind, referral: Referral, now: datetime) -> datetime:
    soon = now + timedelta(days=3)
    if kind is Kind.REFERRAL_EXPIRED or referral.expires_at is None:
        return soon
    return max(referral.expires_at, soon)


def no_channel_left(referral_id: int, *, phone: bool, now: datetime) -> None:
    """A message cannot reach them: a desk calls, or the referrer is asked for a better way."""
    if phone:
        ask_for_call(referral_id, by=SYSTEM, now=now)
    elif Referral.objects.filter(pk=referral_id, state=State.INVITED).exists():
        take_step(referral_id, State.UNREACHABLE, who=Who.SYSTEM, by=SYSTEM, now=now)


def standing_referrals(messages: Iterable[Message]) -> set[int]:
    """The messages among these that say something about a referral that is still so, to who is reached that way. One query
    at most.
    """
    about = {each.pk: each for each in messages if each.kind in REFERRALS and each.referral_id}
    if not about:
        return set()
    rows = Referral.objects.filter(pk__in={each.referral_id for each in about.values()})
    now = {row.pk: row for row in rows.select_related("resident")}
    return {pk for pk, each in about.items() if still_so(each, now.get(each.referral_id or 0))}


def still_so(message: Message, referral: Referral | None) -> bool:
    """Whether the referral stands as the message tells it, and is about whoever is reached there."""
    kind = Kind(message.kind)
    if referral is None or referral.contact_id != message.contact_id:
        return False
    return _may_be_told(referral, kind)
