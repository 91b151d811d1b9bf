"""Where people wait: for a time, for a call, after a partner has referred them. By site; None is no site in particular."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from bookings.models import CallBack, WaitingEntry
from bookings.referrals.states import OPEN
from bookings.staff.asking import call_backs_within
from bookings.staff.referrals.lines import referrals_within
from bookings.staff.waiting.lines import waiting_within
from mediation.access import Reach
from mediation.models import Site


@dataclass
class Need:
    """How many wait for a site, of which kind, and since when the first of them (UTC)."""

    site: Site | None
    waiting: int = 0
    to_call: int = 0
    referred: int = 0
    since: datetime | None = None

    @property
    def people(self) -> int:
        """All of them."""
        return self.waiting + self.to_call + self.referred


def needs(reach: Reach, sites: Iterable[Site], *, now: datetime) -> list[Need]:
    """The longest wait first. Three queries."""
    found: dict[int | None, Need] = {site.pk: Need(site) for site in sites}
    found[None] = Need(None)
    still = WaitingEntry.objects.waiting(now).filter(pk__in=waiting_within(reach).order_by().values("pk"))
    _count(found, "waiting", still, "sites", "joined_at")
    to_call = call_backs_within(reach).filter(status=CallBack.Status.OPEN, created_at__lte=now)
    _count(found, "to_call", to_call, "site", "created_at")
    _count(found, "referred", referrals_within(reach).filter(state__in=OPEN), "site", "created_at")
    rows = [need for need in found.values() if need.people]
    return sorted(rows, key=lambda need: (need.since or now, -need.people))


def _count(found: dict[int | None, Need], kind: str, rows: "QuerySet[Any]", site: str, since: str) -> None:
    grouped = rows.order_by().values(site).annotate(people=Count("pk"), first=Min(since))
    for pk, people, first in grouped.values_list(site, "people", "first"):
        # A site out of reach is nobody's here.
        if (need := found.get(pk)) is not None:
            setattr(need, kind, people)
            need.since = min(filter(None, (need.since, first)), default=None)
