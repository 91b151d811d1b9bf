"""From deliveries to receivers: claim, call outside any transaction, record.

As with messages: any number of workers may run this at once, and any may die at any line; what a dead one had claimed is
sent again when its lease is over, under the same id.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from bookings.models import Appointment, Referral
from mediation.celery import nudge
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.calling import SECONDS, Reply, call
from notifications.subscriptions.payload import body_of, message_id
from notifications.subscriptions.record import LATE, record
from notifications.subscriptions.signing import headers

AT_ONCE = 16
"""Calls under way at once in one sweep."""
AT_ONCE_FAILING = 2
"""Of these to a target that does not take anything: one that hangs must not hold up all others."""
SWEEP_SECONDS = 15
CALL = "notifications.tasks.call_webhooks"
_LEASE = timedelta(seconds=6 * SECONDS)
# No call of a claim starts later: it is over before the lease is.
_STARTS_WITHIN_S = 4 * SECONDS
# While these wait for a place among those under way, their predecessors are written down together.
_WAITING = 8
_TOGETHER_S = 0.15


@dataclass(frozen=True)
class Post:
    """All that a thread needs to make one call: it reads nothing itself."""

    delivery: WebhookDelivery
    url: str
    body: bytes
    message_id: str
    secrets: list[str]
    until: float

    def carry(self) -> Reply:
        """The call, signed at the time of this attempt; none when those before it have taken too long."""
        if time.monotonic() > self.until:
            return LATE
        signed = headers(self.message_id, int(time.time()), self.body, self.secrets)
        return call(self.url, self.body, signed, allowed=settings.WEBHOOK_ALLOW)


def deliver(*, clock: Callable[[], datetime] = timezone.now, at_once: int = AT_ONCE) -> int:
    """Sends everything that is due; the number of attempts. Returns when nothing is, or after SWEEP_SECONDS."""
    if not WebhookDelivery.objects.anything_due(clock()):
        return 0
    worker, until, made = uuid.uuid4().hex, time.monotonic() + SWEEP_SECONDS, 0
    running: dict[Future[Reply], Post] = {}
    with ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="webhook") as pool:
        while True:
            room = at_once * _WAITING - len(running)
            if room >= at_once * _WAITING // 2 and time.monotonic() < until:
                posts = claim(room, worker=worker, now=clock(), calling=_calling(running))
                running |= {pool.submit(post.carry): post for post in posts}
            if not running:
                break
            answers = _finished(running)
            record([(post.delivery, reply) for post, reply in answers], worker=worker, now=clock())
            made += len(answers)
    if time.monotonic() >= until:
        nudge(CALL)
    return made


def _calling(running: dict[Future[Reply], Post]) -> Counter[int]:
    return Counter(post.delivery.target_id for post in running.values())


def _finished(running: dict[Future[Reply], Post]) -> list[tuple[Post, Reply]]:
    wait(running, return_when=FIRST_COMPLETED)
    done, _ = wait(running, timeout=_TOGETHER_S)
    return [(running.pop(future), future.result()) for future in done]


def claim(limit: int, *, worker: str, now: datetime, calling: Counter[int]) -> list[Post]:
    """Takes at most `limit` due deliveries for this worker, few of each target that is failing."""
    with transaction.atomic():
        taken = _due(limit, now, calling)
        ids = [each.pk for each in taken]
        WebhookDelivery.objects.filter(pk__in=ids).update(due_at=now + _LEASE, claimed_by=worker)
    # Each target once: its address and secrets are decrypted.
    targets = WebhookTarget.objects.in_bulk({each.target_id for each in taken})
    return [_post(each, targets[each.target_id], now) for each in taken if each.target_id in targets]


def _due(limit: int, now: datetime, calling: Counter[int]) -> list[WebhookDelivery]:
    due = WebhookDelivery.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    due = due.select_related("change")
    failing = WebhookTarget.objects.filter(failing_since__isnull=False, paused_at=None)
    slow = set(failing.values_list("pk", flat=True))
    lanes = [(due.exclude(target__in=slow) if slow else due, limit)]
    lanes += [(due.filter(target=pk), AT_ONCE_FAILING - calling[pk]) for pk in sorted(slow)]
    taken = [each for lane, room in lanes if room > 0 for each in lane[:room]]
    prefetch_related_objects(
        taken,
        Prefetch("change__referral", Referral.objects.only("public_id")),
        Prefetch("change__appointment", Appointment.objects.select_related("made_by_api")),
    )
    return taken


def _post(delivery: WebhookDelivery, target: WebhookTarget, now: datetime) -> Post:
    return Post(
        delivery,
        url=target.url,
        body=body_of(delivery),
        message_id=message_id(delivery, target.public_id),
        secrets=target.secrets(now),
        until=time.monotonic() + _STARTS_WITHIN_S,
    )
