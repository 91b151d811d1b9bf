"""What is held of a person, as plain values with names: a page, a sheet of paper and a file say it in their own words."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

from bookings.people.traces import Traces

Value = str | int | bool | date | datetime | list[str]
Item = Mapping[str, Value]


@dataclass(frozen=True)
class Section:
    """One kind of thing that is held. Each item has the names of what is known of it; what is not known is left out."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Shown:
    """How much may be shown. None: everything, to the person themselves.

    `organisations`: whose appointments and registrations; `notes_of`: whose private notes and next steps. `to_themselves`: with
    what the team only reads where it has to, the address of a visit. `proved`: which of some numbers (their indexes) are known
    to be theirs; what is known by a number alone is shown of those.
    """

    organisations: frozenset[int] | None = None
    notes_of: frozenset[int] | None = None
    to_themselves: bool = True
    proved: Callable[[Collection[str]], Collection[str]] | None = None

    def shows(self, organisation_id: int | None) -> bool:
        """Whether what is an organisation's may be shown; what is nobody's may."""
        return self.organisations is None or organisation_id is None or organisation_id in self.organisations

    def reads(self, organisation_id: int | None) -> bool:
        """Whether what only those who help may read is shown."""
        return self.notes_of is None or organisation_id in self.notes_of


EVERYTHING = Shown()


@dataclass(frozen=True)
class Held:
    """All that is held. `elsewhere`: how much of it is held by whom, and not shown here."""

    sections: tuple[Section, ...]
    elsewhere: Mapping[str, int] = field(default_factory=dict)


def known(**values: Value | None) -> Item:
    """Only what there is: nothing empty, no "no", no zero."""
    return {name: value for name, value in values.items() if value}


def at(moment: datetime | None, zone: str = "") -> datetime | None:
    """A moment on the wall clock of `zone`, the service's own where none is given."""
    return moment.astimezone(ZoneInfo(zone or settings.TIME_ZONE)) if moment is not None else None


def section(name: str, items: Iterable[Item]) -> list[Section]:
    """A section, if there is anything in it."""
    found = tuple(item for item in items if item)
    return [Section(name, found)] if found else []


Teller = Callable[[Traces, Shown], list[Section]]


def held_elsewhere(traces: Traces, shown: Shown) -> list[Section]:
    """What other parts hold (settings, `TELLERS`)."""
    tellers: list[Teller] = [import_string(path) for path in settings.TELLERS]
    return [each for teller in tellers for each in teller(traces, shown)]
