"""Somebody came too late for a time: what they are shown instead, and since when a time counts as shown."""

from datetime import datetime, timedelta

from django.conf import settings

from bookings.errors import Busy, SlotTaken
from bookings.models import Attempt
from bookings.records.transactions import short_transaction
from bookings.times.search import Around
from mediation.crypto import keyed_hash

_SCOPE = "lost time"
_TOGETHER = timedelta(minutes=10)
"""Whoever loses the same time within so long chooses beside the others."""


def shown_since(now: datetime) -> datetime:
    """The earliest moment at which a time somebody asks for now can have been shown to them."""
    return now - timedelta(minutes=settings.DRAFT_MINUTES)


def too_late_for(around: Around) -> SlotTaken:
    """The error to raise, with three times near.

    The first to lose a time hears the nearest three, the next one the three after those: shown the same ones, all but
    three of a crowd would lose again.
    """
    return SlotTaken(around.nearest(place=_place_among_losers(around)))


def _place_among_losers(around: Around) -> int:
    """How many have lost this time just before; committed one by one, so that they see each other."""
    key = keyed_hash(_SCOPE, f"{around.site_id} {around.topic.pk} {around.starts_at.timestamp():.0f}")
    try:
        lost = _note(key, around.now)
    except Busy:
        return 0
    earlier = Attempt.objects.filter(scope=_SCOPE, key=key, at__gt=around.now - _TOGETHER, pk__lt=lost.pk)
    return earlier.count()


@short_transaction
def _note(key: str, now: datetime) -> Attempt:
    return Attempt.objects.create(scope=_SCOPE, key=key, at=now)
