"""The first free time of each topic at each site, all at once: a number of queries that grows with nothing."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from bookings.times import slots
from bookings.times.agenda import Agenda, OpenHours
from bookings.times.ground import Ground, Preference, read_ground, topic_times
from mediation.models import Mediator, Opening, Topic
from mediation.models.opening import RULE_COLUMNS, rule_of
from mediation.wallclock import DAY_S, second_after

# How far ahead one looks: who would wait longer is told so.
WEEKS = 4
_PIECES_DAYS = (2, 10, 7 * WEEKS)


@dataclass(frozen=True)
class _Set:
    """An opening, how one meets there, and for which topics it is (None: all)."""

    hours: OpenHours
    remote: str


def first_times(
    topics: Sequence[Topic], site_ids: Sequence[int], *, now: datetime
) -> dict[tuple[int, int], datetime]:
    """By (topic, site), the first time (UTC) that a resident could take there within `WEEKS`; missing without any.

    Nine queries or so; further ahead is read only for what has no time yet.
    """
    if not topics or not site_ids:
        return {}
    last = now + timedelta(weeks=WEEKS)
    opened, accredited = _openings(site_ids, now, last), _accredited(topics)
    ground = read_ground(_widest(topics), first=now, last=last, site_ids=site_ids, preference=Preference())
    offered = {topic.pk: _for(topic, opened, accredited) for topic in topics}
    awaited = {(pk, each.site) for pk, openings in offered.items() for each in openings}
    found: dict[tuple[int, int], datetime] = {}
    start = second_after(now)
    for days in _PIECES_DAYS:
        end = second_after(now) + days * DAY_S
        missing = awaited - found.keys()
        if not missing:
            break
        agendas = _agendas(ground, [each.hours for each in opened], start, end, now)
        for topic in topics:
            sites = {site for pk, site in missing if pk == topic.pk}
            openings = [each for each in offered[topic.pk] if each.site in sites]
            agenda = replace(agendas[topic.needs_machine], openings=openings)
            for at, _who, site, _ends in slots.find(
                agenda, topic_times(topic), now=second_after(now), start=start, end=end
            ):
                found.setdefault((topic.pk, site), datetime.fromtimestamp(at, UTC))
        start = end
    return found


def _agendas(
    ground: Ground, openings: Sequence[OpenHours], start: int, end: int, now: datetime
) -> Mapping[bool, Agenda]:
    """What is in the way, with and without the machines. Two queries."""
    return {
        machine: replace(ground, topic=_needing(ground.topic, machine), openings=openings).agenda(
            start, end, now=now
        )
        for machine in (False, True)
    }


def _needing(topic: Topic, machine: bool) -> Topic:
    needing = copy(topic)
    needing.needs_machine = machine
    return needing


def _widest(topics: Sequence[Topic]) -> Topic:
    """Whatever is read for it is enough for each of them."""
    widest = copy(topics[0])
    widest.buffer_min = max(topic.buffer_min for topic in topics)
    widest.modes, widest.accreditation_id = [Topic.Mode.ON_SITE.value], None
    return widest


def _openings(site_ids: Sequence[int], first: datetime, last: datetime) -> list[_Set]:
    """Two queries."""
    days = first.date() - timedelta(days=2), last.date() + timedelta(days=1)
    found = Opening.objects.filter(
        Q(last_day=None) | Q(last_day__gte=days[0]),
        Q(repeat_weeks__gt=0) | Q(first_day__gte=days[0]),
        first_day__lte=days[1],
        site__in=site_ids,
        mediator__active=True,
        site__active=True,
    ).order_by()
    rows = list(
        found.values_list("pk", "mediator_id", "site_id", "on_holidays", "site__remote", *RULE_COLUMNS)
    )
    only: dict[int, set[int]] = {}
    for opening, topic in Opening.topics.through.objects.filter(opening__in=found).values_list(
        "opening_id", "topic_id"
    ):
        only.setdefault(opening, set()).add(topic)
    years = range(first.year - 1, last.year + 2)
    return [
        _Set(
            OpenHours(
                row[1],
                row[2],
                rule_of(*row[5:], years=years),
                frozenset(only[row[0]]) if row[0] in only else None,
                row[3],
            ),
            row[4],
        )
        for row in rows
    ]


def _accredited(topics: Iterable[Topic]) -> dict[int, set[int]]:
    """By accreditation that one of the topics needs, who has it. One query."""
    needed = {topic.accreditation_id for topic in topics} - {None}
    found: dict[int, set[int]] = {}
    rows = Mediator.accreditations.through.objects.filter(accreditation__in=needed)
    for accreditation, mediator in rows.values_list("accreditation_id", "mediator_id"):
        found.setdefault(accreditation, set()).add(mediator)
    return found


def _for(topic: Topic, opened: Iterable[_Set], accredited: Mapping[int, set[int]]) -> list[OpenHours]:
    who = None if topic.accreditation_id is None else accredited.get(topic.accreditation_id, set())
    return [
        each.hours
        for each in opened
        if (each.hours.topics is None or topic.pk in each.hours.topics)
        and (each.remote in topic.ways if each.remote else True)
        and (who is None or each.hours.mediator in who)
    ]
