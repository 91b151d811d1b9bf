"""From facts to messages: reads new journal entries and writes into the outbox what residents should hear.

An entry is read once: it bears our own mark (`told_at`), set in the transaction that writes its messages. Two
composers at once share the work (row locks, skip locked; on SQLite writers take turns).
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from bookings.models import Appointment, ConfirmationCode, JournalEntry
from bookings.records.told import Why
from notifications.channels import available
from notifications.channels.ringing import RINGS_FOR, hours_of
from notifications.channels.routes import Route, is_discreet, route_to, team_must_tell
from notifications.models import BY_THE_TEAM, ChannelName, Message, State
from notifications.moments.timing import expires_at, may_go
from notifications.outbox import again, facts, today
from notifications.outbox import write as outbox
from notifications.outbox.by_letter import letter_or_team, moved_from
from notifications.outbox.drop_ins import SAYS as TURNS
from notifications.outbox.drop_ins import saying_of as saying_of_turn
from notifications.outbox.drop_ins import turns_of
from notifications.outbox.offers import SAYS as OFFERED
from notifications.outbox.offers import offers_of, saying_of
from notifications.outbox.referred import SAYS as REFERRED
from notifications.outbox.referred import referrals_of
from notifications.outbox.referred import saying_of as saying_of_referral
from notifications.outbox.surveys import SAYS as SURVEYS
from notifications.outbox.surveys import expected_soon, seats_of
from notifications.outbox.surveys import saying_of as saying_of_survey
from notifications.outbox.workshop_behind import behind_of, said_late
from notifications.outbox.workshops import SAYS as WORKSHOPS
from notifications.outbox.workshops import registrations_of
from notifications.outbox.workshops import saying_of as saying_of_registration
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind

logger = logging.getLogger(__name__)

# Small: on SQLite nobody else writes while a batch is being written.
BATCH = 50

SAYS: dict[str, Kind] = {
    JournalEntry.Kind.BOOKED: Kind.CONFIRMATION,
    JournalEntry.Kind.RESTORED: Kind.CONFIRMATION,
    JournalEntry.Kind.MOVED: Kind.MOVED,
    JournalEntry.Kind.CANCELLED_BY_US: Kind.CANCELLED_BY_US,
    JournalEntry.Kind.CANCELLED_BY_RESIDENT: Kind.CANCELLED_BY_YOU,
    JournalEntry.Kind.TIMES_ASKED: Kind.CHOICE,
}


def compose(*, now: datetime) -> int:
    """Reads every entry that is not read yet; the number of messages written."""
    written = 0
    while JournalEntry.objects.filter(told_at__isnull=True).exists():
        with transaction.atomic():
            entries = list(_unread()[:BATCH])
            if not entries:
                break  # Another composer has them.
            written += _compose_carefully(entries, now)
            JournalEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(told_at=now)
    return written


def _unread() -> QuerySet[JournalEntry]:
    return (
        JournalEntry.objects.filter(told_at__isnull=True)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("appointment__site__commune", "appointment__contact")
        .prefetch_related("appointment__participants")
        .order_by("pk")
    )


def _compose_carefully(entries: list[JournalEntry], now: datetime) -> int:
    """One entry that cannot be told must not keep everybody else from hearing: it is left to the team."""
    try:
        with transaction.atomic():
            return _compose(entries, now)
    except Exception as error:
        if len(entries) > 1:
            return sum(_compose_carefully([entry], now) for entry in entries)
        entry = entries[0]
        logger.error("entry %s cannot be told: %s", entry.pk, type(error).__name__)
        lost = Message(
            appointment_id=entry.appointment_id,
            referral_id=entry.referral_id,
            registration_id=entry.registration_id,
            organisation_id=entry.organisation_id,
            version=entry.version,
            kind=SAYS.get(entry.kind, ""),
            channel=ChannelName.PEOPLE,
            why=Why.UNKNOWN,
        )
        facts.append(JournalEntry.Kind.NOT_TOLD, [lost], now=now)
        return 0


def _compose(entries: list[JournalEntry], now: datetime) -> int:
    channels = available()
    codes, offers = _codes(entries), offers_of(entries)
    registrations, turns = registrations_of(entries), turns_of(entries)
    news, referrals = again.last_news(entries, SAYS), referrals_of(entries)
    last_of_today, soon, seats = today.last_of(entries), expected_soon(entries), seats_of(entries)
    behind = behind_of(entries, registrations, now=now)

    def said_of(entry: JournalEntry) -> Saying | None:
        if entry.kind in OFFERED:
            return saying_of(entry, offers, channels, now=now)
        if entry.kind in REFERRED:
            return saying_of_referral(entry, referrals, channels, now=now)
        if entry.kind in today.SAYS:
            return today.saying_of(entry, last_of_today, channels, now=now)
        if entry.kind in TURNS:
            return saying_of_turn(entry, turns, channels, now=now)
        if entry.kind in SURVEYS:
            return saying_of_survey(entry, channels, soon, seats)
        if entry.kind in WORKSHOPS:
            return saying_of_registration(entry, registrations, channels, behind, now=now)
        return _saying(entry, codes, news, channels, now)

    said = [said_of(entry) for entry in entries]
    sayings = [saying for saying in said if saying is not None]
    sayings += again.offers_again(entries, channels, now=now)
    sayings += said_late(behind, sayings, registrations, channels, now=now)
    written = outbox.put(sayings, now=now) if sayings else 0
    outbox.hand_to_people([s for s in sayings if s.route.channel == ChannelName.PEOPLE], now=now)
    _told_by_the_team(entries, now)
    _fall_silent(entries, now)
    again.take_back(entries, now=now)
    if codes:
        ConfirmationCode.objects.filter(pk__in=codes).update(clear="")
    return written


def _saying(
    entry: JournalEntry,
    codes: Mapping[int, ConfirmationCode],
    news: Mapping[int, JournalEntry],
    channels: frozenset[str],
    now: datetime,
) -> Saying | None:
    if entry.origin != JournalEntry.Origin.LIVE:
        return None
    if entry.kind == JournalEntry.Kind.CODE_REQUESTED:
        return _code(entry, codes.get(entry.data.get("code_id", 0)), channels, now)
    appointment, fact = entry.appointment, entry
    if entry.kind == again.CHANGED:
        fact = news.get(entry.appointment_id or 0, entry)
    kind = SAYS.get(fact.kind)
    if (
        kind is None
        or appointment is None
        or appointment.version != entry.version
        or is_discreet(appointment)
        or ("question" in fact.data and kind is not Kind.CHOICE)
    ):
        return None
    if entry.channel == Appointment.Channel.SMS:
        return None  # Answered in the conversation (see `talk/conversation.py`).
    own_doing = fact.actor_id is None and fact.channel != Appointment.Channel.SYSTEM
    asked = own_doing and fact is entry
    route = route_to(appointment.contact, channels)
    until = expires_at(kind, said_at=entry.at, starts_at=appointment.starts_at)
    if route.channel == ChannelName.LETTER:
        route, limit = letter_or_team(route, kind, appointment, was=moved_from(fact), now=now)
        until = limit or until
    if until <= now or not _is_said_so(entry, kind, route, own_doing=own_doing):
        return None
    zone = ZoneInfo(appointment.site.timezone)
    return Saying(
        kind=kind,
        route=route,
        send_after=may_go(
            kind,
            at=entry.at,
            zone=zone,
            starts_at=appointment.starts_at,
            asked=asked,
            hours=hours_of(route.channel),
        ),
        expires_at=until,
        appointment=appointment,
        asked=asked,
    )


def _is_said_so(entry: JournalEntry, kind: Kind, route: Route, *, own_doing: bool) -> bool:
    """Whether that is a way by which this is said: the team tells news only, and a telephone rings for little; at a new
    contact for whatever is told again.
    """
    retold = entry.kind == again.CHANGED
    if route.channel == ChannelName.PEOPLE:
        return team_must_tell(kind, asked=own_doing) and not (retold and again.was_told(entry))
    return retold or route.channel != ChannelName.VOICE or (not own_doing and kind in RINGS_FOR)


def _code(
    entry: JournalEntry, code: ConfirmationCode | None, channels: frozenset[str], now: datetime
) -> Saying | None:
    """A code goes to the telephone or mailbox it is about, at once or not at all."""
    if code is None or not code.clear or code.expires_at <= now:
        return None
    channel = ChannelName.EMAIL if "@" in code.phone else ChannelName.SMS
    if channel not in channels:
        return None
    return Saying(
        kind=Kind.CODE,
        route=Route(channel, code.phone),
        send_after=now,
        expires_at=code.expires_at,
        code=code,
        asked=True,
        asked_by=entry.organisation_id,
    )


def _codes(entries: list[JournalEntry]) -> dict[int, ConfirmationCode]:
    asked_for = [
        entry.data.get("code_id") for entry in entries if entry.kind == JournalEntry.Kind.CODE_REQUESTED
    ]
    return ConfirmationCode.objects.in_bulk([pk for pk in asked_for if pk]) if asked_for else {}


def _fall_silent(entries: list[JournalEntry], now: datetime) -> None:
    """Whoever has just chosen discretion is not told what was still waiting, by the team either.

    What is on its way by now is known when it has gone; a claim looks at discretion once more.
    """
    chose = JournalEntry.Kind.RESIDENT_CHANGED
    people = [e.resident_id for e in entries if e.kind == chose and "discreet" in e.data.get("fields", ())]
    if people:
        waiting = Message.objects.filter(state=State.QUEUED)
        about = Q(appointment__participants__in=people, appointment__participants__discreet=True)
        referred = Q(referral__resident__in=people, referral__resident__discreet=True)
        offered = Q(offer__entry__resident__in=people, offer__entry__resident__discreet=True)
        registered = Q(registration__people__in=people, registration__people__discreet=True)
        to_do = Q(step__resident__in=people, step__resident__discreet=True)
        theirs = waiting.filter(about | offered | referred | registered | to_do)
        waiting.advance(set(theirs.values_list("pk", flat=True)), State.CANCELLED, settled_at=now)


def _told_by_the_team(entries: list[JournalEntry], now: datetime) -> None:
    told = [e.appointment_id for e in entries if e.kind == JournalEntry.Kind.TOLD_BY_STAFF]
    registered = [e.registration_id for e in entries if e.kind == JournalEntry.Kind.TOLD_BY_STAFF]
    if told:
        waiting = Message.objects.filter(
            Q(appointment__in=_some(told)) | Q(registration__in=_some(registered)),
            channel__in=BY_THE_TEAM,
            state=State.QUEUED,
        ).values_list("pk", flat=True)
        Message.objects.advance(list(waiting), State.DELIVERED, settled_at=now)


def _some(ids: Iterable[int | None]) -> list[int]:
    return [pk for pk in ids if pk]
