"""Tying new traces into the chain, and removing whole old days from its beginning."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mediation.models import Trace, TraceLink, TraceStart
from mediation.traces.chain import BEGINNING, Chained, chained
from mediation.traces.guard import FORGET, STAYS_DAYS

logger = logging.getLogger(__name__)
_BATCH = 5_000
# No transaction takes so long: whatever is older and untied is looked for once a night.
_LATE = timedelta(hours=1)


def of(trace: Trace) -> Chained:
    """The trace as it is hashed."""
    return Chained(
        key=trace.pk,
        at=trace.at,
        kind=trace.kind,
        actor=trace.actor,
        channel=trace.channel,
        about=trace.about,
        about_id=trace.about_id,
        organisation=trace.organisation,
        why=trace.why,
        data=trace.data,
    )


def head() -> tuple[int, str]:
    """The number and the hash of the last trace tied; of the beginning, when there is none."""
    last = TraceLink.objects.order_by("-number").values_list("number", "hash").first()
    return last or start()


def start() -> tuple[int, str]:
    """The number and the hash before the first trace that is still there."""
    found = TraceStart.objects.order_by("-number").values_list("number", "hash").first()
    return found or (0, BEGINNING)


def tie(*, now: datetime, all_of_them: bool = False) -> int:
    """Ties traces that are not in the chain yet; how many. Two at once: the second gives way.

    Only those of the last hour are looked at, unless `all_of_them` is asked for. Traces commit out of order: their place in
    the chain is that of being tied, not of their key.
    """
    tied = 0
    while batch := _tie_some(now, all_of_them=all_of_them):
        tied += batch
        if batch < _BATCH:
            break
    return tied


def _tie_some(now: datetime, *, all_of_them: bool) -> int:
    rows = Trace.objects.filter(link=None).order_by("pk")
    if not all_of_them:
        rows = rows.filter(at__gte=now - _LATE)
    try:
        with transaction.atomic():
            number, before = head()
            links = []
            for trace in rows[:_BATCH]:
                number += 1
                before = chained(number, of(trace), before)
                links.append(TraceLink(number=number, trace=trace, hash=before, at=now))
            TraceLink.objects.bulk_create(links)
    except IntegrityError:
        return 0
    return len(links)


def forget_old_traces(*, now: datetime) -> int:
    """Removes the whole days whose time is over from the beginning of the chain; how many traces.

    What the chain begins with since then is kept: a removal is not taken for a cut. Nothing goes out of its turn, nor
    sooner than the database allows.
    """
    tie(now=now, all_of_them=True)
    number, proof = head()
    # It stands outside the database, too: whoever cut the end off, or wrote all of it anew, would have to change old logs.
    logger.info("Traces: number %d, hash %s", number, proof)
    days = max(settings.RETENTION_DAYS["traces"], STAYS_DAYS + 1)
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    young = TraceLink.objects.filter(trace__at__gte=today - timedelta(days=days)).order_by("number")
    stays = young.values_list("number", flat=True).first()
    last = TraceLink.objects.filter(number__lt=stays) if stays else TraceLink.objects.all()
    found = last.order_by("-number").values_list("number", "hash").first()
    if found is None:
        return 0
    with transaction.atomic():
        TraceStart.objects.create(number=found[0], hash=found[1], at=now)
        return _removed(found[0])


def _removed(last: int) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {FORGET}(%s)", [last])
            return int(cursor.fetchone()[0])
        cursor.execute(
            "DELETE FROM mediation_trace WHERE id IN (SELECT trace_id FROM mediation_tracelink WHERE number <= %s)",
            [last],
        )
        gone = cursor.rowcount
        cursor.execute("DELETE FROM mediation_tracelink WHERE number <= %s", [last])
        return int(gone)
