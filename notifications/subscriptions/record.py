"""Writing down what receivers answered, and what that means for their targets."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When

from bookings.models import JournalEntry
from bookings.people.who import SYSTEM, Actor
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.calling import Reply
from notifications.subscriptions.facts import note_that
from notifications.subscriptions.retries import is_given_up, retry_at

_State = WebhookDelivery.State
_GONE = 410
LATE = Reply(trouble="late")
"""No call was made: others have taken too long. It is free to go again."""


def record(answers: Sequence[tuple[WebhookDelivery, Reply]], *, worker: str, now: datetime) -> None:
    """Writes answers down in one transaction; of a delivery that another worker has by now, nothing."""
    with transaction.atomic():
        ids = [delivery.pk for delivery, _ in answers]
        ours = WebhookDelivery.objects.filter(pk__in=ids, claimed_by=worker).select_for_update(of=("self",))
        held = set(ours.order_by("pk").values_list("pk", flat=True))
        written = [(delivery, reply) for delivery, reply in answers if delivery.pk in held]
        late = [delivery.pk for delivery, reply in written if reply is LATE]
        if late:
            WebhookDelivery.objects.filter(pk__in=late).update(claimed_by="", due_at=now)
            written = [(delivery, reply) for delivery, reply in written if reply is not LATE]
        _note_taken([(delivery, reply) for delivery, reply in written if reply.taken], now)
        for delivery, reply in written:
            if not reply.taken:
                _note_failed(delivery, reply, now)
        _targets(written, now)


def _note_taken(taken: Sequence[tuple[WebhookDelivery, Reply]], now: datetime) -> None:
    """One statement for each status, though many receivers answer each event in words of its own (an id, the time)."""
    alike: dict[int | None, dict[int, str]] = defaultdict(dict)
    for delivery, reply in taken:
        alike[reply.status][delivery.pk] = reply.excerpt
    for status, said in alike.items():
        came_of = _came_of(Reply(status), now) | {"answer": _each(said)}
        WebhookDelivery.objects.filter(pk__in=said).update(state=_State.TAKEN, due_at=None, **came_of)


def _each(said: Mapping[int, str]) -> Value | Case:
    """What each row is to say."""
    if len(set(said.values())) == 1:
        return Value(next(iter(said.values())))
    return Case(*(When(pk=pk, then=Value(answer)) for pk, answer in said.items()))


def _note_failed(delivery: WebhookDelivery, reply: Reply, now: datetime) -> None:
    chance = random.random()  # noqa: S311 - when to try again is no secret
    due_at = retry_at(delivery.attempts + 1, now, chance)
    if delivery.change_id is None:
        # A trial is tried once: somebody is waiting for what came of it.
        due_at = None
    state = _State.GIVEN_UP if due_at is None else _State.WAITING
    WebhookDelivery.objects.filter(pk=delivery.pk).update(state=state, due_at=due_at, **_came_of(reply, now))


def _came_of(reply: Reply, now: datetime) -> dict[str, Any]:
    return {
        "claimed_by": "",
        "attempts": F("attempts") + 1,
        "attempted_at": now,
        "status": reply.status,
        "answer": reply.excerpt,
        "trouble": reply.trouble,
    }


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


def pause(target_id: int, why: WebhookTarget.Paused, *, now: datetime, by: Actor = SYSTEM) -> None:
    """Nothing more goes there; what waits is kept. To be called in a transaction."""
    running = WebhookTarget.objects.filter(pk=target_id, paused_at=None)
    if running.update(paused_at=now, paused_why=why, told_at=None):
        target = WebhookTarget.objects.get(pk=target_id)
        note_that(JournalEntry.Kind.WEBHOOK_PAUSED, target, by=by, now=now, why=str(why))
    WebhookDelivery.objects.filter(target=target_id, state=_State.WAITING).update(due_at=None)
