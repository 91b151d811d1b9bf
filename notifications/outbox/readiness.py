"""How late messages are, for `/readyz`."""

from django.utils import timezone

from mediation.health import Age
from notifications.models import Message

_LATE_AFTER_SECONDS = 300


def age_of_oldest_due() -> Age:
    """For how long the longest due message has been waiting for a worker to look at it."""
    now = timezone.now()
    due_at = Message.objects.due(now).values_list("due_at", flat=True).first()
    seconds = int((now - due_at).total_seconds()) if due_at else None
    return {"seconds": seconds, "late": seconds is not None and seconds > _LATE_AFTER_SECONDS}
