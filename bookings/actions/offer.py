"""Times that are free are offered to who waits for them; the first to say yes gets them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from bookings.actions.book import book
from bookings.actions.end_wait import end
from bookings.actions.move import move
from bookings.actions.referred_waiting import served
from bookings.actions.wish import Wish
from bookings.errors import NotStanding, OfferOver, SlotTaken
from bookings.models import Appointment, JournalEntry, Resident, WaitingEntry, WaitingOffer
from bookings.people.who import SYSTEM, Actor, Participant, WayToReach
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times import search
from bookings.times.wishes import wish_of
from bookings.waiting.queue import Asked
from mediation.celery import nudge
from mediation.models import Site

Status = WaitingOffer.Status
_MAY_BE_ACCEPTED = (Status.OPEN, Status.EXPIRED, Status.DECLINED)
OFFER_SWEEP = "bookings.tasks.offer_times"


@short_transaction
def ask(asked: Asked, *, now: datetime) -> WaitingOffer | None:
    """Asks somebody about a time; None if they have left the list or been asked meanwhile."""
    entry = WaitingEntry.objects.select_for_update(of=("self",)).filter(pk=asked.entry).waiting(now).first()
    if entry is None or _asked_today(entry, asked.site, now):
        return None
    offer, new = WaitingOffer.objects.get_or_create(
        entry=entry,
        site_id=asked.site,
        starts_at=asked.starts_at,
        defaults={"deadline": asked.deadline, "offered_at": now},
    )
    if new:
        _note(JournalEntry.Kind.TIME_OFFERED, offer, by=SYSTEM, now=now)
    return offer if new else None


def _asked_today(entry: WaitingEntry, site_id: int, now: datetime) -> bool:
    """Whether this person has been asked about any time today (the site's day), under a lock on who they are."""
    Resident.objects.select_for_update().get(pk=entry.resident_id)
    theirs = WaitingOffer.objects.filter(entry__resident=entry.resident_id)
    zone = ZoneInfo(Site.objects.values_list("timezone", flat=True).get(pk=site_id))
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return theirs.filter(Q(status=Status.OPEN, entry=entry) | Q(offered_at__gte=today)).exists()


def accept(offer_id: int, *, by: Actor, now: datetime) -> Appointment:
    """The time becomes an appointment, or theirs moves there. Once more returns the same appointment.

    After its deadline, or after a no, an offer may still be accepted while the time is free and they wait. Raises
    `OfferOver` when somebody else has it or they have left the list, and whatever `book` or `move` refuse.
    """
    offer = WaitingOffer.objects.select_related(
        "entry__appointment__site", "entry__appointment__topic", "entry__topic", "entry__resident", "site"
    ).get(pk=offer_id)
    if offer.status == Status.TAKEN and offer.entry.appointment is not None:
        return offer.entry.appointment
    if offer.status not in _MAY_BE_ACCEPTED:
        raise OfferOver
    try:
        appointment = _accepted(offer, by=by, now=now)
    except SlotTaken:
        withdraw(offer.pk, now=now)
        raise OfferOver from None
    # The others who were asked about it are told.
    nudge(OFFER_SWEEP)
    return appointment


@short_transaction
def _accepted(offer: WaitingOffer, *, by: Actor, now: datetime) -> Appointment:
    """Locks of the calendar come first, rows of the list after them (see `bookings.transactions`)."""
    appointment = _had(offer, by=by, now=now)
    entry = WaitingEntry.objects.select_for_update(of=("self",)).get(pk=offer.entry_id)
    standing = WaitingOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if entry.status != WaitingEntry.Status.WAITING or standing.status not in _MAY_BE_ACCEPTED:
        raise OfferOver
    entry.offers.filter(status=Status.OPEN).update(status=Status.DECLINED, answered_at=now)
    standing.status, standing.answered_at = Status.TAKEN, now
    standing.save(update_fields=["status", "answered_at"])
    entry.appointment = appointment
    end(entry, WaitingEntry.Status.SERVED, now=now)
    served(entry, appointment, by=by, now=now)
    return appointment


def _had(offer: WaitingOffer, *, by: Actor, now: datetime) -> Appointment:
    entry, starts_at = offer.entry, offer.starts_at
    if entry.appointment is not None:
        if entry.appointment.status != Appointment.Status.BOOKED:
            raise NotStanding
        return move(entry.appointment, starts_at=starts_at, site=offer.site, by=by, now=now, offered=True)
    wish = Wish(
        topic=entry.topic,
        site=offer.site,
        starts_at=starts_at,
        participants=[Participant(entry.resident.name, resident_id=entry.resident_id)],
        reach=WayToReach(entry.contact.kind, entry.contact.value, shared=entry.contact.shared),
        language=entry.language,
        preference=wish_of(entry.wish),
        mode=entry.mode,
        offered=True,
    )
    return book(wish, by=by, now=now, idempotency_key=f"offer-{offer.pk}")


@short_transaction
def decline(offer_id: int, *, by: Actor, now: datetime) -> WaitingOffer:
    """Somebody does not want that time and stays on the list. Once more changes nothing. Raises `OfferOver`."""
    offer = WaitingOffer.objects.select_for_update(of=("self",)).get(pk=offer_id)
    if offer.status == Status.TAKEN:
        raise OfferOver
    if offer.status == Status.OPEN:
        _answered(offer, Status.DECLINED, now=now)
        _note(JournalEntry.Kind.OFFER_DECLINED, offer, by=by, now=now)
        nudge(OFFER_SWEEP)
    return offer


@short_transaction
def withdraw(offer_id: int, *, now: datetime) -> None:
    """Somebody else has the time: whoever was being asked is told. Only an offer that stands can be withdrawn."""
    offer = WaitingOffer.objects.select_for_update(of=("self",)).get(pk=offer_id)
    if offer.status in (Status.OPEN, Status.EXPIRED):
        open_still = offer.status == Status.OPEN
        _answered(offer, Status.GONE, now=now)
        if open_still:
            _note(JournalEntry.Kind.OFFER_GONE, offer, by=SYSTEM, now=now)


def can_still_be_had(offer: WaitingOffer, *, now: datetime) -> bool:
    """Whether the time of an offer is free with who was asked for, for whoever accepts first."""
    around = search.Around(
        offer.entry.topic,
        site_id=offer.site_id,
        starts_at=offer.starts_at,
        now=now,
        preference=wish_of(offer.entry.wish),
    )
    own = offer.entry.appointment.commitment_id if offer.entry.appointment is not None else None
    return bool(around.offer(ignoring=own).mediator_ids)


def _answered(offer: WaitingOffer, status: str, *, now: datetime) -> None:
    offer.status, offer.answered_at = status, now
    offer.save(update_fields=["status", "answered_at"])


def _note(kind: JournalEntry.Kind, offer: WaitingOffer, *, by: Actor, now: datetime) -> None:
    entry = offer.entry
    note(
        kind,
        by=by,
        now=now,
        appointment=entry.appointment,
        resident_id=entry.resident_id,
        organisation_id=offer.site.organisation_id,
        offer=offer.pk,
    )
