"""What is said to who has taken a number in a drop-in and left a mobile: the number, that their turn is near, and that nobody
receives there any more.

By SMS alone, and at once: whoever has none looks at the screen, and what comes late is of no use.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from bookings.dropin.states import WAITED_FOR, State
from bookings.models import JournalEntry, Turn
from notifications.channels.routes import route_to
from notifications.models import ChannelName, Message
from notifications.outbox.write import Saying
from notifications.texts.kinds import DROP_INS, Kind

SAYS: dict[str, Kind] = {
    JournalEntry.Kind.TURN_TAKEN: Kind.TURN_NUMBER,
    JournalEntry.Kind.TURN_NEAR: Kind.TURN_NEAR,
    JournalEntry.Kind.TURN_OFF: Kind.TURN_OFF,
}
_OF_USE = {
    Kind.TURN_NUMBER: timedelta(hours=1),
    Kind.TURN_NEAR: timedelta(minutes=20),
    Kind.TURN_OFF: timedelta(hours=2),
}


def turns_of(entries: Iterable[JournalEntry]) -> dict[int, Turn]:
    """The numbers that these facts are about, of people who can be told. One query at most."""
    named = {entry.data.get("turn", 0) for entry in entries if entry.kind in SAYS}
    if not named:
        return {}
    rows = Turn.objects.filter(pk__in=named, contact__isnull=False)
    return {row.pk: row for row in rows.select_related("contact", "day__site", "resident")}


def saying_of(
    entry: JournalEntry, turns: dict[int, Turn], channels: Collection[str], *, now: datetime
) -> Saying | None:
    """What to write, or None: nobody to tell, not by SMS, or too late."""
    turn, kind = turns.get(entry.data.get("turn", 0)), SAYS[entry.kind]
    if entry.origin != JournalEntry.Origin.LIVE or turn is None or turn.contact is None:
        return None
    route, until = route_to(turn.contact, channels), entry.at + _OF_USE[kind]
    discreet = turn.resident is not None and turn.resident.discreet
    if route.channel != ChannelName.SMS or until <= now or discreet or turn.state not in _said_to(kind):
        return None
    return Saying(
        kind=kind,
        route=route,
        # They stand in front of us: no hour is a quiet one.
        send_after=entry.at,
        expires_at=until,
        turn=turn,
        ahead=int(entry.data.get("ahead", 0)),
        asked=True,
    )


def _said_to(kind: str) -> Collection[str]:
    """Where somebody stands who is told that. Whoever is away for a while need not come back to a closed door."""
    return WAITED_FOR if kind == Kind.TURN_OFF else (State.WAITING,)


def standing_turns(messages: Iterable[Message]) -> set[int]:
    """The messages among these about somebody who still waits. One query at most."""
    about = {each.pk: each for each in messages if each.kind in DROP_INS and each.turn_id}
    if not about:
        return set()
    turns = Turn.objects.filter(pk__in=[each.turn_id for each in about.values()], contact__isnull=False)
    states = dict(turns.exclude(resident__discreet=True).values_list("pk", "state"))
    return {pk for pk, each in about.items() if states.get(each.turn_id or 0, "") in _said_to(each.kind)}
