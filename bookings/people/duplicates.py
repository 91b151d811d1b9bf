"""Records that are likely the same person's: near names, reached the same way or in two ways that do not exclude each other.

Nothing is ever joined by itself: couples, brothers and hostels share a telephone, and namesakes a name.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, groupby

from django.db.models import Count, QuerySet

from bookings.models import Appointment, KeptApart, Participation
from bookings.people.names import similar, sound_key

# A contact shared by more people than this is a hostel's or an office's, a name by more is a usual one: their pairs say
# nothing.
_SHARED_BY_MANY = 12
_NAMESAKES = 6
_ROWS_READ = 20_000


@dataclass(frozen=True)
class Pair:
    """Two records, the older first, and the contact they share; None: only a name."""

    first_id: int
    second_id: int
    contact_id: int | None


def likely_pairs(visible: QuerySet[Appointment]) -> list[Pair]:
    """All likely pairs among `visible`: those who share a contact, the latest first, then those who share a name. Three
    queries.
    """
    kept = set(KeptApart.objects.values_list("first_id", "second_id"))
    pairs: dict[tuple[int, int], Pair] = {}
    for contact_id, first, second in (*_by_contact(visible), *_by_name(visible)):
        ids = min(first, second), max(first, second)
        if ids not in kept:
            pairs.setdefault(ids, Pair(*ids, contact_id))
    return list(pairs.values())


def _by_contact(visible: QuerySet[Appointment]) -> Iterator[tuple[int, int, int]]:
    for contact_id, people in groupby(_people_by_contact(visible), key=lambda row: row[0]):
        for first, second in _alike(list(people)):
            yield contact_id, first, second


@dataclass
class _Known:
    """A person of whom one knows a full name, and the kinds of their contacts."""

    pk: int
    key: str
    kinds: set[str] = field(default_factory=set)


def _by_name(visible: QuerySet[Appointment]) -> Iterator[tuple[None, int, int]]:
    """Full names that are alike, of people reached in different ways: a mobile here, an e-mail there.

    Two mobiles are two people as far as one can tell.
    """
    sounds: dict[str, list[_Known]] = defaultdict(list)
    for person in _people(visible):
        sounds[sound_key(person.key)].append(person)
    for people in sounds.values():
        if len(people) <= _NAMESAKES:
            for first, second in combinations(people, 2):
                if not first.kinds & second.kinds and similar(first.key, second.key):
                    yield None, first.pk, second.pk


def _people(visible: QuerySet[Appointment]) -> list[_Known]:
    """Whoever has at least two names, the latest first. One query."""
    rows = (
        Participation.objects.filter(
            appointment__in=visible.order_by(),
            resident__merged_into__isnull=True,
            resident__erased_at__isnull=True,
            resident__name_key__contains=" ",
        )
        .order_by("-resident_id")
        .values_list("resident_id", "resident__name_key", "appointment__contact__kind")
        .distinct()
    )
    people: dict[int, _Known] = {}
    for pk, key, kind in rows[:_ROWS_READ]:
        people.setdefault(pk, _Known(pk, key)).kinds.add(kind)
    return list(people.values())


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
