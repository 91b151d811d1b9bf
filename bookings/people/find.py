"""Finding a person at the counter: by a name however it is spelt, a phone, its last four digits, a number.

Residents belong to the territory (docs/decisions/0001-access.md); which of their appointments are shown is the caller's
`visible`. Six queries at most, whatever is found.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet

from bookings.models import Appointment, Contact, Participation, Referral, Resident, WaitingEntry
from bookings.numbers import BOOKING
from bookings.people.contacts import typed_index
from bookings.people.names import name_key, similar

_CANDIDATES = 300
# From so many letters on, a word without its first two still says something.
_LONG = 5
_ALIKE = 0.62
# `Bihan` for somebody noted as Lebihan.
_WITHIN = 0.95


@dataclass(frozen=True)
class Found:
    """Somebody who may be meant. `same`: the same number or e-mail and a name that could be theirs."""

    resident: Resident
    contact: Contact | None = None
    next_at: datetime | None = None
    last_at: datetime | None = None
    same: bool = False
    score: float = field(default=0.0, compare=False)


def find_people(
    *, name: str = "", reach: str = "", visible: QuerySet[Appointment], now: datetime, most: int = 8
) -> list[Found]:
    """Whoever `name` and `reach` may mean, the likeliest first.

    `reach` is a phone, an e-mail, the last four digits of a phone, or a booking number among
    `visible`. A discreet person is never found by a phone or an e-mail.
    """
    key = name_key(name)
    by_reach = _by_reach(reach.strip(), visible)
    by_name = _by_name(key) if key else []
    people = {resident.pk: resident for resident in [*by_reach, *by_name]}
    known = {resident.pk for resident in by_reach}
    scored = sorted(
        ((_score(person, key, person.pk in known), person) for person in people.values()),
        key=lambda pair: (-pair[0], pair[1].name_key, pair[1].pk),
    )
    best = [pair for pair in scored[:most] if pair[0] > 0]
    return _with_visits(best, known=known, key=key, visible=visible, now=now)


def known_person(resident_id: int, *, visible: QuerySet[Appointment], now: datetime) -> list[Found]:
    """The person with this id, if the record is alive: a list of one, or empty."""
    people = [(1.0, person) for person in _living().filter(pk=resident_id)]
    return _with_visits(people, known=set(), key="", visible=visible, now=now) if people else []


def _score(person: Resident, key: str, known_by_reach: bool) -> float:
    alike = _alike(key, person.name_key) if key else 0.0
    if key and alike < _ALIKE and not known_by_reach:
        return 0.0
    return alike + (2.0 if known_by_reach else 0.0)


def _alike(typed: str, stored: str) -> float:
    """From 0 to 1; 1 when every word typed begins a word of the name, nearly so when it stands within one."""
    words = stored.split()
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return 1.0
    if all(part in stored for part in typed.split()):
        return _WITHIN
    best = [
        max((SequenceMatcher(None, part, word).ratio() for word in words), default=0.0)
        for part in typed.split()
    ]
    return sum(best) / len(best) if best else 0.0


def _living() -> QuerySet[Resident]:
    return Resident.objects.filter(merged_into__isnull=True, erased_at__isnull=True)


def _by_name(key: str) -> list[Resident]:
    words = key.split()
    exact = Q()
    for word in words:
        exact &= Q(name_key__contains=word)
    found = list(_living().filter(exact).order_by("-last_contact_at")[:_CANDIDATES])
    if len(found) >= 3:
        return found
    # A slip of the hand rarely touches both the first two letters of every word and the rest of all of them.
    near = Q()
    for word in words:
        near |= Q(name_key__startswith=word[:2]) | Q(name_key__contains=f" {word[:2]}")
        if len(word) >= _LONG:
            near |= Q(name_key__contains=word[2:])
    return found + list(_living().filter(near).order_by("-last_contact_at")[:_CANDIDATES])


def _by_reach(typed: str, visible: QuerySet[Appointment]) -> list[Resident]:
    digits = "".join(character for character in typed if character.isdigit())
    if not typed:
        return []
    if digits == typed and BOOKING.fits(digits):
        booked = visible.filter(number=digits).order_by("-starts_at").values("pk")[:1]
        keys = list(booked.values_list("pk", flat=True))
        # Overseas there are telephones of as many digits.
        if keys or len(digits) == BOOKING.digits[0]:
            return list(_living().filter(participations__appointment__in=keys))
    if digits == typed and len(digits) == 4:
        return _by_contact(Q(last4=digits))
    index = typed_index(typed)
    return _by_contact(Q(value_index=index)) if index else []


def _by_contact(wanted: Q) -> list[Resident]:
    """Who comes, or is called, at these numbers; who waits for a time there, or was referred and has none yet."""
    contacts = Contact.objects.filter(wanted)
    come = Participation.objects.filter(appointment__contact__in=contacts).values_list("resident_id")
    # (Each by its own index: one condition on all of them would read every row.)
    ids = come.union(
        Participation.objects.filter(contact__in=contacts).values_list("resident_id"),
        WaitingEntry.objects.filter(contact__in=contacts).values_list("resident_id"),
        Referral.objects.filter(contact__in=contacts, resident__isnull=False).values_list("resident_id"),
        Referral.objects.filter(companion_contact__in=contacts, companion__isnull=False).values_list(
            "companion_id"
        ),
    )
    found = _living().filter(pk__in=ids, discreet=False)
    return list(found.order_by("-last_contact_at")[:_CANDIDATES])


def _with_visits(
    best: Iterable[tuple[float, Resident]],
    *,
    known: set[int],
    key: str,
    visible: QuerySet[Appointment],
    now: datetime,
) -> list[Found]:
    best = list(best)
    ids = [person.pk for _score, person in best]
    contacts = last_contacts(ids)
    visits = _visits(ids, visible, now)
    return [
        Found(
            resident=person,
            contact=contacts.get(person.pk),
            next_at=visits.get(person.pk, (None, None))[0],
            last_at=visits.get(person.pk, (None, None))[1],
            same=person.pk in known and bool(key) and similar(key, person.name_key),
            score=score,
        )
        for score, person in best
    ]


def last_contacts(resident_ids: Collection[int]) -> dict[int, Contact]:
    """How each person was last reached, at a number of their own where they had one; of who only waits for a time, how they
    may be. One query, or two.
    """
    rows = (
        Participation.objects.filter(resident_id__in=resident_ids)
        .select_related("appointment__contact", "contact")
        .order_by("appointment__booked_at", "pk")
    )
    contacts = {row.resident_id: row.contact or row.appointment.contact for row in rows}
    if others := set(resident_ids) - contacts.keys():
        waits = WaitingEntry.objects.filter(resident__in=others).select_related("contact").order_by("pk")
        contacts |= {each.resident_id: each.contact for each in waits}
    return contacts


def _visits(
    ids: list[int], visible: QuerySet[Appointment], now: datetime
) -> dict[int, tuple[datetime | None, datetime | None]]:
    """(next appointment, last visit) of each. One query."""
    rows = Participation.objects.filter(
        resident_id__in=ids,
        appointment__in=visible.order_by(),
        appointment__status__in=[*Appointment.STANDING, Appointment.Status.DONE],
    ).values_list("resident_id", "appointment__starts_at", "appointment__status")
    visits: dict[int, tuple[datetime | None, datetime | None]] = {}
    for resident_id, starts_at, status in rows:
        ahead, behind = visits.get(resident_id, (None, None))
        if status in Appointment.STANDING and starts_at > now:
            ahead = min(ahead or starts_at, starts_at)
        elif status == Appointment.Status.DONE:
            behind = max(behind or starts_at, starts_at)
        visits[resident_id] = (ahead, behind)
    return visits
