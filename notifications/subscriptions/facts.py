"""What was done about a webhook is a fact of the journal: what, when and by whom; never its address or its secret."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.models import JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from notifications.models import WebhookTarget

_Fact = JournalEntry.Kind
KINDS = (
    _Fact.WEBHOOK_ADDED,
    _Fact.WEBHOOK_CHANGED,
    _Fact.WEBHOOK_ROTATED,
    _Fact.WEBHOOK_PAUSED,
    _Fact.WEBHOOK_RESUMED,
    _Fact.WEBHOOK_REMOVED,
)


def note_that(
    kind: JournalEntry.Kind, target: WebhookTarget, *, by: Actor, now: datetime, **codes: Any
) -> None:
    """Appends the fact, in the transaction of the change. `codes` say more: never anything secret."""
    note(
        kind,
        by=by,
        now=now,
        organisation_id=target.organisation_id,
        webhook=target.public_id,
        team=target.team_id,
        **codes,
    )


def facts() -> QuerySet[JournalEntry]:
    """All that was done about webhooks, the latest first."""
    return JournalEntry.objects.filter(kind__in=KINDS).select_related("actor").order_by("-at", "-pk")


def facts_about(target: WebhookTarget) -> QuerySet[JournalEntry]:
    """What was done about it."""
    return facts().filter(organisation=target.organisation_id, data__webhook=target.public_id)


def by_whom(entry: JournalEntry) -> str:
    """Who did it; the service, where nobody asked for it."""
    return str(entry.actor) if entry.actor else _("le service")
