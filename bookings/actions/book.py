"""Booking: one function for the web page, the desk, the phone line, the SMS reply and the API."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError

from bookings.actions.lost import shown_since, too_late_for
from bookings.actions.promise import Beside, OpeningsChanged, promise
from bookings.actions.wish import Wish, refuse_wrong_time
from bookings.errors import NotOffered, SlotTaken
from bookings.models import Appointment, Commitment
from bookings.people.own_numbers import refuse_uncallable
from bookings.people.who import Actor
from bookings.records.once import already_booked
from bookings.times import search
from bookings.times.extra import extra_for
from bookings.times.outside import may_receive, outside


def book(
    wish: Wish, *, by: Actor, now: datetime, idempotency_key: str, beside: Beside | None = None
) -> Appointment:
    """Books a free time inside an opening; returns the appointment.

    Staff may take any minute, and so may whoever was offered or holds that time; anybody else takes a slot of the grid,
    or a time that costs no other slot. The mediator with the lightest day gets it; if they have just been taken, the next
    free one does. A time held for whoever asks (`hold_id`) is theirs, with the mediator it was held with.
    `outside` takes the time that the preferred mediator has, whatever `bookings.times.outside` says of openings, holidays,
    absences, closures and rooms; the fact says what was overridden. An interpreter, or a visit at home, takes more time than
    the topic does (`bookings.times.extra`): the time is taken only where that fits too.
    The same `idempotency_key` once more returns the first booking. `beside` makes rows that are saved with the new
    appointment, in the same transaction. Raises `SlotTaken` with three
    alternatives near, `TooSoon` or `TooFar` (staff may book sooner than the notice, never in the past),
    `NotOffered`, `NobodyToCall`, `TooManyAhead` (residents only), `InvalidContact`, `Busy`.
    """
    refuse_wrong_time(wish, by=by, now=now)
    refuse_uncallable(wish.mode, wish.reach, wish.participants)
    if wish.outside:
        return _book_outside(wish, _around(wish, now=now), by=by, now=now, key=idempotency_key, beside=beside)
    try:
        return _book_inside(wish, presuming=True, by=by, now=now, key=idempotency_key, beside=beside)
    except OpeningsChanged:
        return _book_inside(wish, presuming=False, by=by, now=now, key=idempotency_key, beside=beside)


def _around(wish: Wish, *, now: datetime, presuming: bool = False) -> search.Around:
    return search.Around(
        wish.topic,
        site_id=wish.site.pk,
        starts_at=wish.starts_at,
        now=now,
        preference=replace(wish.preference, way=wish.mode),
        extra=extra_for(wish.site, mode=wish.mode, preparation=wish.preparation),
        presuming=presuming,
    )


def _book_inside(
    wish: Wish, *, presuming: bool, by: Actor, now: datetime, key: str, beside: Beside | None
) -> Appointment:
    """With the first mediator who is free inside an opening. Raises `OpeningsChanged` where they were presumed wrongly."""
    around = _around(wish, now=now, presuming=presuming)
    any_minute = by.is_staff or wish.offered or wish.hold_id is not None
    offer = around.offer(ignoring=wish.hold_id, shown_since=None if any_minute else shown_since(now))
    presumed = around.presumed
    for mediator_id in _held_first(wish.hold_id, offer.mediator_ids):
        try:
            return promise(
                mediator_id, wish, offer.span, by=by, now=now, key=key, beside=beside, presumed=presumed
            )
        except SlotTaken:
            continue
        except IntegrityError:
            if (first := already_booked(key)) is not None:
                return first
            raise
    if (first := already_booked(key)) is not None:
        return first
    if not around.stands():
        raise OpeningsChanged
    raise too_late_for(around)


def _book_outside(
    wish: Wish, around: search.Around, *, by: Actor, now: datetime, key: str, beside: Beside | None
) -> Appointment:
    """Outside openings, with one mediator and no other; only staff may, and only who may receive on that topic."""
    mediator_id = wish.preference.mediator_id
    if not by.is_staff or mediator_id is None or not may_receive(wish.topic, mediator_id):
        raise NotOffered
    found = outside(around.topic, wish.site, mediator_id=mediator_id, starts_at=wish.starts_at, now=now)
    span = replace(around.span, rooms=None, machines=None, zone="")
    overridden = [each.value for each in found.overrides]
    try:
        return promise(mediator_id, wish, span, by=by, now=now, key=key, beside=beside, overridden=overridden)
    except (SlotTaken, IntegrityError) as refused:
        if (first := already_booked(key)) is not None:
            return first
        if isinstance(refused, SlotTaken):
            raise too_late_for(around) from refused
        raise


def _held_first(hold_id: int | None, mediator_ids: Sequence[int]) -> list[int]:
    """The mediator with whom the time is held comes before the others, who may be free then too."""
    if hold_id is None:
        return list(mediator_ids)
    held_with = Commitment.objects.filter(pk=hold_id).values_list("mediator_id", flat=True).first()
    return sorted(mediator_ids, key=lambda pk: pk != held_with)
