"""A drop-in as its page shows it, in a number of queries that does not grow with who is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from bookings.dropin.hours import Held, held_on, mediators_of, today_at
from bookings.dropin.line import lined_up
from bookings.dropin.measured import Waits, waits_of
from bookings.dropin.states import MOST_CALLS, OVER, UNDO_WITHIN, WITH_SOMEBODY, State
from bookings.models import Appointment, DropInDay, Turn
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import hours_of, mediators_within, sites_within, within
from mediation.access import Kind, reach_of
from mediation.models import Mediator, Site


@dataclass(frozen=True)
class Row:
    """One number. `name`: as they gave it, or of their appointment; `since`: of the state in which they stand."""

    turn: Turn
    name: str
    topic: str
    since: datetime
    waited_min: int
    undoable: bool

    @property
    def may_be_called_again(self) -> bool:
        """Whether a call is left."""
        return self.turn.calls < MOST_CALLS


class Queue:
    """One site's drop-in of a day, for whoever asks."""

    def __init__(self, request: HttpRequest, site: Site, now: datetime) -> None:
        self.site, self.now = site, now
        self.reach = reach_of(request)
        self.day: date = today_at(site, now)
        self.row = DropInDay.objects.filter(site=site, day=self.day).first()
        self.held: Sequence[Held] = held_on([site], self.day)
        self.rows = self._rows()

    def _rows(self) -> list[Row]:
        if self.row is None:
            return []
        turns = self.row.turns.select_related("mediator", "resident", "appointment", "contact")
        turns = turns.prefetch_related("periods", "appointment__participations__resident")
        names = topic_names()
        return [self._row(turn, names.get(turn.topic_id or 0, "")) for turn in turns.order_by("number")]

    def _row(self, turn: Turn, topic: str) -> Row:
        periods = list(turn.periods.all())
        since = periods[-1].began_at if periods else turn.joined_at
        waited = self.now - turn.joined_at
        noted = turn.appointment_id is not None and not turn.promised
        undoable = len(periods) > 1 and self.now <= since + UNDO_WITHIN and not noted
        return Row(turn, _name(turn), topic, since, int(waited.total_seconds()) // 60, undoable)

    def _standing(self, *states: State) -> list[Row]:
        return [row for row in self.rows if row.turn.state in states]

    @cached_property
    def waiting(self) -> list[Row]:
        """In the order in which they are called."""
        by_turn = {row.turn.pk: row for row in self._standing(State.WAITING)}
        return [by_turn[turn.pk] for turn in lined_up([r.turn for r in by_turn.values()], now=self.now)]

    @property
    def with_somebody(self) -> list[Row]:
        """Called, or being helped."""
        return self._standing(*WITH_SOMEBODY)

    @property
    def paused(self) -> list[Row]:
        """Away by agreement, or missed."""
        return self._standing(State.PARKED, State.MISSED)

    @property
    def over(self) -> list[Row]:
        """Settled, the last one first."""
        return sorted(self._standing(*OVER), key=lambda row: row.since, reverse=True)

    @cached_property
    def holders(self) -> list[Mediator]:
        """Who holds this drop-in today."""
        return mediators_of(self.held)

    @cached_property
    def mediators(self) -> list[Mediator]:
        """For whom one may call: oneself, or whoever holds this drop-in."""
        if self.reach.holds(Kind.MEDIATOR) and self.reach.mediator_id is not None:
            return list(Mediator.objects.filter(pk=self.reach.mediator_id))
        return self.holders or list(mediators_within(self.reach).order_by("name"))

    @cached_property
    def desk(self) -> str:
        """Where the one mediator has called people to last."""
        if len(self.mediators) != 1:
            return ""
        called = Turn.objects.filter(mediator=self.mediators[0]).exclude(desk="").order_by("-called_at")
        return called.values_list("desk", flat=True).first() or ""

    @cached_property
    def expected(self) -> list[Appointment]:
        """Appointments here today, during the drop-in, of people who have no number yet."""
        if not self.held:
            return []
        start, end = hours_of(self.day, 1, self.site.timezone)
        first = min(held.starts_at for held in self.held) - timedelta(hours=1)
        last = max(held.ends_at for held in self.held)
        found = within(self.reach).filter(
            site=self.site,
            status__in=Appointment.STANDING,
            mode=Appointment.Mode.ON_SITE,
            starts_at__range=(max(start, first), min(end, last)),
            turn=None,
        )
        return list(found.select_related("mediator").prefetch_related("participations__resident"))

    @cached_property
    def waits(self) -> Waits:
        """The day's figures so far."""
        return waits_of(self.site.pk, self.day, now=self.now)

    @property
    def open(self) -> bool:
        """Whether somebody may take a number."""
        return bool(self.held) and not self.closed

    @property
    def closed(self) -> bool:
        """Whether it was ended."""
        return self.row is not None and self.row.closed_at is not None


def _name(turn: Turn) -> str:
    if turn.appointment is not None:
        people = turn.appointment.participations.all()
        return " · ".join(each.resident.name for each in people if each.resident.name)
    return turn.name or (turn.resident.name if turn.resident else "")


def site_or_404(request: HttpRequest, site_id: int) -> Site:
    """The site, if it is within reach."""
    return get_object_or_404(sites_within(reach_of(request)), pk=site_id)


def turn_or_404(request: HttpRequest, pk: int) -> Turn:
    """The number, if its site is within reach."""
    sites = sites_within(reach_of(request)).order_by()
    return get_object_or_404(Turn.objects.select_related("day__site", "topic"), pk=pk, day__site__in=sites)
