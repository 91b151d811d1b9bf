"""Keeping a time for somebody who is still deciding: a commitment that runs out by itself."""

from datetime import datetime, timedelta

from django.conf import settings

from bookings.actions.lost import too_late_for
from bookings.actions.take import locks_for, take
from bookings.errors import SlotTaken, TooFar, TooSoon
from bookings.locks import Scope, lock
from bookings.models import Commitment
from bookings.records.transactions import short_transaction
from bookings.times import search
from bookings.times.span import Span
from mediation.models import Site, Topic


def hold(topic: Topic, site: Site, *, starts_at: datetime, now: datetime) -> Commitment:
    """Keeps a free time (aware) for `HOLD_MINUTES`, with the mediator whose day is lightest.

    `book` turns it into an appointment when it is given its id; `release` frees it sooner. It says nothing to
    anybody and leaves no fact. Raises `SlotTaken` with the three nearest alternatives, `TooSoon`, `TooFar`, `Busy`.
    """
    # The notice counts from when the time was read out, which takes a while.
    kept = timedelta(minutes=settings.HOLD_MINUTES)
    if starts_at < max(now, now + timedelta(minutes=topic.notice_min) - kept):
        raise TooSoon
    if starts_at > now + timedelta(days=topic.horizon_days):
        raise TooFar
    around = search.Around(topic, site_id=site.pk, starts_at=starts_at, now=now)
    offer = around.offer()
    for mediator_id in offer.mediator_ids:
        try:
            return _hold_with(mediator_id, offer.span, now=now)
        except SlotTaken:
            continue
    raise too_late_for(around)


@short_transaction
def _hold_with(mediator_id: int, span: Span, *, now: datetime) -> Commitment:
    lock(locks_for(span, mediator_id))
    until = now + timedelta(minutes=settings.HOLD_MINUTES)
    return take(span, mediator_id=mediator_id, now=now, held_until=until)


@short_transaction
def release(hold_id: int) -> bool:
    """Frees a time that was held and not booked; whether there was one. Once more changes nothing."""
    mediator_id = Commitment.objects.filter(pk=hold_id).values_list("mediator_id", flat=True).first()
    if mediator_id is None:
        return False
    lock([(Scope.MEDIATOR, mediator_id)])
    only_held = Commitment.objects.filter(pk=hold_id, held_until__isnull=False, appointment__isnull=True)
    return bool(only_held.delete()[0])


def keep(hold_id: int | None, span: Span, *, mediator_id: int, now: datetime) -> Commitment | None:
    """The hold as a commitment for good, under locks already held: None if it has run out or is another time."""
    if hold_id is None:
        return None
    held = Commitment.objects.filter(
        pk=hold_id,
        mediator_id=mediator_id,
        site_id=span.site_id,
        starts_at=span.taken_from,
        ends_at=span.free_again_at,
        held_until__gt=now,
        appointment__isnull=True,
    )
    return Commitment.objects.get(pk=hold_id) if held.update(held_until=None) else None
