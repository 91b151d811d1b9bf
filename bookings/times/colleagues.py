"""Who could receive, each at their own time and place, all those that one mediator was to receive.

Eight queries at most, whatever the number of appointments and mediators: the agenda is read once for all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bookings.models import Appointment
from bookings.times.agenda import Agenda, OpenHours, Pool
from bookings.times.freedom import refusal
from bookings.times.ground import LONGEST, Preference, ground_of, topic_times
from bookings.times.wishes import wish_of
from mediation.intervals import Interval, clip, merge
from mediation.models import Mediator, Opening, Topic
from mediation.models.opening import BOOKABLE, RULE_COLUMNS, rule_of
from mediation.wallclock import day_of, midnight


@dataclass(frozen=True)
class _Who:
    """A mediator, as far as somebody may have asked for them."""

    gender: str
    sign_language: bool
    languages: frozenset[str]
    accreditations: Mapping[int, str]

    def suits(self, topic: Topic, wish: Preference) -> bool:
        """Whether they may take the topic, and are whom somebody asked for."""
        if topic.accreditation_id is not None and topic.accreditation_id not in self.accreditations:
            return False
        return (
            (not wish.gender or wish.gender == self.gender)
            and (not wish.sign_language or self.sign_language)
            and (not wish.language or wish.language in self.languages)
            and (not wish.accreditation or wish.accreditation in self.accreditations.values())
        )


class Colleagues:
    """The agendas of everybody who receives where these appointments are, on their days.

    Appointments come with their topic and site. `away`: whom nobody is handed over to.
    """

    def __init__(
        self, appointments: Sequence[Appointment], *, now: datetime, away: Iterable[int] = ()
    ) -> None:
        self.away = frozenset(away)
        self.given: defaultdict[int, list[Interval]] = defaultdict(list)
        self.agendas: dict[bool, Agenda] = {}
        self.openings: list[OpenHours] = []
        self.people: dict[int, _Who] = {}
        self.zones: dict[int, str] = {}
        if appointments:
            self._read(appointments, now)

    def lightest(self, appointment: Appointment) -> int | None:
        """Who takes it: free then and there, for that topic, as was wished; of several the one with the lightest day.

        It counts as theirs from then on, so that one person is not given everybody. None: nobody can.
        """
        free = [pk for pk in sorted(self.people) if self._is_free(pk, appointment)]
        if not free:
            return None
        chosen = min(free, key=lambda pk: (self._load(pk, appointment), pk))
        self.given[chosen].append(_taken(appointment))
        return chosen

    def _is_free(self, mediator: int, appointment: Appointment) -> bool:
        if mediator in self.away or mediator == appointment.mediator_id:
            return False
        topic = appointment.topic
        if not self.people[mediator].suits(topic, wish_of(appointment.wish)):
            return False
        start, end = _span(appointment)
        agenda = self.agendas[topic.needs_machine]
        as_promised = topic_times(topic)._replace(buffer_min=appointment.buffer_min)
        refused = refusal(
            agenda, as_promised, mediator=mediator, site=appointment.site_id, start=start, end=end
        )
        lasts = _taken(appointment)
        return refused is None and not any(
            begins < lasts[1] and ends > lasts[0] for begins, ends in self.given[mediator]
        )

    def _load(self, mediator: int, appointment: Appointment) -> int:
        """Seconds promised on that local day, as the search counts them."""
        zone = self.zones[appointment.site_id]
        day = day_of(zone, _span(appointment)[0])
        promised = [*self.agendas[False].commitments.get(mediator, ()), *self.given[mediator]]
        within = clip(merge(promised), midnight(zone, day), midnight(zone, day + 1))
        return sum(end - start for start, end in within)

    def _read(self, appointments: Sequence[Appointment], now: datetime) -> None:
        first = min(each.starts_at for each in appointments)
        last = max(each.ends_at for each in appointments)
        site_ids = sorted({each.site_id for each in appointments})
        self.openings = _openings(site_ids, first, last)
        self.people = _people({opening.mediator for opening in self.openings})
        ground = ground_of(
            appointments[0].topic,
            self.openings,
            first=first,
            last=last,
            site_ids=site_ids,
            preference=Preference(),
        )
        self.zones = {pk: site.zone for pk, site in ground.sites.items()}
        window = int(first.timestamp()), int(last.timestamp())
        with_machines = {each.topic.needs_machine for each in appointments} | {False}
        theirs = _by_site(appointments)
        for machines in with_machines:
            about = _as_if(ground.topic, machines)
            agenda = replace(ground, topic=about).agenda(*window, now=now)
            self.agendas[machines] = _without(agenda, theirs)


def _openings(site_ids: Sequence[int], first: datetime, last: datetime) -> list[OpenHours]:
    """Everybody's rules at these sites that may run then, with the topics of each. Two queries."""
    found = Opening.objects.filter(
        site_id__in=site_ids,
        mediator__active=True,
        site__active=True,
        reception__in=BOOKABLE,
        first_day__lte=last.date() + timedelta(days=1),
    )
    found = found.exclude(last_day__lt=first.date() - timedelta(days=2))
    found = found.exclude(repeat_weeks=0, first_day__lt=first.date() - timedelta(days=2))
    rows = list(found.order_by().values_list("pk", "mediator_id", "site_id", "on_holidays", *RULE_COLUMNS))
    topics: defaultdict[int, set[int]] = defaultdict(set)
    through = Opening.topics.through.objects.filter(opening_id__in=[row[0] for row in rows])
    for opening, topic in through.values_list("opening_id", "topic_id"):
        topics[opening].add(topic)
    years = range(first.year - 1, last.year + 2)
    return [
        OpenHours(
            row[1],
            row[2],
            rule_of(*row[4:], years=years),
            frozenset(topics[row[0]]) if row[0] in topics else None,
            bool(row[3]),
        )
        for row in rows
    ]


def _people(mediator_ids: Iterable[int]) -> dict[int, _Who]:
    """Two queries."""
    rows = Mediator.objects.filter(pk__in=mediator_ids).prefetch_related("accreditations")
    return {
        row.pk: _Who(
            gender=row.gender,
            sign_language=row.sign_language,
            languages=frozenset(row.languages),
            accreditations={each.pk: each.code for each in row.accreditations.all()},
        )
        for row in rows
    }


def _as_if(topic: Topic, machines: bool) -> Topic:
    """A topic that uses machines or none, and has the longest buffer: only how far the agenda is read depends on it."""
    return Topic(
        pk=topic.pk,
        needs_machine=machines,
        duration_min=topic.duration_min,
        buffer_min=int(LONGEST.total_seconds() // 60 // 12),
    )


def _without(agenda: Agenda, given_back: Mapping[int, Sequence[Interval]]) -> Agenda:
    """The same, with the rooms and machines of the appointments themselves free: whoever takes one takes its room."""
    pools = {
        site: [_given_back(pool, given_back.get(site, ())) for pool in found]
        for site, found in agenda.pools.items()
    }
    return replace(agenda, pools=pools)


def _given_back(pool: Pool, uses: Sequence[Interval]) -> Pool:
    """A pool without these uses, each once."""
    taken = list(pool.taken)
    for use in uses:
        if use in taken:
            taken.remove(use)
    return pool._replace(taken=taken)


def _by_site(appointments: Iterable[Appointment]) -> dict[int, list[Interval]]:
    uses: defaultdict[int, list[Interval]] = defaultdict(list)
    for each in appointments:
        if each.commitment_id is not None:
            uses[each.site_id].append(_span(each))
    return uses


def _span(appointment: Appointment) -> Interval:
    return int(appointment.starts_at.timestamp()), int(appointment.ends_at.timestamp())


def _taken(appointment: Appointment) -> Interval:
    """With the buffer."""
    start, end = _span(appointment)
    return start, end + appointment.buffer_min * 60
