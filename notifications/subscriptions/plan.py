"""From the change feed to deliveries: each target reads on from the number it has come to."""

from datetime import datetime

from django.db import transaction

from bookings.models import Change
from notifications.models import WebhookDelivery, WebhookTarget

BATCH = 500


def plan(*, now: datetime) -> int:
    """Makes a delivery of each change that a target has not been told; how many. A paused target reads on later."""
    planned = 0
    for target_id in WebhookTarget.objects.filter(paused_at=None).values_list("pk", flat=True):
        while (came := _plan(target_id, now)) is not None:
            planned += came
    return planned


def _plan(target_id: int, now: datetime) -> int | None:
    """The next batch of one target: how many deliveries, None when it has read everything or another worker is at it."""
    with transaction.atomic():
        rows = WebhookTarget.objects.select_for_update(skip_locked=True, of=("self",))
        target = rows.filter(pk=target_id, paused_at=None).first()
        if target is None:
            return None
        news = list(Change.objects.after(target.planned_to, audience_id=target.organisation_id)[:BATCH])
        if not news:
            return None
        wanted = target.told_of(Change.objects.filter(pk__in=[each.pk for each in news])).order_by("number")
        made = WebhookDelivery.objects.bulk_create(
            [
                WebhookDelivery(
                    target=target, change=each, referral_id=each.referral_id, due_at=now, created_at=now
                )
                for each in wanted
            ],
            # Sent again by hand meanwhile: it has its row.
            ignore_conflicts=True,
        )
        WebhookTarget.objects.filter(pk=target_id).update(planned_to=news[-1].number)
    return len(made)
