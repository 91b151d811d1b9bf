"""Who asks for their data: which telephone or mailbox can prove it, and which records are theirs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from bookings.following.links import own_person, person_of_link
from bookings.models import (
    Appointment,
    Contact,
    KeptApart,
    LinkToken,
    Participation,
    Referral,
    Registration,
    Resident,
    WaitingEntry,
)
from bookings.people.find import last_contacts
from bookings.people.links import appointment_of
from mediation.crypto import keyed_hash, link_token

OPEN_FOR = timedelta(minutes=30)
"""So long what is held may be looked at once a code was right."""
MOST = 20
"""Records of one person: the web makes one anew for each booking."""
_PURPOSE = "rights"
_NUMBER = "rights number"
_DESK = "rights desk"
# Who else is reached at a telephone or mailbox: which one, and whom.
_REACHED: tuple[tuple[type[Model], str, str], ...] = (
    (WaitingEntry, "contact", "resident"),
    (Referral, "contact", "resident"),
    (Referral, "companion_contact", "companion"),
    (Registration, "contact", "people"),
)
_BY_CODE = (Contact.Kind.MOBILE, Contact.Kind.EMAIL)


@dataclass(frozen=True)
class Asking:
    """Somebody with a link of their own. `contact`: where a code may go; None where only the team can tell who asks."""

    person: Resident
    contact: Contact | None
    code_key: UUID


def asking(token: str, *, now: datetime) -> Asking | None:
    """Whose link this is: of a sheet, a message, or an appointment made for oneself alone. Changes nothing.

    No code goes to a telephone that is shared, by word or by what was booked with it, to who can only be called, wants no SMS,
    or is discreet in any of their records: whoever holds the telephone would read all.
    """
    person = person_of_link(token, now=now)
    contact = last_contacts([person.pk]).get(person.pk) if person is not None else None
    if person is None:
        appointment = appointment_of(token, now=now)
        if appointment is None or (person := own_person(appointment)) is None:
            return None
        contact = appointment.contact
    proves = contact is not None and not person.discreet and _proves(person, contact)
    return Asking(person, contact if proves else None, UUID(keyed_hash("rights code", token)[:32]))


def _proves(person: Resident, contact: Contact) -> bool:
    if contact.kind not in _BY_CODE or not contact.value or contact.shared:
        return False
    if contact.kind == Contact.Kind.MOBILE and (contact.by_call or contact.opted_out_at is not None):
        return False
    index = str(contact.value_index)
    return _names_reached(index) == {person.name_key} and not _told_apart(person, index)


def _names_reached(index: str) -> set[str]:
    """Keys of the names of everybody alive who is reached there: who came first to an appointment, waits, was referred, or is
    registered. What somebody booked for another has no name of theirs.
    """
    first = Participation.objects.filter(
        position=1, appointment__contact__value_index=index, resident__erased_at=None
    ).values_list("resident__name_key", "appointment__relation")
    names = {name if relation == Appointment.Relation.SELF else "" for name, relation in first}
    own = Participation.objects.filter(contact__value_index=index, resident__erased_at=None)
    names |= set(own.values_list("resident__name_key", flat=True))
    for model, reach, path in _REACHED:
        rows = model._default_manager.filter(**{f"{reach}__value_index": index, f"{path}__erased_at": None})
        names |= set(rows.exclude(**{path: None}).values_list(f"{path}__name_key", flat=True))
    return names


def _of_that_name(person: Resident, index: str) -> QuerySet[Participation]:
    """Where somebody of that name came first, or has a number of their own: who comes along is somebody else."""
    first = Q(position=1, appointment__contact__value_index=index)
    living = {
        "resident__name_key": person.name_key,
        "resident__merged_into": None,
        "resident__erased_at": None,
    }
    return Participation.objects.filter(first | Q(contact__value_index=index), **living)


def _told_apart(person: Resident, index: str) -> bool:
    """Whether one of them is discreet, or the team has said that two of that name are two people: father and son."""
    rows = _of_that_name(person, index)
    if rows.filter(resident__discreet=True).exists():
        return True
    records = {person.pk, *rows.values_list("resident", flat=True)}
    return KeptApart.objects.filter(first__in=records, second__in=records).exists()


def records_of(person: Resident, contact: Contact | None) -> list[int]:
    """Their records: this one, and those of the same name that were reached at the telephone or mailbox that proves it."""
    if contact is None:
        return [person.pk]
    same = _of_that_name(person, str(contact.value_index))
    found = set(same.values_list("resident", flat=True)) - {person.pk}
    return [person.pk, *sorted(found, reverse=True)[: MOST - 1]]


def opened(records: list[int], *, indexes: Iterable[str], now: datetime) -> str:
    """A new clear token that shows these records for half an hour; it is kept in a cookie, never in an address.

    `indexes`: of the telephones and mailboxes that are known to be theirs.
    """
    token = link_token() + link_token()
    hashes = [(pk, _hash(token, place)) for place, pk in enumerate(records)]
    hashes += [(records[0], _hash_of_number(token, index)) for index in sorted(set(indexes))]
    LinkToken.objects.bulk_create(
        LinkToken(resident_id=pk, token_hash=hashed, expires_at=now + OPEN_FOR) for pk, hashed in hashes
    )
    return token


def open_until(token: str) -> datetime | None:
    """When its time is over; None once it shows nothing."""
    row = LinkToken.objects.filter(token_hash=_hash(token, 0)).first()
    return row.expires_at if row is not None else None


def proved_by(token: str, indexes: Collection[str], *, now: datetime) -> frozenset[str]:
    """Which of these were known to be theirs when it was opened. One that was typed since is perhaps somebody else's, of whom
    nothing is shown.
    """
    hashes = {_hash_of_number(token, index): index for index in indexes}
    good = LinkToken.objects.filter(token_hash__in=hashes, expires_at__gt=now)
    return frozenset(hashes[each] for each in good.values_list("token_hash", flat=True))


def shown_by(token: str, *, now: datetime) -> list[Resident]:
    """The records that a cookie's token shows, the one first that was asked for; none once its time is over."""
    if not token:
        return []
    hashes = [_hash(token, place) for place in range(MOST)]
    rows = LinkToken.objects.filter(
        Q(token_hash__in=hashes), resident__erased_at=None, resident__merged_into=None, expires_at__gt=now
    )
    found = {row.token_hash: row.resident for row in rows.select_related("resident__commune")}
    return [person for each in hashes if (person := found.get(each)) is not None]


def closed(token: str) -> None:
    """Nothing is shown by it any more."""
    LinkToken.objects.filter(token_hash__in=[_hash(token, place) for place in range(MOST)]).delete()


def _hash(token: str, place: int) -> str:
    return keyed_hash(_PURPOSE, f"{place}:{token}")


def _hash_of_number(token: str, index: str) -> str:
    return keyed_hash(_NUMBER, f"{index}:{token}")


def desk_hash(number: str, digits: str) -> str:
    """Under which a code is kept that the desk has given, with the booking number it goes with."""
    return keyed_hash(_DESK, f"{number}:{digits}")
