"""What the day and the week show: whose agenda, its appointments, its free time, its figures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest
from django.utils import timezone

from bookings.models import Appointment
from bookings.staff.agenda.lines import Line
from bookings.staff.asking import hours_of, mediators_within, number_asked, sites_within, within
from bookings.times.gaps import Days, Stretch, days_of
from mediation.access import COORDINATORS, Kind, Reach, reach_of
from mediation.models import Mediator, Site

COMING = (*Appointment.STANDING, Appointment.Status.DONE, Appointment.Status.NO_SHOW)


@dataclass(frozen=True)
class Filters:
    """Whose agenda is looked at. Neither site nor mediator: the whole reach."""

    reach: Reach
    site_id: int | None
    mediator_id: int | None
    sites: Sequence[Site]
    mediators: Sequence[Mediator]
    # The topic that somebody wants to book, kept from page to page.
    topic: str = ""

    @property
    def too_wide(self) -> bool:
        """A whole territory on one page helps nobody: its sites are listed instead."""
        return self.reach.territory_wide and self.site_id is None and self.mediator_id is None

    @property
    def coordinates(self) -> bool:
        """Whether whoever looks sees how the team's week is shared out."""
        return self.reach.holds(*COORDINATORS)

    @property
    def site(self) -> Site | None:
        """The site looked at, if it is one."""
        return next((site for site in self.sites if site.pk == self.site_id), None)

    @property
    def mediator(self) -> Mediator | None:
        """The mediator looked at, if it is one."""
        return next((each for each in self.mediators if each.pk == self.mediator_id), None)

    @property
    def query(self) -> str:
        """What links to other days keep of the choice."""
        site = f"&lieu={self.site_id}" if self.site_id else ""
        topic = f"&motif={self.topic}" if self.topic else ""
        return f"{site}&mediateur={self.mediator_id or 0}{topic}"

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The zones of the sites looked at; the service's own where there are none."""
        return tuple(sorted({site.timezone for site in self.looked_at})) or (settings.TIME_ZONE,)

    @property
    def looked_at(self) -> Sequence[Site]:
        """The one site chosen, or all within reach."""
        return [self.site] if self.site else self.sites

    @property
    def zone(self) -> str:
        """By which clocks the page goes: those of the sites, or the service's own where these differ."""
        return self.zones[0] if len(self.zones) == 1 else settings.TIME_ZONE

    def appointments(self, first: date, days: int = 1) -> QuerySet[Appointment]:
        """The appointments of these days, each on the clocks of its site."""
        found = within(self.reach).filter(self._on(first, days))
        if self.site_id is not None:
            found = found.filter(site_id=self.site_id)
        if self.mediator_id is not None:
            found = found.filter(mediator_id=self.mediator_id)
        return found

    def _on(self, first: date, days: int) -> Q:
        """Which start on these days; where all sites share their clocks (nearly everywhere), without looking at sites."""
        windows = {zone: hours_of(first, days, zone) for zone in self.zones}
        here = {zone: Q(starts_at__gte=start, starts_at__lt=end) for zone, (start, end) in windows.items()}
        if len(here) == 1:
            return here[self.zone]
        return Q(*(Q(site__timezone=zone) & part for zone, part in here.items()), _connector=Q.OR)

    def days(
        self, first: date, days: int, now: datetime, *, mediator_ids: Sequence[int] | None = None
    ) -> Days:
        """Openings, free time and absences of the mediators looked at (or of some of them), on these days of each site."""
        chosen = mediator_ids or (
            [self.mediator_id] if self.mediator_id else [each.pk for each in self.mediators]
        )
        windows = {zone: hours_of(first, days, zone) for zone in {self.zone, *self.zones}}
        start = min(begins for begins, _ends in windows.values())
        end = max(ends for _begins, ends in windows.values())
        found = days_of(chosen, start=start, end=end, now=now, site_id=self.site_id)
        return found.clipped(lambda stretch: windows.get(stretch.zone, windows[self.zone]))


def filters_of(request: HttpRequest) -> Filters:
    """The choice in the address; a mediator's own agenda unless they ask otherwise. Outside one's reach: 404."""
    reach = reach_of(request)
    sites = list(sites_within(reach).select_related("commune"))
    mediators = list(mediators_within(reach))
    site_id, mediator_id = number_asked(request, "lieu"), number_asked(request, "mediateur")
    if mediator_id is None and site_id is None and reach.holds(Kind.MEDIATOR):
        mediator_id = reach.mediator_id
    mediator_id = mediator_id or None
    if site_id is not None and site_id not in {site.pk for site in sites}:
        raise Http404
    if mediator_id is not None and mediator_id not in {each.pk for each in mediators}:
        raise Http404
    topic = request.GET.get("motif", "")
    return Filters(reach, site_id, mediator_id, sites, mediators, topic if topic.isalnum() else "")


@dataclass(frozen=True)
class Tab:
    """One day of the strip above the agenda."""

    day: date
    count: int
    current: bool
    today: bool


def strip(filters: Filters, day: date) -> list[Tab]:
    """The seven days of the week around `day`, each with how many are expected. One query."""
    monday = day - timedelta(days=day.weekday())
    counts = counts_by_day(filters, monday, 7)
    today = timezone.localdate(timezone=ZoneInfo(filters.zone))
    week = [monday + timedelta(days=each) for each in range(7)]
    return [Tab(each, counts.get(each, 0), each == day, each == today) for each in week]


def counts_by_day(filters: Filters, first: date, days: int) -> dict[date, int]:
    """How many appointments are promised (or were kept or missed) on each day. One query for each zone of the sites."""
    found = filters.appointments(first, days).filter(status__in=COMING).order_by()
    counts: Counter[date] = Counter()
    for zone in filters.zones:
        here = found.filter(site__timezone=zone) if len(filters.zones) > 1 else found
        on_day = here.annotate(day=TruncDate("starts_at", tzinfo=ZoneInfo(zone))).values_list("day")
        counts.update(dict(on_day.annotate(Count("pk", distinct=True))))
    return counts


@dataclass(frozen=True)
class Entry:
    """One line of a single mediator's day: an appointment, free time, an absence, or a drop-in."""

    starts_at: datetime
    line: Line | None = None
    free: Stretch | None = None
    away: Stretch | None = None
    drop_in: Stretch | None = None


def timeline(lines: Iterable[Line], days: Days) -> list[Entry]:
    """One mediator's day in order of time."""
    entries = [Entry(line.appointment.starts_at, line=line) for line in lines]
    entries += [Entry(stretch.starts_at, free=stretch) for stretch in days.free]
    entries += [Entry(stretch.starts_at, away=stretch) for stretch in days.away]
    entries += [Entry(stretch.starts_at, drop_in=stretch) for stretch in days.drop_in]
    return sorted(entries, key=lambda entry: entry.starts_at)


@dataclass(frozen=True)
class FreeTime:
    """What one mediator has left today, with the name of each site."""

    mediator: Mediator
    stretches: list[Stretch]


def free_by_mediator(filters: Filters, days: Days) -> list[FreeTime]:
    """Who has time left, by name."""
    free: dict[int, list[Stretch]] = {}
    for stretch in days.free:
        free.setdefault(stretch.mediator_id, []).append(stretch)
    return [FreeTime(each, free[each.pk]) for each in filters.mediators if each.pk in free]


@dataclass(frozen=True)
class SiteOfTheDay:
    """A site with how many are expected that day, are being helped, are done, were missed."""

    site: Site
    expected: int
    arrived: int
    done: int
    missed: int


def sites_of_the_day(filters: Filters, day: date) -> list[SiteOfTheDay]:
    """Sites within reach with their figures of that day. Two queries."""
    rows = filters.appointments(day).order_by().values_list("site_id", "status")
    counts = {(site, status): number for site, status, number in rows.annotate(Count("pk", distinct=True))}
    sites = sites_within(filters.reach).select_related("organisation")
    kinds = Appointment.Status
    return [
        SiteOfTheDay(
            site=site,
            expected=sum(counts.get((site.pk, status), 0) for status in COMING),
            arrived=counts.get((site.pk, kinds.ARRIVED), 0),
            done=counts.get((site.pk, kinds.DONE), 0),
            missed=counts.get((site.pk, kinds.NO_SHOW), 0),
        )
        for site in sites
    ]
