"""The demo's openings as free time to fill: what absences, closures and holidays leave of them."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings

from bookings.demo.agenda import Block, Crowd, Subject
from bookings.times.reading import Epoch
from mediation import holidays
from mediation.intervals import Interval, merge, subtract
from mediation.models import Absence, Closure, Equipment, Mediator, Opening, Room, Topic
from mediation.opening import WallRule, expand, expand_each
from mediation.wallclock import day_of

# How often people come for each topic, in parts of all; other topics are rarer still.
WEIGHTS = {
    "demarches": 30,
    "telephone": 14,
    "ordinateur": 10,
    "je-ne-sais-pas": 12,
    "imprimer": 8,
    "emploi": 8,
}


def subjects() -> list[Subject]:
    """The topics as the agenda needs them."""
    return [
        Subject(
            topic.pk,
            topic.duration_min,
            topic.buffer_min,
            topic.needs_machine,
            WEIGHTS.get(topic.code, 5),
        )
        for topic in Topic.objects.all()
    ]


def crowd() -> Crowd:
    """What rooms and machines allow at each site."""
    places: dict[int, int] = {}
    for site, count in Room.objects.values_list("site_id", "places"):
        places[site] = places.get(site, 0) + count
    machines: dict[int, int] = {}
    for site, count in Equipment.objects.values_list("site_id", "count"):
        machines[site] = machines.get(site, 0) + count
    return Crowd(places, machines)


def free_blocks(subjects: Sequence[Subject], *, start: int, end: int) -> Iterator[Block]:
    """Free time that begins in [start, end), for the subjects each opening and each mediator allow."""
    zone = settings.TIME_ZONE
    away = _absences(zone, start, end)
    closed = _closures()
    skip = holidays.days(range(_year(zone, start), _year(zone, end) + 1))
    accredited = set(Mediator.objects.exclude(accreditations=None).values_list("pk", flat=True))
    needing = set(Topic.objects.exclude(accreditation=None).values_list("pk", flat=True))
    for opening in (
        Opening.objects.filter(site__remote="").prefetch_related("topics").order_by("first_day", "pk")
    ):
        allowed = {topic.pk for topic in opening.topics.all()}
        fitting = [
            subject
            for subject in subjects
            if (not allowed or subject.topic in allowed)
            and (subject.topic not in needing or opening.mediator_id in accredited)
        ]
        rule = WallRule(
            opening.first_day, opening.opens, opening.closes, opening.last_day, opening.repeat_weeks
        )
        hours = expand(rule, zone=zone, start=start, end=end, skip_days=skip)
        holes = merge([*away.get(opening.mediator_id, ()), *closed.get(opening.site_id, ())])
        for begins, ends in subtract(hours, holes):
            if start <= begins < end:
                yield Block(begins, ends, opening.mediator_id, opening.site_id, fitting)


def _absences(zone: str, start: int, end: int) -> dict[int, list[Interval]]:
    rules = (
        (
            absence.mediator_id,
            WallRule(
                absence.first_day,
                absence.starts,
                absence.ends,
                absence.last_day,
                absence.repeat_weeks,
                absence.extra_days,
            ),
        )
        for absence in Absence.objects.all()
    )
    return expand_each(rules, zone=zone, start=start, end=end)


def _closures() -> dict[int, list[Interval]]:
    found: dict[int, list[Interval]] = {}
    for site, starts, ends in Closure.objects.values_list("site_id", Epoch("starts_at"), Epoch("ends_at")):
        found.setdefault(site, []).append((starts, ends))
    return found


def _year(zone: str, at: int) -> int:
    return date.fromordinal(day_of(zone, at)).year
