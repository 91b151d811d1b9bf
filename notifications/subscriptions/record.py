"""Writing down what receivers answered, and what that means for their targets."""

import random
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.calling import Reply
from notifications.subscriptions.retries import is_given_up, retry_at

_State = WebhookDelivery.State
_GONE = 410
_WRITTEN = ("state", "due_at", "claimed_by", "attempts", "attempted_at", "status", "answer", "trouble")


def record(answers: Sequence[tuple[WebhookDelivery, Reply]], *, worker: str, now: datetime) -> None:
    """Writes answers down in one transaction; of a delivery that another worker has by now, nothing."""
    with transaction.atomic():
        ids = [delivery.pk for delivery, _ in answers]
        ours = WebhookDelivery.objects.filter(pk__in=ids, claimed_by=worker).select_for_update(of=("self",))
        held = set(ours.order_by("pk").values_list("pk", flat=True))
        written = [(delivery, reply) for delivery, reply in answers if delivery.pk in held]
        for delivery, reply in written:
            _note(delivery, reply, now)
        WebhookDelivery.objects.bulk_update([delivery for delivery, _ in written], _WRITTEN)
        _targets(written, now)


def _note(delivery: WebhookDelivery, reply: Reply, now: datetime) -> None:
    delivery.attempts += 1
    delivery.attempted_at, delivery.claimed_by = now, ""
    delivery.status, delivery.answer, delivery.trouble = reply.status, reply.excerpt, reply.trouble
    if reply.taken:
        delivery.state, delivery.due_at = _State.TAKEN, None
        return
    chance = random.random()  # noqa: S311 - when to try again is no secret
    delivery.due_at = retry_at(delivery.attempts, now, chance)
    if delivery.due_at is None or delivery.change_id is None:
        # A trial is tried once: somebody is waiting for what came of it.
        delivery.state, delivery.due_at = _State.GIVEN_UP, None


def _targets(written: Sequence[tuple[WebhookDelivery, Reply]], now: datetime) -> None:
    """A target that takes something is well again, and gets the rest at once; one that takes nothing is noted as failing,
    paused after three days, and at once when the receiver says that it is gone.
    """
    took = {delivery.target_id for delivery, reply in written if reply.taken}
    gone = {delivery.target_id for delivery, reply in written if reply.status == _GONE}
    targets = WebhookTarget.objects.filter(paused_at=None)
    for pk in sorted(took - gone):
        if targets.filter(pk=pk, failing_since__isnull=False).update(failing_since=None):
            waiting = WebhookDelivery.objects.filter(target=pk, state=_State.WAITING, claimed_by="")
            waiting.update(due_at=now)
    failed = {delivery.target_id for delivery, reply in written if not reply.taken} - took
    targets.filter(pk__in=failed, failing_since=None).update(failing_since=now)
    for pk in sorted(gone):
        pause(pk, WebhookTarget.Paused.GONE, now=now)
    since = dict(targets.filter(pk__in=failed - gone).values_list("pk", "failing_since"))
    for pk, failing_since in since.items():
        if is_given_up(failing_since, now):
            # What was given up because the whole target is down waits with the rest.
            lost = WebhookDelivery.objects.filter(target=pk, state=_State.GIVEN_UP, change__isnull=False)
            lost.filter(attempted_at__gte=failing_since).update(state=_State.WAITING)
            pause(pk, WebhookTarget.Paused.FAILING, now=now)


def pause(target_id: int, why: WebhookTarget.Paused, *, now: datetime) -> None:
    """Nothing more goes there; what waits is kept. To be called in a transaction."""
    WebhookTarget.objects.filter(pk=target_id, paused_at=None).update(
        paused_at=now, paused_why=why, told_at=None
    )
    WebhookDelivery.objects.filter(target=target_id, state=_State.WAITING).update(due_at=None)
