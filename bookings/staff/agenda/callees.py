"""Who is called for an appointment by telephone: everybody together at one number, or some at a number of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookings.models import Appointment, CallTry, Contact
from bookings.models.call_try import MOST_TRIES
from bookings.staff.reaching import BY_PHONE


@dataclass(frozen=True)
class Callee:
    """One number to be called, whose it is, and the calls in vain. `participation`: of whose own it is; 0 for the shared one."""

    names: Sequence[str]
    phone: str
    participation: int
    tries: Sequence[CallTry]

    @property
    def next_try(self) -> int:
        """The number of the next call in vain; 0 where there were three."""
        return len(self.tries) + 1 if len(self.tries) < MOST_TRIES else 0

    @property
    def last_try(self) -> CallTry | None:
        """The last call in vain."""
        return self.tries[-1] if self.tries else None


def callees_of(row: Appointment, own: Mapping[int, Contact], tries: Sequence[CallTry]) -> list[Callee]:
    """Those who are called, whoever shares a number first. `own`: contacts by their ids; `tries` in order."""
    people = sorted(row.participations.all(), key=lambda each: each.position)
    together = [each.resident.name for each in people if each.contact_id is None]
    phone = row.contact.value if row.contact.kind in BY_PHONE else ""
    shared = Callee(together, phone, 0, [each for each in tries if each.participation_id is None])
    alone = [
        Callee(
            [each.resident.name],
            own[each.contact_id].value,
            each.pk,
            [one for one in tries if one.participation_id == each.pk],
        )
        for each in people
        if each.contact_id is not None and each.contact_id in own
    ]
    return [*([shared] if together else []), *alone]
