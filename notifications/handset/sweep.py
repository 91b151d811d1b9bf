"""What the telephones of a demonstration forget."""

from datetime import datetime, timedelta

from notifications.models import Handset, SimulatedCall, SimulatedMessage

_CALLS_KEPT = timedelta(days=1)
_MESSAGES_KEPT = timedelta(days=7)


def forget_telephones(*, now: datetime) -> None:
    """Calls go after a day; messages, and telephones that nobody has taken again, after a week."""
    SimulatedCall.objects.filter(started_at__lt=now - _CALLS_KEPT).delete()
    SimulatedMessage.objects.filter(received_at__lt=now - _MESSAGES_KEPT).delete()
    Handset.objects.filter(taken_at__lt=now - _MESSAGES_KEPT).delete()
