"""What people do about webhooks: add, try, rotate, pause, send again. One function a verb."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from bookings.models import Change, JournalEntry
from bookings.people.who import Actor
from mediation.celery import nudge
from mediation.crypto import keyed_hash
from mediation.models import Organisation, Team
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.addresses import WrongAddress, split
from notifications.subscriptions.calling import resolve
from notifications.subscriptions.deliver import CALL
from notifications.subscriptions.facts import note_that
from notifications.subscriptions.record import pause
from notifications.subscriptions.signing import SECRET_BYTES, secret_of

BOTH_SIGN = timedelta(hours=24)
"""So long the secret before a rotation signs as well."""
_State, _Fact = WebhookDelivery.State, JournalEntry.Kind


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
    organisation: Organisation,
    *,
    url: str,
    events: Sequence[str],
    by: Actor,
    now: datetime,
    team: Team | None = None,
) -> WebhookTarget:
    """A target that is told what happens from now on: to a team's referrals, or to all of the organisation. Raises
    `KnownAddress`.
    """
    index = keyed_hash("webhook", url)
    with transaction.atomic():
        target, made = WebhookTarget.objects.get_or_create(
            organisation=organisation,
            team=team,
            url_index=index,
            defaults={
                "url": url,
                "events": list(events),
                "secret": new_secret(),
                "planned_to": _latest(),
                "made_by_id": by.user_id,
                "made_at": now,
            },
        )
        if not made:
            raise KnownAddress
        note_that(_Fact.WEBHOOK_ADDED, target, by=by, now=now)
    return target


def choose_events(target: WebhookTarget, events: Sequence[str], *, by: Actor, now: datetime) -> None:
    """Which events it is told from now on (none: all). What is planned goes as it was."""
    with transaction.atomic():
        locked = _locked(target)
        if locked.events == list(events):
            return
        locked.events = list(events)
        locked.save(update_fields=["events"])
        note_that(_Fact.WEBHOOK_CHANGED, locked, by=by, now=now, events=locked.events)


def rotate(target: WebhookTarget, *, by: Actor, now: datetime) -> str:
    """A new secret, returned to be shown once; the one before signs as well for `BOTH_SIGN`."""
    new = new_secret()
    with transaction.atomic():
        locked = _locked(target)
        locked.previous_secret, locked.previous_until = locked.secret, now + BOTH_SIGN
        locked.secret = new
        locked.save(update_fields=["secret", "previous_secret", "previous_until"])
        note_that(_Fact.WEBHOOK_ROTATED, locked, by=by, now=now)
    return new


def stop(target: WebhookTarget, *, by: Actor, now: datetime) -> None:
    """Nothing goes there until somebody resumes it; nothing is lost."""
    with transaction.atomic():
        pause(_locked(target).pk, WebhookTarget.Paused.BY_HAND, by=by, now=now)


def resume(target: WebhookTarget, *, by: Actor, now: datetime) -> None:
    """What has waited goes, in its order."""
    with transaction.atomic():
        locked = _locked(target)
        if locked.paused_at is not None:
            note_that(_Fact.WEBHOOK_RESUMED, locked, by=by, now=now)
        locked.paused_at, locked.paused_why, locked.failing_since = None, "", None
        locked.save(update_fields=["paused_at", "paused_why", "failing_since"])
        waiting = WebhookDelivery.objects.filter(target=locked, state=_State.WAITING, claimed_by="")
        waiting.update(due_at=now, attempts=0)
        nudge(CALL)


def remove(target: WebhookTarget, *, by: Actor, now: datetime) -> None:
    """The target goes, with its log; that it was there, and who took it away, stays in the journal."""
    with transaction.atomic():
        note_that(_Fact.WEBHOOK_REMOVED, target, by=by, now=now)
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
        changes = locked.told_of(changes.filter(number__lte=locked.planned_to)).order_by("number")
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


def new_secret() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))
