"""Registering for a workshop, or waiting for a seat: one function for web page, desk, telephone, partner and API."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.db.models import Model

from bookings.errors import AlreadyEnrolled, BookingError, TooLate, WorkshopFull
from bookings.locks import Scope, lock, lock_every
from bookings.models import Contact, JournalEntry, Registration, Resident, Workshop
from bookings.people.contacts import contact_row
from bookings.people.residents import resident_row
from bookings.people.who import Actor, Participant, WayToReach
from bookings.records.journal import announce, fact
from bookings.records.transactions import short_transaction
from bookings.workshops import seats
from bookings.workshops.standing import comes_already
from mediation.crypto import every_hash, keyed_hash
from mediation.together import OrUpdate, insert_together

Kind = JournalEntry.Kind
State = Registration.State


@dataclass(frozen=True)
class Enrolment:
    """Who wants to come to what. Without `date_ids`: to every date ahead. A couple, a parent and child: both or neither.

    `wait`: where there are not enough seats they wait for some, all dates together.
    """

    workshop: Workshop
    people: Sequence[Participant]
    reach: WayToReach
    date_ids: Sequence[int] = ()
    language: str = "fr"
    wait: bool = False
    survey_consent: bool = False
    """They agreed to be asked afterwards how it went."""


def token_hash(token: str) -> str:
    """What is stored instead of the secret of a registration's link."""
    return keyed_hash("registration", token)


class _LockFirst(Exception):
    """What was read without a lock is not enough, or not so any more."""


def enrol(wanted: Enrolment, *, by: Actor, now: datetime, idempotency_key: str, token: str) -> Registration:
    """Gives them a seat each on all the dates they want, or none. The same key once more returns the first registration.

    `token` is the secret of the link by which they find it again. Raises `WorkshopFull` with the dates that have seats
    for them, `TooLate`, `AlreadyEnrolled` (the same name with the same contact), `InvalidContact`, `Busy`.
    """
    try:
        try:
            return _enrol(wanted, by=by, now=now, key=idempotency_key, token=token, sure=False)
        except _LockFirst:
            return _enrol(wanted, by=by, now=now, key=idempotency_key, token=token, sure=True)
    except (IntegrityError, BookingError):
        # The same press, a moment before.
        if (first := Registration.objects.filter(idempotency_key=idempotency_key).first()) is not None:
            return first
        raise


@short_transaction
def _enrol(wanted: Enrolment, *, by: Actor, now: datetime, key: str, token: str, sure: bool) -> Registration:
    """Writes everything as if the seats were there and takes them last: whoever comes next waits for no more than that.

    Raises `_LockFirst` where they were not. `sure`: with the dates locked before anything is said about them.
    """
    contact, count = contact_row(wanted.reach), len(wanted.people)
    lock(_whoever(wanted, contact.row.value_index, key))
    residents = [resident_row(each, language=wanted.language, now=now) for each in wanted.people]
    rows: list[Model | OrUpdate[Contact]] = [contact, *(each for each in residents if not each.pk)]
    if sure:
        # Before the dates, here too: one order.
        insert_together(*rows)
        rows = []
    dates = seats.left(wanted.workshop.pk, wanted.date_ids, now=now, locked=sure)
    if not dates or len(dates) < len(set(wanted.date_ids)):
        raise TooLate
    full = any(left < count for left in dates.values())
    if full and not wanted.wait:
        raise WorkshopFull([pk for pk, left in dates.items() if left >= count])
    if full and not sure:
        # Seats given back meanwhile would be passed on without seeing who waits here; and a key is a place in the line.
        raise _LockFirst
    chosen = [each.resident_id for each in wanted.people if each.resident_id]
    if comes_already(chosen, [each.key for each in wanted.people], contact.row.value_index, dates):
        raise AlreadyEnrolled
    registration = _registration(wanted, full=full, by=by, now=now, key=key, token=token)
    registration.contact = contact.row
    kind = Kind.WORKSHOP_WAITING if full else Kind.WORKSHOP_JOINED
    told = fact(kind, by=by, now=now, registration=registration, seats=count)
    joined = _joined(registration, residents, dates)
    insert_together(*rows, registration, *joined, told)
    announce(told)
    if not full and not seats.taken_if_left(list(dates), count, now=now):
        raise _LockFirst
    return registration


def _registration(
    wanted: Enrolment, *, full: bool, by: Actor, now: datetime, key: str, token: str
) -> Registration:
    return Registration(
        workshop=wanted.workshop,
        seats=len(wanted.people),
        all_dates=not wanted.date_ids,
        state=State.WAITING if full else State.REGISTERED,
        waiting_since=now if full else None,
        language=wanted.language,
        survey_consent=wanted.survey_consent,
        channel=by.channel,
        token_hash=token_hash(token),
        idempotency_key=key,
        made_at=now,
        made_by_id=by.user_id,
    )


def _joined(
    registration: Registration, residents: Sequence[Resident], dates: Iterable[int]
) -> Iterator[Model]:
    """Whom and which dates it is about."""
    person, date = Registration.people.through, Registration.dates.through
    for resident in residents:
        yield person(registration=registration, resident=resident)
    for pk in dates:
        yield date(registration=registration, workshopdate_id=pk)


def _whoever(wanted: Enrolment, contact_index: str | None, key: str) -> list[tuple[Scope, int]]:
    """Two registrations of one person, or of one press, see each other."""
    about = [f"press {key}", *(f"resident {each.resident_id}" for each in wanted.people if each.resident_id)]
    if contact_index is not None:
        about += [index + each.key for index in every_hash(contact_index) for each in wanted.people]
    hashes = (keyed_hash("participant", each) for each in about)
    return [each for hashed in hashes for each in lock_every(Scope.PARTICIPANT, hashed)]
