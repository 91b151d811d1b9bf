"""A number of one's own, of those who come together: they are called there and not at the appointment's."""

from collections.abc import Sequence

from bookings.errors import InvalidContact
from bookings.models import Appointment, Contact
from bookings.people.contacts import contact_row, normalise, refuse_nobody_to_call
from bookings.people.who import Participant, WayToReach
from mediation.together import OrUpdate


def refuse_uncallable(mode: str, reach: WayToReach, people: Sequence[Participant]) -> None:
    """Raises `NobodyToCall` where one of those who come could not be called: whoever has no number of their own is called at
    the one they share. Raises `InvalidContact` ("own_phone") for a number of their own that is none, whichever way they meet.
    """
    for each in people:
        if each.phone:
            own_number(each.phone)
    if not all(each.phone for each in people):
        refuse_nobody_to_call(mode, reach.kind, reach.value)


def own_number(typed: str) -> WayToReach:
    """A telephone of one's own as stored. Raises `InvalidContact` ("own_phone")."""
    try:
        return normalise(WayToReach(Contact.Kind.MOBILE, typed))
    except InvalidContact as refused:
        raise InvalidContact("own_phone", refused.reason, refused.digits) from None


def own_rows(people: Sequence[Participant], shared: OrUpdate[Contact]) -> dict[int, OrUpdate[Contact]]:
    """What `contact_for` saves for those who have a number besides the `shared` one, by their place among `people`.

    Two with one number have one row.
    """
    found: dict[int, OrUpdate[Contact]] = {}
    known: dict[str | None, OrUpdate[Contact]] = {}
    for place, each in enumerate(people):
        row = contact_row(own_number(each.phone)) if each.phone else None
        if row is not None and row.row.value_index != shared.row.value_index:
            found[place] = known.setdefault(row.row.value_index, row)
    return found


def last_digits(appointment: Appointment) -> str:
    """How the numbers end at which some of them are called instead of at the appointment's; empty where none is. One query
    where it is by telephone.
    """
    if appointment.mode != Appointment.Mode.PHONE:
        return ""
    own = appointment.participations.exclude(contact=None).order_by("position")
    return " · ".join(own.values_list("contact__last4", flat=True))
