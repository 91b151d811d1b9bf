"""Whether an open page of a drop-in is still right: one cheap query, and an ETag that says it."""

from datetime import date, datetime

from django.db.models import Count, Max
from django.utils.translation import get_language

from bookings.models import DropInDay
from mediation.crypto import keyed_hash
from mediation.models import Site


def tag_of(site: Site, day: date, whose: str, now: datetime) -> str:
    """The ETag of a queue as it stands: any change leaves a period, or takes one away. A minute at most, since pages say for
    how long people wait. `whose` tells pages of different readers apart.
    """
    periods = {
        "last": Max("turns__periods"),
        "all": Count("turns__periods"),
        "ended": Count("turns__periods__ended_at"),
    }
    rows = DropInDay.objects.filter(site=site, day=day).annotate(**periods)
    state = list(rows.values_list("closed_at", *periods))
    seen = f"{whose} {get_language()} {site.pk} {day} {state} {int(now.timestamp()) // 60}"
    return f'"{keyed_hash("drop-in", seen)[:24]}"'
