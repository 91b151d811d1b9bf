"""News of a workshop that had not left when the next came: said with it, so that nobody misses a date and nobody hears twice.

A message is about a registration as it stands: the next change makes what was still queued for it untrue, and it goes no
more. What it had to say stays to be said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bookings.models import JournalEntry, Registration
from notifications.models import Message, State
from notifications.outbox.about_registration import dates_of
from notifications.outbox.workshops import GROWS, NEWS, SAYS, may_be_told, saying_about
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind

Behind = dict[Kind, set[int]]
"""The dates that somebody has not heard of, by what is to be said of them; an offer names none."""

_GONE = (State.SENDING, State.SENT, State.DELIVERED, State.EXPIRED)


def behind_of(
    entries: Iterable[JournalEntry], known: Mapping[int, Registration], *, now: datetime
) -> dict[int, Behind]:
    """What was still to be said about the registrations of these facts before them. A few queries where there is any.

    `known`: the registrations. What is queued of it goes no more from here on: nobody sends what is said again.
    """
    last = {pk for each in entries if (pk := _last_of(each, known))}
    facts = _earlier(last, known) if last else []
    if not facts:
        return {}
    told = _told(known, {fact.registration_id or 0 for fact in facts}, now)
    found: defaultdict[int, Behind] = defaultdict(lambda: defaultdict(set))
    for fact in facts:
        kind, dates, pk = SAYS[fact.kind], set(fact.data.get("dates", ())), fact.registration_id or 0
        rule = str(min(dates)) if kind is Kind.WORKSHOP_DATE_ADDED else ""
        if told.get((pk, kind, rule), 0) < fact.version:
            found[pk][kind] |= dates
    return found


def _last_of(entry: JournalEntry, known: Mapping[int, Registration]) -> int:
    """The registration, where this fact is the last that changed it; else 0."""
    registration = known.get(entry.registration_id or 0)
    if registration is None or entry.kind not in GROWS:
        return 0
    return registration.pk if registration.version == entry.version > 1 else 0


def _earlier(ids: Collection[int], known: Mapping[int, Registration]) -> list[JournalEntry]:
    news = [fact for fact, kind in SAYS.items() if kind in NEWS]
    rows = JournalEntry.objects.filter(
        registration__in=ids, kind__in=news, origin=JournalEntry.Origin.LIVE
    ).order_by("pk")
    return [fact for fact in rows if fact.version < known[fact.registration_id or 0].version]


def _told(
    known: Mapping[int, Registration], ids: Collection[int], now: datetime
) -> Mapping[tuple[int, str, str], int]:
    """The last version that was told, or is about to be, by registration, kind and rule."""
    messages = Message.objects.filter(registration__in=ids, kind__in=NEWS)
    queued = messages.filter(state=State.QUEUED).values_list("pk", "registration", "version")
    stale = [pk for pk, registration, version in queued if version < known[registration].version]
    Message.objects.advance(stale, State.CANCELLED, settled_at=now)
    gone = messages.filter(state__in=(*_GONE, State.QUEUED)).order_by("version")
    rows = gone.values_list("registration", "kind", "rule", "version")
    return {(pk, kind, rule): version for pk, kind, rule, version in rows}


def said_late(
    behind: Mapping[int, Behind],
    said: Collection[Saying],
    known: Mapping[int, Registration],
    channels: Collection[str],
    *,
    now: datetime,
) -> list[Saying]:
    """What is to be said besides `said`, each kind once; a date that was added by itself, as it would have been."""
    with_them = {(each.registration.pk, each.kind) for each in said if each.registration}
    found = []
    for pk, kinds in behind.items():
        for kind, dates in kinds.items():
            # Whoever is only now offered a seat reads the hours there.
            needless = kind is Kind.WORKSHOP_CHANGED and Kind.WORKSHOP_OFFER in kinds
            if needless or ((pk, kind) in with_them and kind is not Kind.WORKSHOP_DATE_ADDED):
                continue
            found += _late(kind, known[pk], dates, channels, now=now)
    return found


def _late(
    kind: Kind, registration: Registration, named: set[int], channels: Collection[str], *, now: datetime
) -> list[Saying]:
    dates = dates_of(kind, registration, named, now=now)
    if not dates or not may_be_told(kind, registration):
        return []
    apart = kind is Kind.WORKSHOP_DATE_ADDED
    sayings = [
        saying_about(
            kind,
            registration,
            each,
            channels,
            at=now,
            rule=str(each[0].pk) if apart else "",
            now=now,
        )
        for each in ([[date] for date in dates] if apart else [dates])
    ]
    return [saying for saying in sayings if saying is not None]
