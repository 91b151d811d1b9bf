"""Records that are likely the same person's: reached the same way, with near names.

Nothing is ever joined by itself: couples, brothers and hostels share a telephone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, groupby

from django.db.models import Count, QuerySet

from bookings.models import Appointment, Contact, KeptApart, Participation, Resident
from bookings.people.names import similar

# A contact shared by more people than this is a hostel's or an office's: its pairs say nothing.
_SHARED_BY_MANY = 12
_ROWS_READ = 20_000


@dataclass(frozen=True)
class Pair:
    """Two records, the older first, and the contact they share."""

    first_id: int
    second_id: int
    contact_id: int


def likely_pairs(visible: QuerySet[Appointment]) -> list[Pair]:
    """All likely pairs that share a contact of `visible`, the latest contact first. Two queries."""
    kept = set(KeptApart.objects.values_list("first_id", "second_id"))
    seen: set[tuple[int, int]] = set()
    pairs = []
    for contact_id, people in groupby(_people_by_contact(visible), key=lambda row: row[0]):
        for first, second in _alike(list(people)):
            ids = min(first, second), max(first, second)
            if ids not in kept and ids not in seen:
                seen.add(ids)
                pairs.append(Pair(*ids, contact_id))
    return pairs


def is_likely(first: Resident, second: Resident, visible: QuerySet[Appointment]) -> bool:
    """Whether these two share a contact of `visible`: what staff may decide about."""
    contacts = Participation.objects.filter(resident=second).values("appointment__contact")
    shared = Contact.objects.filter(pk__in=contacts, appointments__participations__resident=first)
    return shared.filter(appointments__in=visible.order_by()).exists()


def _people_by_contact(visible: QuerySet[Appointment]) -> Iterator[tuple[int, int, str]]:
    """(contact, resident, name key), each once, of contacts that several people share."""
    living = Participation.objects.filter(
        resident__merged_into__isnull=True, resident__erased_at__isnull=True
    )
    shared = (
        living.filter(
            appointment__contact__in=visible.order_by().values("contact"),
            appointment__contact__value_index__isnull=False,
        )
        .order_by()
        .values("appointment__contact")
        .annotate(people=Count("resident", distinct=True))
        .filter(people__gte=2, people__lte=_SHARED_BY_MANY)
    )
    rows = (
        living.filter(appointment__contact__in=shared.values("appointment__contact"))
        .order_by("-appointment__contact_id", "resident_id")
        .values_list("appointment__contact_id", "resident_id", "resident__name_key")
        .distinct()
    )
    yield from rows[:_ROWS_READ]


def _alike(people: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    for (_contact, first, first_key), (_same, second, second_key) in combinations(people, 2):
        if similar(first_key, second_key):
            yield first, second
