"""A team's week in one look: where there is room, how soon one can come, where people wait, and who could go there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bookings.staff.agenda.booked import names_of_topics
from bookings.staff.agenda.shown import COMING, Filters, filters_of
from bookings.staff.asking import number_asked, week_asked
from bookings.staff.overview.needs import Need, needs
from bookings.staff.overview.spare import spare_times
from bookings.times.first_times import WEEKS, first_times
from bookings.times.gaps import Days
from mediation.access import COORDINATORS, InMenu, Under, staff
from mediation.gazetteer.words import words_of
from mediation.models import Commune, Site, Topic

# Half-days that are listed: the emptiest.
_MOST = 30


@dataclass
class Load:
    """A site's week, in minutes: how long somebody receives, how long is promised, how long is still free."""

    site: Site
    open_min: int = 0
    filled_min: int = 0
    free_min: int = 0

    @property
    def share(self) -> int | None:
        """How much of it is filled, in whole percent; None where nobody receives."""
        return round(100 * self.filled_min / self.open_min) if self.open_min else None


@dataclass
class Place:
    """A commune (empty: none is known, or no place is needed) with its sites."""

    name: str
    loads: list[Load] = field(default_factory=list)
    # In the order of the topics: the first time, and the zone it is read in.
    first: list[tuple[datetime, str] | None] = field(default_factory=list)


@require_safe
@staff(*COORDINATORS, menu=InMenu(gettext_lazy("Semaine de l’équipe"), under=Under.AGENDA))
def team_week(request: HttpRequest) -> HttpResponse:
    """Free and filled hours by site, first free time by topic and commune, waits, and half-days that could be moved."""
    now, filters = timezone.now(), filters_of(request)
    with timezone.override(filters.zone):
        shown = week_asked(request)
        monday = shown - timedelta(days=shown.weekday())
        sites = [site for site in filters.looked_at if site.active]
        topics = list(Topic.objects.filter(active=True).order_by("position", "code"))
        days = filters.days(monday, 7, now)
        loads = _loads(filters, sites, days, monday)
        places = _places(loads, topics, now)
        waits = needs(filters.reach, filters.sites, now=now)
        targets = _targets(waits, filters)
        target, spare = _target(request, targets), spare_times(filters, days, monday, now=now)
        context = {
            "day": shown, "monday": monday, "sunday": monday + timedelta(days=6),
            "before": shown - timedelta(days=7), "after": shown + timedelta(days=7),
            "today": timezone.localdate(now), "filters": filters, "now": now, "weeks": WEEKS,
            "places": places, "rows": _rows(places, topics),
            "total": _total(loads), "needs": waits,
            "nothing": [load.site for load in loads if not load.open_min and not load.site.remote],
            "communes": _without_any(filters, loads),
            "spare": [each for each in spare if target is None or each.opening.site_id != target.pk][:_MOST],
            "targets": targets, "target": target,
        }  # fmt: skip
        return render(request, "staff/agenda/overview.html", context)


def _loads(filters: Filters, sites: Iterable[Site], days: Days, monday: date) -> list[Load]:
    """One query more."""
    found = {site.pk: Load(site) for site in sites}
    for kind in ("open", "free"):
        for stretch in getattr(days, kind):
            if (load := found.get(stretch.site_id or 0)) is not None:
                setattr(load, f"{kind}_min", getattr(load, f"{kind}_min") + stretch.minutes)
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    rows = filters.appointments(monday, 7).filter(status__in=COMING).order_by().values("site_id")
    for site, filled in rows.annotate(filled=Sum(length)).values_list("site_id", "filled"):
        if site in found:
            found[site].filled_min = int(filled.total_seconds()) // 60
    return list(found.values())


def _total(loads: Iterable[Load]) -> Load:
    total = Load(Site())
    for load in loads:
        total.open_min += load.open_min
        total.filled_min += load.filled_min
        total.free_min += load.free_min
    return total


def _places(loads: Iterable[Load], topics: Sequence[Topic], now: datetime) -> list[Place]:
    """By commune, in the order of the alphabet; what needs no place comes last."""
    places: dict[tuple[bool, str], Place] = {}
    for load in loads:
        site = load.site
        name = site.commune.name if site.commune and not site.remote else ""
        places.setdefault((not name, name), Place(name)).loads.append(load)
    first = first_times(topics, [load.site.pk for load in loads], now=now)
    for place in places.values():
        place.first = [_first(place, topic, first) for topic in topics]
    return [places[key] for key in sorted(places, key=lambda key: (key[0], words_of(key[1])))]


def _first(
    place: Place, topic: Topic, first: Mapping[tuple[int, int], datetime]
) -> tuple[datetime, str] | None:
    times = [
        (at, load.site.timezone)
        for load in place.loads
        if (at := first.get((topic.pk, load.site.pk))) is not None
    ]
    return min(times, default=None)


def _given_there(place: Place, topic: Topic) -> bool:
    """Whether one can come about it at all, or meet in that way."""
    return any(not load.site.remote or load.site.remote in topic.ways for load in place.loads)


def _rows(places: Sequence[Place], topics: Sequence[Topic]) -> list[tuple[str, list[object]]]:
    """Each topic with the first time at each of the places."""
    names = names_of_topics()
    return [
        (
            names.get(topic.pk, topic.code),
            [(place.first[number], _given_there(place, topic)) for place in places],
        )
        for number, topic in enumerate(topics)
    ]


def _without_any(filters: Filters, loads: Iterable[Load]) -> list[str]:
    """Communes of the territory where nobody receives that week. One query, for who has the whole territory."""
    if not filters.reach.territory_wide:
        return []
    reached = {load.site.commune_id for load in loads if load.open_min and load.site.commune_id}
    return list(Commune.objects.exclude(pk__in=reached).values_list("name", flat=True))


def _targets(waits: Sequence[Need], filters: Filters) -> list[Site]:
    """Where somebody might be needed: where people wait, the longest first, then all the others."""
    places = {site.pk: site for site in filters.sites if site.active and not site.remote}
    first = [need.site for need in waits if need.site is not None and need.site.pk in places]
    return [*first, *(site for site in places.values() if site not in first)]


def _target(request: HttpRequest, targets: Sequence[Site]) -> Site | None:
    asked = number_asked(request, "vers")
    return next((site for site in targets if site.pk == asked), targets[0] if targets else None)
