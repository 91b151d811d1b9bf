"""What is said to who waits for a time: one is free, or somebody else has it by now."""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings.models import JournalEntry, WaitingEntry, WaitingOffer
from notifications.channels.routes import route_to
from notifications.models import ChannelName, Message, State
from notifications.moments.timing import may_go
from notifications.outbox.write import Saying
from notifications.texts.kinds import OFFERS, Kind

SAYS: dict[str, Kind] = {
    JournalEntry.Kind.TIME_OFFERED: Kind.OFFER,
    JournalEntry.Kind.OFFER_GONE: Kind.OFFER_GONE,
}
WRITTEN_BY = (ChannelName.SMS, ChannelName.EMAIL)
"""How offers are written; whoever can only be called is called by the team (see the page of the waiting list)."""
_HAVE_IT = (State.SENT, State.DELIVERED)


def offers_of(entries: Iterable[JournalEntry]) -> dict[int, WaitingOffer]:
    """The offers these facts are about. One query at most."""
    named = {entry.data.get("offer", 0) for entry in entries if entry.kind in SAYS}
    rows = WaitingOffer.objects.filter(pk__in=named) if named else WaitingOffer.objects.none()
    rows = rows.select_related(
        "entry__contact", "entry__resident", "entry__topic", "entry__appointment", "site__commune"
    )
    return {row.pk: row for row in rows} if named else {}


def saying_of(
    entry: JournalEntry, offers: dict[int, WaitingOffer], channels: Collection[str], *, now: datetime
) -> Saying | None:
    """What to write about an offer; nothing to who is discreet, cannot be written to, or was not told of it."""
    kind, offer = SAYS[entry.kind], offers.get(entry.data.get("offer", 0))
    if offer is None or offer.entry.resident.discreet:
        return None
    route = route_to(offer.entry.contact, channels)
    until = offer.deadline if kind is Kind.OFFER else offer.starts_at
    if route.channel not in WRITTEN_BY or until <= now or not _of_use(kind, offer):
        return None
    zone = ZoneInfo(offer.site.timezone)
    return Saying(
        kind=kind, route=route, send_after=may_go(kind, at=entry.at, zone=zone), expires_at=until, offer=offer
    )


def _of_use(kind: Kind, offer: WaitingOffer) -> bool:
    if kind is Kind.OFFER:
        return offer.status == WaitingOffer.Status.OPEN
    return Message.objects.filter(offer=offer, kind=Kind.OFFER, state__in=_HAVE_IT).exists()


def standing_offers(messages: Iterable[Message]) -> set[int]:
    """The messages among these that say something about an offer that is still so, to who is reached that way. One query
    at most.
    """
    about = {each.pk: each.offer_id for each in messages if each.kind in OFFERS and each.offer_id}
    if not about:
        return set()
    waiting = WaitingOffer.objects.filter(
        pk__in=about.values(), entry__status=WaitingEntry.Status.WAITING, entry__resident__discreet=False
    )
    status = {
        (pk, contact): status for pk, contact, status in waiting.values_list("pk", "entry__contact", "status")
    }
    so = {Kind.OFFER: WaitingOffer.Status.OPEN, Kind.OFFER_GONE: WaitingOffer.Status.GONE}
    return {
        each.pk
        for each in messages
        if each.pk in about and status.get((each.offer_id or 0, each.contact_id or 0)) == so[Kind(each.kind)]
    }
