"""Registering for a workshop: one function for the web page and the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.db.models import F

from bookings.errors import AlreadyEnrolled, TooLate, WorkshopFull
from bookings.models import JournalEntry, Registration, Workshop, WorkshopDate
from bookings.people.contacts import contact_for, index_of
from bookings.people.names import name_key
from bookings.people.residents import resident_for
from bookings.people.who import Actor, Participant, WayToReach
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.crypto import keyed_hash

Kind = JournalEntry.Kind


@dataclass(frozen=True)
class Enrolment:
    """Who wants to come to what. Without `date_ids`: to every date ahead. A couple, a parent and child: both or neither."""

    workshop: Workshop
    people: Sequence[Participant]
    reach: WayToReach
    date_ids: Sequence[int] = ()
    language: str = "fr"


def token_hash(token: str) -> str:
    """What is stored instead of the secret of a registration's link."""
    return keyed_hash("registration", token)


def enrol(wanted: Enrolment, *, by: Actor, now: datetime, idempotency_key: str, token: str) -> Registration:
    """Gives them a seat each on all the dates they want, or none. The same key once more returns the first registration.

    `token` is the secret of the link by which they find it again. Raises `WorkshopFull` with the dates that have seats
    for them, `TooLate`, `AlreadyEnrolled` (the same name with the same contact), `InvalidContact`, `Busy`.
    """
    try:
        return _enrol(wanted, by=by, now=now, key=idempotency_key, token=token)
    except IntegrityError:
        if (first := Registration.objects.filter(idempotency_key=idempotency_key).first()) is not None:
            return first
        raise


@short_transaction
def _enrol(wanted: Enrolment, *, by: Actor, now: datetime, key: str, token: str) -> Registration:
    if (first := Registration.objects.filter(idempotency_key=key).first()) is not None:
        return first
    dates, seats = _locked(wanted, now=now), len(wanted.people)
    if any(date.left < seats for date in dates):
        raise WorkshopFull([date.pk for date in dates if date.left >= seats])
    _refuse_twice(wanted, dates)
    # The constraint has the last word, whatever was read.
    WorkshopDate.objects.filter(pk__in=[date.pk for date in dates]).update(taken=F("taken") + seats)
    registration = Registration.objects.create(
        workshop=wanted.workshop,
        contact=contact_for(wanted.reach),
        seats=seats,
        language=wanted.language,
        channel=by.channel,
        token_hash=token_hash(token),
        idempotency_key=key,
        made_at=now,
        made_by_id=by.user_id,
    )
    people = [resident_for(person, language=wanted.language, now=now) for person in wanted.people]
    registration.people.set(people)
    registration.dates.set(dates)
    _note(Kind.WORKSHOP_JOINED, registration, by, now)
    return registration


def _locked(wanted: Enrolment, *, now: datetime) -> list[WorkshopDate]:
    """The dates, each locked in the order of its key: whoever comes next waits, and reads what is left."""
    found = WorkshopDate.objects.ahead(now).filter(workshop=wanted.workshop).order_by("pk")
    if wanted.date_ids:
        found = found.filter(pk__in=wanted.date_ids)
    dates = list(found.select_for_update())
    if not dates or len(dates) < len(set(wanted.date_ids)):
        raise TooLate
    return dates


def _refuse_twice(wanted: Enrolment, dates: Sequence[WorkshopDate]) -> None:
    index = index_of(wanted.reach)
    if index is None:
        return
    keys = [name_key(person.name) for person in wanted.people]
    standing = Registration.objects.filter(
        cancelled_at=None, dates__in=dates, contact__value_index=index, people__name_key__in=keys
    )
    if standing.exists():
        raise AlreadyEnrolled


@short_transaction
def withdraw(registration_id: int, *, by: Actor, now: datetime) -> Registration:
    """They do not come: their seats on the dates ahead are free at once. Once more changes nothing."""
    dates = WorkshopDate.objects.filter(registrations=registration_id, starts_at__gt=now)
    ids = sorted(dates.values_list("pk", flat=True))
    list(WorkshopDate.objects.filter(pk__in=ids).order_by("pk").select_for_update())
    registration = Registration.objects.select_for_update().get(pk=registration_id)
    if registration.cancelled_at is not None:
        return registration
    WorkshopDate.objects.filter(pk__in=ids).update(taken=F("taken") - registration.seats)
    registration.cancelled_at = now
    registration.save(update_fields=["cancelled_at"])
    _note(Kind.WORKSHOP_LEFT, registration, by, now)
    return registration


def _note(kind: JournalEntry.Kind, registration: Registration, by: Actor, now: datetime) -> None:
    note(
        kind,
        by=by,
        now=now,
        organisation_id=registration.workshop.organisation_id,
        registration=registration.pk,
        seats=registration.seats,
    )
