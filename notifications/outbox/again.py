"""A contact was corrected or changed: what was told to the old one is told again to the new one, by its own channel.

What still waits for the old one never goes: the appointment has another version since, which a claim looks at. Here it is
only taken back sooner, with the number in it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from bookings.models import JournalEntry, WaitingOffer
from notifications.channels.routes import route_to
from notifications.models import Message, State
from notifications.moments.timing import may_go
from notifications.outbox.offers import WRITTEN_BY
from notifications.outbox.write import Saying
from notifications.texts.kinds import OF_ITS_MOMENT, Kind

CHANGED = JournalEntry.Kind.CONTACT_CHANGED
_TOLD = (State.SENT, State.DELIVERED)


def last_news(entries: Iterable[JournalEntry], kinds: Collection[str]) -> dict[int, JournalEntry]:
    """What was last to be said about the appointments whose contact has changed, by their ids. One query at most."""
    changed = {entry.appointment_id for entry in entries if entry.kind == CHANGED} - {None}
    if not changed:
        return {}
    news = JournalEntry.objects.filter(appointment__in=changed, kind__in=kinds).order_by("at", "pk")
    return {fact.appointment_id: fact for fact in news if fact.appointment_id}


def was_told(entry: JournalEntry) -> bool:
    """Whether a message about the appointment, as it was before its contact changed, had gone."""
    before = Message.objects.filter(appointment=entry.appointment_id, version=entry.version - 1)
    return before.filter(state__in=_TOLD).exists()


def take_back(entries: Iterable[JournalEntry], *, now: datetime) -> None:
    """What is queued for the old contacts goes no more."""
    changed = [entry for entry in entries if entry.kind == CHANGED]
    appointments = [entry.appointment_id for entry in changed if entry.appointment_id]
    waits = [entry.data["waiting"] for entry in changed if "waiting" in entry.data]
    queued = Message.objects.filter(state=State.QUEUED).exclude(kind__in=OF_ITS_MOMENT)
    ids: set[int] = set()
    if appointments:
        old = queued.filter(appointment__in=appointments, version__lt=F("appointment__version"))
        ids.update(old.values_list("pk", flat=True))
    if waits:
        offered = queued.filter(offer__entry__in=waits).exclude(contact=F("offer__entry__contact"))
        ids.update(offered.values_list("pk", flat=True))
    if ids:
        Message.objects.advance(ids, State.REPLACED, settled_at=now)


def offers_again(
    entries: Iterable[JournalEntry], channels: Collection[str], *, now: datetime
) -> list[Saying]:
    """The free times that people are being asked about, asked at the new contact. A few queries where there are any."""
    waits = [entry.data["waiting"] for entry in entries if entry.kind == CHANGED and "waiting" in entry.data]
    if not waits:
        return []
    standing = WaitingOffer.objects.filter(
        entry__in=waits,
        entry__resident__discreet=False,
        status=WaitingOffer.Status.OPEN,
        deadline__gt=now,
    )
    rows = standing.select_related(
        "entry__contact", "entry__topic", "entry__appointment", "site__commune"
    ).prefetch_related("messages")
    said = [_offer_again(offer, channels, now) for offer in rows]
    return [saying for saying in said if saying is not None]


def _offer_again(offer: WaitingOffer, channels: Collection[str], now: datetime) -> Saying | None:
    route = route_to(offer.entry.contact, channels)
    if route.channel not in WRITTEN_BY:
        return None
    asked = [message for message in offer.messages.all() if message.kind == Kind.OFFER]
    return Saying(
        kind=Kind.OFFER,
        route=route,
        send_after=may_go(Kind.OFFER, at=now, zone=ZoneInfo(offer.site.timezone)),
        expires_at=offer.deadline,
        offer=offer,
        instead_of=max(asked, key=lambda message: message.pk, default=None),
    )
