"""What days bring beside the plan, for the lines of an agenda: calls in vain, visits at home."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bookings.models import Appointment, CallTry, Contact, HomeVisit

_MODES = Appointment.Mode


@dataclass(frozen=True)
class Real:
    """By appointment: its tries in order, its visit; the numbers that people have for themselves, by their ids."""

    tries: dict[int, list[CallTry]] = field(default_factory=dict)
    visits: dict[int, HomeVisit] = field(default_factory=dict)
    own_numbers: dict[int, Contact] = field(default_factory=dict)


def real_of(rows: Sequence[Appointment]) -> Real:
    """One query where somebody is called, one where somebody has a number of their own, one where somebody is visited."""
    found = Real()
    called = [row for row in rows if row.mode == _MODES.PHONE]
    if called:
        for each in CallTry.objects.filter(appointment__in=[row.pk for row in called]).order_by("number"):
            found.tries.setdefault(each.appointment_id, []).append(each)
    own = {each.contact_id for row in called for each in row.participations.all() if each.contact_id}
    if own:
        found.own_numbers.update(Contact.objects.in_bulk(own))
    if visited := [row.pk for row in rows if row.mode == _MODES.HOME]:
        visits = HomeVisit.objects.filter(appointment__in=visited).select_related("watcher")
        found.visits.update({each.appointment_id: each for each in visits})
    return found
