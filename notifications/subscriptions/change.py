"""What people do about webhooks: add, try, rotate, pause, send again. One function a verb."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from bookings.models import Change
from mediation.celery import nudge
from mediation.crypto import keyed_hash
from mediation.models import Organisation
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.addresses import WrongAddress, split
from notifications.subscriptions.calling import resolve
from notifications.subscriptions.deliver import CALL
from notifications.subscriptions.record import pause
from notifications.subscriptions.signing import SECRET_BYTES, secret_of

BOTH_SIGN = timedelta(hours=24)
"""So long the secret before a rotation signs as well."""
_State = WebhookDelivery.State


class KnownAddress(Exception):
    """The organisation has a target with this address."""


def check(url: str) -> None:
    """Whether a webhook may go there as things stand; each call checks again. Raises `WrongAddress`, with the code "name"
    where there is no such machine.
    """
    parts = split(url, settings.WEBHOOK_ALLOW)
    try:
        resolve(parts, settings.WEBHOOK_ALLOW)
    except (OSError, UnicodeError):
        raise WrongAddress("name") from None


def add_target(
    organisation: Organisation, *, url: str, events: Sequence[str], by_id: int, now: datetime
) -> WebhookTarget:
    """A target that is told what happens from now on. Raises `KnownAddress`."""
    index = keyed_hash("webhook", url)
    with transaction.atomic():
        target, made = WebhookTarget.objects.get_or_create(
            organisation=organisation,
            url_index=index,
            defaults={
                "url": url,
                "events": list(events),
                "secret": _new_secret(),
                "planned_to": _latest(),
                "made_by_id": by_id,
                "made_at": now,
            },
        )
    if not made:
        raise KnownAddress
    return target


def rotate(target: WebhookTarget, *, now: datetime) -> str:
    """A new secret, returned to be shown once; the one before signs as well for `BOTH_SIGN`."""
    new = _new_secret()
    with transaction.atomic():
        locked = _locked(target)
        locked.previous_secret, locked.previous_until = locked.secret, now + BOTH_SIGN
        locked.secret = new
        locked.save(update_fields=["secret", "previous_secret", "previous_until"])
    return new


def stop(target: WebhookTarget, *, now: datetime) -> None:
    """Nothing goes there until somebody resumes it; nothing is lost."""
    with transaction.atomic():
        pause(_locked(target).pk, WebhookTarget.Paused.BY_HAND, now=now)


def resume(target: WebhookTarget, *, now: datetime) -> None:
    """What has waited goes, in its order."""
    with transaction.atomic():
        locked = _locked(target)
        locked.paused_at, locked.paused_why, locked.failing_since = None, "", None
        locked.save(update_fields=["paused_at", "paused_why", "failing_since"])
        waiting = WebhookDelivery.objects.filter(target=locked, state=_State.WAITING, claimed_by="")
        waiting.update(due_at=now, attempts=0)
        nudge(CALL)


def remove(target: WebhookTarget) -> None:
    """The target goes, with its log."""
    target.delete()


def try_out(target: WebhookTarget, *, now: datetime) -> WebhookDelivery:
    """An event that means nothing, at once; to a paused target too."""
    with transaction.atomic():
        trial = WebhookDelivery.objects.create(target=target, due_at=now, created_at=now)
        nudge(CALL)
    return trial


def send_again(delivery: WebhookDelivery, *, now: datetime) -> None:
    """One delivery once more, under the id it had. What its referral has still to tell waits for it."""
    with transaction.atomic():
        settled = WebhookDelivery.objects.filter(pk=delivery.pk).exclude(state=_State.WAITING)
        settled.update(state=_State.WAITING, due_at=_when(_locked(delivery.target), now), attempts=0)
        nudge(CALL)


def send_again_since(target: WebhookTarget, since: datetime, *, now: datetime) -> int:
    """Everything that was numbered from `since` on, in its order, whether taken or never sent; how many."""
    with transaction.atomic():
        locked = _locked(target)
        changes = Change.objects.filter(audience_id=locked.organisation_id, numbered_at__gte=since)
        changes = changes.filter(number__lte=locked.planned_to).order_by("number")
        if locked.events:
            changes = changes.filter(event__in=locked.events)
        due_at = _when(locked, now)
        rows = [
            WebhookDelivery(
                target=locked, change_id=number, referral_id=referral, due_at=due_at, created_at=now
            )
            for number, referral in changes.values_list("number", "referral_id")
        ]
        again = WebhookDelivery.objects.filter(target=locked, change__in=changes)
        again.exclude(state=_State.WAITING).update(state=_State.WAITING, due_at=due_at, attempts=0)
        WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        nudge(CALL)
    return len(rows)


def _locked(target: WebhookTarget) -> WebhookTarget:
    return WebhookTarget.objects.select_for_update(of=("self",)).get(pk=target.pk)


def _when(target: WebhookTarget, now: datetime) -> datetime | None:
    return None if target.paused_at else now


def _latest() -> int:
    return Change.objects.aggregate(last=Max("number"))["last"] or 0


def _new_secret() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))
