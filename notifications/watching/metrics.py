"""`GET /metrics` for Prometheus: read from the database at each scrape, so any number of processes say the same.

Counts are of the last 24 hours (an index leads there), not since the beginning: old messages are wiped. Labels are
codes of ours; nothing here is about a person.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, F, Max, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from bookings.models import JournalEntry
from mediation.access import machine
from mediation.health import age_of_last_beat
from notifications.models import ChannelName, Message, State
from notifications.outbox.readiness import age_of_oldest_due
from notifications.watching.costs import called

_DAY = timedelta(days=1)
_PER_MESSAGE = ("channel", "kind", "state", "why")


@require_safe
@machine
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for who shows METRICS_TOKEN; without one set, or with a wrong one, there is no such page."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, settings.METRICS_TOKEN):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(timezone.now()))
    return HttpResponse(
        generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


class _Figures:
    """What one scrape reads. Six queries, however many messages."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing before it is asked: registering must not read the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each figure, with its help line."""
        yield from self._waiting()
        yield from self._last_day()
        yield _gauge(
            "rdv_beat_age_seconds", "Since clock and worker last met.", age_of_last_beat()["seconds"]
        )

    def _waiting(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge("rdv_messages_due", "Messages that a worker should look at.", self._due())
        yield _gauge(
            "rdv_messages_oldest_due_seconds", "Age of the longest due one.", age_of_oldest_due()["seconds"]
        )
        unread = JournalEntry.objects.filter(told_at=None).count()
        yield _gauge("rdv_facts_to_tell", "Facts of the journal not yet turned into messages.", unread)

    def _due(self) -> int:
        return Message.objects.due(self.now).order_by().count()

    def _last_day(self) -> Iterator[GaugeMetricFamily]:
        created = Message.objects.filter(created_at__gt=self.now - _DAY)
        abroad = Sum("parts", filter=Q(abroad=True), default=0)
        counted = {"n": Count("pk"), "abroad": abroad, "parts": Sum("parts")}
        rows = list(created.order_by().values(*_PER_MESSAGE).annotate(**counted))
        counts = GaugeMetricFamily(
            "rdv_messages_last_day", "Messages written in the last 24 hours.", labels=_PER_MESSAGE
        )
        for row in rows:
            counts.add_metric([row[name] for name in _PER_MESSAGE], row["n"])
        yield counts
        yield from _cost(rows)
        yield from self._calls()
        yield from _lag(created)

    def _calls(self) -> Iterator[GaugeMetricFamily]:
        minutes = sum(spent for _calls, spent in called(self.now - _DAY, self.now).values())
        yield _gauge("rdv_call_minutes_last_day", "Minutes of calls in the last 24 hours.", minutes)
        cost = minutes * settings.CALL_PRICE
        yield _gauge("rdv_call_cost_last_day_euros", "What these minutes cost.", cost)


def _cost(rows: list[dict[str, Any]]) -> Iterator[GaugeMetricFamily]:
    taken = (State.SENT, State.DELIVERED, State.FAILED)
    paid = [row for row in rows if row["channel"] == ChannelName.SMS and row["state"] in taken]
    sms, abroad = (sum(row[name] for row in paid) for name in ("parts", "abroad"))
    cost = (sms - abroad) * settings.SMS_PRICE + abroad * settings.SMS_PRICE_ABROAD
    yield _gauge("rdv_sms_parts_last_day", "SMS parts handed to the provider in the last 24 hours.", sms)
    yield _gauge("rdv_sms_cost_last_day_euros", "What these parts cost.", cost)


def _lag(created: QuerySet[Message]) -> Iterator[GaugeMetricFamily]:
    late = created.filter(Q(sent_at__gte=F("send_after"))).aggregate(
        mean=Avg(F("sent_at") - F("send_after")), longest=Max(F("sent_at") - F("send_after"))
    )
    for name, value in late.items():
        seconds = value.total_seconds() if value is not None else None
        yield _gauge(
            f"rdv_messages_lag_{name}_seconds", "From when a message may go to when it went.", seconds
        )


def _gauge(name: str, text: str, value: float | None) -> GaugeMetricFamily:
    """One figure; without a value the line is left out, which is how Prometheus says "none"."""
    family = GaugeMetricFamily(name, text)
    if value is not None:
        family.add_metric([], value)
    return family
