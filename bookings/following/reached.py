"""How somebody is reached about what they have to do, and whether nobody else reads it there."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from bookings.models import Appointment, Contact, Participation


@dataclass(frozen=True)
class Reached:
    """`own`: theirs alone, given for themselves, and nobody of another name has come by it."""

    contact: Contact
    own: bool


def reached(resident_ids: Collection[int]) -> dict[int, Reached]:
    """The contact of each one's last booking. One query."""
    # Who books on the web twice has two records: of one name, they are one person.
    others = Participation.objects.filter(appointment__contact=OuterRef("appointment__contact")).exclude(
        resident__name_key=OuterRef("resident__name_key")
    )
    rows = (
        Participation.objects.filter(resident__in=resident_ids)
        .select_related("appointment__contact")
        .annotate(with_others=Exists(others))
        .order_by("appointment__booked_at", "pk")
    )
    return {row.resident_id: Reached(row.appointment.contact, _own(row)) for row in rows}


def _own(row: Participation) -> bool:
    booked = row.appointment
    shared = booked.contact.shared or row.with_others  # type: ignore[attr-defined]  # annotated
    return booked.relation == Appointment.Relation.SELF and not shared
