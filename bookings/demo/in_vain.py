"""What was asked for in vain in the half-year behind: searches, calls, waits, each without a person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from bookings.models import UnmetCount
from mediation.models import Organisation, Site, Topic

_Kind = UnmetCount.Kind
# Kind, how, of 100 days on so many.
_OFTEN = (
    (_Kind.NO_TIME, "web", 55),
    (_Kind.NO_TIME, "phone", 22),
    (_Kind.GIVEN_UP, "topic", 18),
    (_Kind.GIVEN_UP, "times", 12),
    (_Kind.GIVEN_UP, "postcode", 9),
    (_Kind.GIVEN_UP, "no_times", 7),
    (_Kind.WAIT, "served", 30),
    (_Kind.WAIT, "left", 7),
    (_Kind.WAIT, "over", 10),
)


def asked_in_vain(sites: Sequence[Site], *, now: datetime, weeks: int) -> None:
    """Some on most weekdays."""
    random = Random(12)  # noqa: S311 - a demo that is the same each time, no secret
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    topics, organisations = (
        list(Topic.objects.filter(active=True)),
        list(Organisation.objects.filter(sites__in=sites).distinct()),
    )
    days = [today - timedelta(days=ago) for ago in range(1, 7 * weeks)]
    UnmetCount.objects.bulk_create(
        UnmetCount(
            day=day,
            kind=kind,
            how=how,
            topic=random.choice(topics),
            site=random.choice(sites) if kind != _Kind.WAIT and random.random() < 0.6 else None,
            organisation=random.choice(organisations) if kind == _Kind.WAIT else None,
            n=random.choice((1, 1, 1, 2, 3)) if kind == _Kind.NO_TIME else 1,
        )
        for day in days
        if day.weekday() < 5
        for kind, how, often in _OFTEN
        if random.randrange(100) < often
    )
