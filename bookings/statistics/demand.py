"""What was asked for in vain on a day, and how full it was: read from the facts, a day at a time."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, DurationField, ExpressionWrapper, F, Sum

from bookings.models import Appointment, Turn, UnmetCount
from bookings.statistics.counting import Tally
from bookings.statistics.merged import of_today
from bookings.times.gaps import hours_of
from mediation.intervals import Interval, clip, merge, subtract
from mediation.models import Mediator, Site

NO_TIME, NO_TIME_ABOUT, GIVEN_UP, WAIT_ENDED = "no_time", "no_time_topic", "given_up", "wait_ended"
TURNS, HOURS = "turns", "hours"
OFFERED, TAKEN = "offered", "taken"
# An appointment in these states took the mediator's time.
_TOOK_TIME = ("booked", "arrived", "done", "no_show")
_Places = dict[int, tuple[str, ...]]


def add_demand(tally: Tally, day: date, start: datetime, end: datetime) -> None:
    """All of one day; eight queries."""
    places = _places()
    _in_vain(tally, day, places)
    _drop_ins(tally, day, places)
    _hours(tally, start, end, places)


def _places() -> _Places:
    """The scopes that a site is part of, the mediator's left out; one query."""
    rows = Site.objects.values_list("pk", "organisation", "commune__insee_code")
    return {
        pk: ("t", f"o{organisation}", f"s{pk}", *([f"c{commune}"] if commune else []))
        for pk, organisation, commune in rows
    }


def _in_vain(tally: Tally, day: date, places: _Places) -> None:
    """A search that named a commune is the commune's too; one that named nothing is the territory's alone."""
    rows = UnmetCount.objects.filter(day=day).order_by()
    indicators = {
        UnmetCount.Kind.NO_TIME: NO_TIME,
        UnmetCount.Kind.GIVEN_UP: GIVEN_UP,
        UnmetCount.Kind.WAIT: WAIT_ENDED,
    }
    today = of_today()
    columns = ("kind", "how", "topic", "site", "organisation", "commune")
    for kind, how, topic, site, organisation, commune, n in rows.values_list(*columns).annotate(n=Sum("n")):
        scopes = {"t", *places.get(site or 0, ())}
        scopes |= {f"o{organisation}"} if organisation else set()
        scopes |= {f"c{today.get(commune, commune)}"} if commune else set()
        indicator = indicators[UnmetCount.Kind(kind)]
        for scope in scopes:
            tally.add_number(scope, indicator, how, n)
            if indicator == NO_TIME:
                tally.add_number(scope, NO_TIME_ABOUT, str(topic or ""), n)


def _drop_ins(tally: Tally, day: date, places: _Places) -> None:
    """What became of the numbers given: who was helped, left, could not be seen."""
    turns = Turn.objects.filter(day__day=day).order_by()
    for site, state, n in turns.values_list("day__site", "state").annotate(n=Count("pk")):
        for scope in places.get(site, ("t",)):
            tally.add_number(scope, TURNS, state, n)


def _hours(tally: Tally, start: datetime, end: datetime, places: _Places) -> None:
    """Minutes in which somebody receives by appointment and is not away, and minutes that appointments took."""
    window = int(start.timestamp()), int(end.timestamp())
    hours = hours_of(Mediator.objects.values_list("pk", flat=True), start=start, end=end)
    for (mediator, site), blocks in hours.open.items():
        there = subtract(merge(blocks), merge(hours.away_at(mediator, site)))
        _add(tally, OFFERED, _minutes(clip(there, *window)), mediator, places.get(site, ("t",)))
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    # (Who was written down when it had begun took no time that was offered.)
    rows = Appointment.objects.filter(
        starts_at__gte=start, starts_at__lt=end, status__in=_TOOK_TIME, booked_at__lt=F("starts_at")
    ).order_by()
    for mediator, site, taken in rows.values_list("mediator", "site").annotate(taken=Sum(length)):
        _add(tally, TAKEN, int(taken.total_seconds()) // 60, mediator, places.get(site, ("t",)))


def _add(tally: Tally, code: str, minutes: int, mediator: int, scopes: Iterable[str]) -> None:
    for scope in (*scopes, f"m{mediator}"):
        tally.add_number(scope, HOURS, code, minutes)


def _minutes(blocks: Iterable[Interval]) -> int:
    return sum(end - start for start, end in blocks) // 60
