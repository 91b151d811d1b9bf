"""The change feed, read once for whoever refers: which referrals they will have to hear of, and when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from bookings.models import Change
from bookings.referrals.states import Who
from notifications.models import ReferrerChoice, ReferrerNews, ReferrerReading
from notifications.referrers.moments import next_morning

_TOGETHER = 500
# An outage is made up for; what is older than that was seen on the list.
_OLD = timedelta(days=2)
_MOVED, _CORRECTED = "appointment.moved", "referral.corrected"


def read_changes(*, now: datetime) -> None:
    """Marks what is due, each change once, in the order of the numbers."""
    while _read_some(now=now) == _TOGETHER:
        continue


@transaction.atomic
def _read_some(*, now: datetime) -> int:
    ReferrerReading.objects.get_or_create(pk=1)
    reading = ReferrerReading.objects.select_for_update().get(pk=1)
    rows = Change.objects.filter(number__gt=reading.number).order_by("number")
    changes = list(rows.select_related("referral", "entry")[:_TOGETHER])
    if not changes:
        return 0
    told = [each for each in changes if each.referral and each.audience_id == each.referral.partner_id]
    news = ReferrerNews.objects.in_bulk([each.referral_id for each in told if each.referral_id])
    choices = ReferrerChoice.objects.in_bulk([each.referral.referrer_id for each in told if each.referral])
    for change in told:
        _note(change, news, choices, now)
    reading.number = changes[-1].number
    reading.save(update_fields=["number"])
    return len(changes)


def _note(
    change: Change, news: dict[int, ReferrerNews], choices: dict[int, ReferrerChoice], now: datetime
) -> None:
    referral = change.referral
    if referral is None or change.event == _CORRECTED:
        return
    row = news.get(referral.pk)
    if row is None:
        row = news[referral.pk] = ReferrerNews(referral=referral)
    known = not row.state or _is_own(change) or change.at == referral.received_at or now - change.at > _OLD
    if change.event == _MOVED:
        row.moved = row.moved or not _is_own(change)
    if known and change.event != _MOVED:
        row.state, row.met, row.step = change.state, change.met, change.step
    elif not known:
        row.due_at = row.due_at or _due(choices.get(referral.referrer_id or 0), now)
    row.save()


def _is_own(change: Change) -> bool:
    """Whether whoever referred did it themselves."""
    entry, referral = change.entry, change.referral
    if entry is None or referral is None:
        return False
    by_them = entry.actor_id is not None and entry.actor_id == referral.referrer_id
    return by_them or entry.data.get("who") == Who.REFERRER.value


def _due(choice: ReferrerChoice | None, now: datetime) -> datetime | None:
    how = choice.how if choice else ReferrerChoice.How.AT_ONCE
    if how == ReferrerChoice.How.NEVER:
        return None
    zone = ZoneInfo(settings.TIME_ZONE)
    return next_morning(now, zone) if how == ReferrerChoice.How.DAILY else now
