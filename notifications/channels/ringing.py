"""When a telephone may ring, and what it rings for."""

from django.conf import settings

from notifications.models import ChannelName
from notifications.moments.timing import WRITTEN, Hours, call_hours
from notifications.texts.kinds import Kind

RINGS_FOR = frozenset({Kind.REMINDER, Kind.MOVED, Kind.CANCELLED_BY_US, Kind.CHOICE})
"""What a call is made for by itself: who has just booked by telephone or at a desk knows it."""
MOST_CALLS = 3
"""A call nobody answers is made so often, then somebody of the team takes over."""


def hours_of(channel: str) -> Hours:
    """When people may be disturbed by that channel."""
    return call_hours(*settings.CALL_HOURS) if channel == ChannelName.VOICE else WRITTEN


def all_hours() -> tuple[Hours, Hours]:
    """Those of every channel."""
    return hours_of(ChannelName.SMS), hours_of(ChannelName.VOICE)
