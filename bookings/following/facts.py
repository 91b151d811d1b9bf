"""The facts that say that somebody is followed: for those who follow them alone."""

from bookings.models import JournalEntry

_Kind = JournalEntry.Kind
FOLLOWING = frozenset(
    {_Kind.GOAL_SET, _Kind.GOAL_CHANGED, _Kind.STEP_ADDED, _Kind.STEP_CHANGED, _Kind.FOLLOWING_READ}
)
