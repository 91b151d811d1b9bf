"""The appointments of a time grid: what stands in a cell, read in one query however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import get_language

from bookings.models import Appointment
from bookings.people.preparation import INTERPRETER, words
from bookings.staff.agenda.lines import topic_names
from bookings.staff.agenda.shown import COMING, Filters
from mediation.remembered import remember

_COLUMNS = (
    "pk",
    "mediator_id",
    "site_id",
    "starts_at",
    "ends_at",
    "status",
    "mode",
    "preparation",
    "interpreter",
    "topic_id",
    "participations__resident__name",
)


@dataclass(frozen=True)
class Need:
    """Something to have ready: the name of its pictogram, and the words beside it."""

    pictogram: str
    words: str


@dataclass(frozen=True)
class Booked:
    """An appointment as a cell says it. Instants are UTC; `state` in words."""

    pk: int
    mediator_id: int
    site_id: int
    starts_at: datetime
    ends_at: datetime
    status: str
    mode: str
    names: tuple[str, ...]
    needs: tuple[Need, ...]
    topic_id: int

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return str(Appointment.Status(self.status).label)

    @property
    def elsewhere(self) -> str:
        """How they meet, if not at the site."""
        return "" if self.mode == Appointment.Mode.ON_SITE else str(Appointment.Mode(self.mode).label)


def booked(filters: Filters, first: date, days: int, mediator_ids: Sequence[int]) -> list[Booked]:
    """Appointments of these mediators that are promised, under way, kept or missed, by time. One query."""
    found = filters.appointments(first, days).filter(status__in=COMING, mediator_id__among=mediator_ids)
    return _by_appointment(found.order_by("starts_at", "pk", "participations__position"))


def _by_appointment(found: QuerySet[Appointment]) -> list[Booked]:
    """A row for each person who comes becomes one for each appointment."""
    made: dict[int, Booked] = {}
    for *columns, name in found.values_list(*_COLUMNS):
        pk, mediator, site, starts_at, ends_at, status, mode, preparation, interpreter, topic = columns
        names = (*made[pk].names, name) if pk in made else (name,) if name else ()
        needs = _needs(preparation, interpreter)
        made[pk] = Booked(pk, mediator, site, starts_at, ends_at, status, mode, names, needs, topic)
    return list(made.values())


def _needs(keys: Sequence[str], interpreter: str) -> tuple[Need, ...]:
    """What to have ready; of an interpreter also whether one is booked (`Appointment.Interpreter`)."""
    made = [Need(key.partition(":")[0], said) for key, said in zip(keys, words(keys), strict=True)]
    if not interpreter:
        return tuple(made)
    state = Appointment.Interpreter(interpreter).label
    return tuple(
        Need(each.pictogram, f"{each.words} ({state})") if each.pictogram == INTERPRETER else each
        for each in made
    )


def names_of_topics() -> dict[int, str]:
    """Topics' names in the reader's language, some seconds old at most: an open agenda asks for them again and again."""
    return remember(("agenda topics", get_language()), topic_names)
