"""What has run out by itself is deleted, or marked as history."""

from datetime import datetime, timedelta

from bookings.models import Attempt, Commitment, ConfirmationCode, Draft, LinkToken
from bookings.records.told import settle
from bookings.records.transactions import short_transaction

# Tries are counted over a day at most; codes are kept a little for the limits per number.
_TRIES_KEPT = timedelta(days=2)


@short_transaction
def sweep(*, now: datetime) -> dict[str, int]:
    """How many rows, by name. Holds that have expired are free already: their rows only take place."""
    gone = {
        "drafts": Draft.objects.filter(expires_at__lte=now),
        "codes": ConfirmationCode.objects.filter(expires_at__lte=now - _TRIES_KEPT),
        "links": LinkToken.objects.filter(expires_at__lte=now),
        "tries": Attempt.objects.filter(at__lte=now - _TRIES_KEPT),
    }
    counts = {name: rows.delete()[0] for name, rows in gone.items()}
    # A minute's grace: a cancellation being taken back this very second reads its own clock.
    expired = Commitment.objects.expired(now - timedelta(minutes=1))
    counts["holds"] = sum(expired.filter(pk=pk).delete()[0] for pk in expired.values_list("pk", flat=True))
    counts["told"] = settle(now)
    return counts
