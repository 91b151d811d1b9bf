"""Keeping the figures right before people are forgotten: what they had said is counted, and is nobody's any more."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from bookings.models import Appointment, SaidCount
from bookings.statistics.counting import DONE, MISSING, Where
from bookings.statistics.known import WHO, Counts, count, sessions
from bookings.statistics.raw import clock


def keep_said(residents: Collection[int]) -> None:
    """Counts the answers of these people by the days they were received, each answer apart. In the caller's transaction."""
    counts: defaultdict[tuple[date, Where], Counts] = defaultdict(Counter)
    theirs = Appointment.objects.filter(
        status=DONE, participations__position=1, participations__resident__in=residents
    )
    for day, where, themes, facts in sessions(theirs, clock()):
        said = [(indicator, code) for indicator, code in facts if indicator != WHO and code != MISSING]
        count(counts[day, where], themes, said)
    SaidCount.objects.bulk_create(
        SaidCount(
            day=day,
            organisation_id=where.organisation,
            site_id=where.site,
            mediator_id=where.mediator,
            theme=theme,
            indicator=indicator,
            code=code,
            n=n,
        )
        for (day, where), each in sorted(counts.items(), key=lambda one: (one[0][0], one[0][1].mediator))
        for (theme, indicator, code), n in sorted(each.items())
    )
