"""Three times were offered in the place of one that was called off: to whom, and which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings.models import Contact, Interrupted
from bookings.people.contacts import value_index
from bookings.times.search import Choice
from mediation.models import Site


@dataclass(frozen=True)
class Time:
    """One of the three: an instant (UTC) at a site. `position` begins with 1, as people answer."""

    position: int
    starts_at: datetime
    site: Site


def stored(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    """As a row keeps them."""
    return [{"at": choice.starts_at.isoformat(), "site": choice.site_id} for choice in choices]


def times_of(row: Interrupted) -> list[Time]:
    """The times that were offered, with their sites. One query."""
    known = Site.objects.select_related("commune").in_bulk({each["site"] for each in row.times})
    return [
        Time(number, datetime.fromisoformat(each["at"]), known[each["site"]])
        for number, each in enumerate(row.times, start=1)
        if each["site"] in known
    ]


def question_about(appointment_id: int) -> Interrupted | None:
    """What the person of that appointment is being asked, late answers too; None when nothing is open."""
    rows = Interrupted.objects.asked().exclude(times=[])
    return rows.filter(appointment=appointment_id).select_related("appointment__site", "interruption").first()


def question_at(e164: str) -> int | None:
    """The appointment about which somebody at this number is being asked; None where that may be somebody else's."""
    found = Interrupted.objects.asked().filter(
        appointment__contact__value_index=value_index(Contact.Kind.MOBILE, e164),
        appointment__contact__shared=False,
        appointment__status="cancelled",
    )
    found = found.exclude(times=[]).exclude(appointment__participants__discreet=True)
    found = found.exclude(appointment__participants__no_recognition=True)
    pks = set(found.values_list("appointment_id", flat=True)[:2])
    return pks.pop() if len(pks) == 1 else None


def question_by_number(number: str) -> int | None:
    """The same by the booking number of what was called off."""
    found = Interrupted.objects.asked().filter(appointment__number=number, appointment__status="cancelled")
    pks = set(found.exclude(times=[]).values_list("appointment_id", flat=True)[:2])
    return pks.pop() if len(pks) == 1 else None
