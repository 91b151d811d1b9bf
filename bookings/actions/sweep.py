"""What has run out by itself is deleted, or marked as history."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max

from bookings.actions.sweep_drop_ins import sweep_drop_ins
from bookings.models import Attempt, Change, Commitment, ConfirmationCode, Draft, KeptAnswer, LinkToken
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
        "answers": KeptAnswer.objects.filter(expires_at__lte=now),
        "links": LinkToken.objects.filter(expires_at__lte=now),
        "tries": Attempt.objects.filter(at__lte=now - _TRIES_KEPT),
    }
    # Never the last one: the numbers go on from it.
    last = Change.objects.aggregate(last=Max("number"))["last"]
    known = now - timedelta(days=settings.RETENTION_DAYS["identity"])
    gone["changes"] = Change.objects.filter(numbered_at__lte=known).exclude(number=last)
    counts = {name: rows.delete()[0] for name, rows in gone.items()}
    # A minute's grace: a cancellation being taken back this very second reads its own clock.
    expired = Commitment.objects.expired(now - timedelta(minutes=1))
    counts["holds"] = sum(expired.filter(pk=pk).delete()[0] for pk in expired.values_list("pk", flat=True))
    counts["told"] = settle(now)
    counts["turns"] = sweep_drop_ins(now)
    return counts
