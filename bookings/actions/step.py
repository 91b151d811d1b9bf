"""One step in a referral's life: allowed by the table, locked, journaled. Every verb about referrals takes it."""

from datetime import datetime
from typing import Any

from bookings.errors import ChangedMeanwhile, StepRefused
from bookings.models import (
    Appointment,
    CallBack,
    JournalEntry,
    Referral,
    Registration,
    WaitingEntry,
    WorkshopDate,
)
from bookings.people.who import Actor
from bookings.records.journal import announce, fact
from bookings.records.transactions import short_transaction
from bookings.referrals.states import OPEN, State, Who, is_allowed
from mediation.prepared import insert


def locked_referral(referral_id: int, *, if_version: int | None = None) -> Referral:
    """The referral, its own row locked for the rest of the transaction.

    `if_version`: what whoever asks has read. Raises `ChangedMeanwhile` when it is another by now.
    """
    rows = Referral.objects.select_for_update(of=("self",)).select_related("organisation", "site", "topic")
    referral = rows.get(pk=referral_id)
    if if_version is not None and referral.version != if_version:
        raise ChangedMeanwhile(referral.version)
    return referral


def lock_what_it_led_to(referral_id: int) -> int | None:
    """Locks the seats, the appointment and the wait that a referral led to, which come before it in the locking order; the
    appointment's id. For whoever is going to change them together with the referral.
    """
    *led_to, registration = Referral.objects.values_list(
        "appointment_id", "waiting_id", "registration_id"
    ).get(pk=referral_id)
    if registration is not None:
        dates = WorkshopDate.objects.filter(workshop__registrations=registration)
        list(dates.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        Registration.objects.select_for_update(of=("self",)).get(pk=registration)
    for rows, pk in zip((Appointment.objects, WaitingEntry.objects), led_to, strict=True):
        if pk is not None:
            rows.select_for_update(of=("self",)).get(pk=pk)
    return led_to[0]


@short_transaction
def take_step(
    referral_id: int,
    to: State,
    *,
    who: Who,
    by: Actor,
    now: datetime,
    if_version: int | None = None,
    **data: Any,
) -> Referral:
    """Leads the referral to `to`; there already, nothing changes. `data`: ids and codes for the fact.

    Raises `StepRefused` when the table does not let `who` do that from where it stands, `ChangedMeanwhile`.
    """
    referral = locked_referral(referral_id, if_version=if_version)
    return step(referral, to, who=who, by=by, now=now, **data)


def step(referral: Referral, to: State, *, who: Who, by: Actor, now: datetime, **data: Any) -> Referral:
    """The same for a referral that the caller's transaction has locked, together with what the caller has set on it."""
    if referral.at is to:
        return referral
    said = advance(referral, to, who=who, now=now)
    referral.save()
    if to not in OPEN:
        _nobody_calls(referral, now=now)
    write(f"referral_{to}", referral, by=by, now=now, **said, **data)
    return referral


def refuse_while_booked(referral: Referral, to: State, who: Who) -> None:
    """Whoever has a time or a seat keeps it: it is given back where appointments and workshops are, and the referral follows.

    Raises `StepRefused`.
    """
    appointment, registration = referral.appointment, referral.registration
    has_time = appointment is not None and appointment.status in Appointment.STANDING
    has_seat = registration is not None and registration.state in Registration.SEATED
    if referral.at is State.BOOKED and (has_time or has_seat):
        raise StepRefused(referral.state, to, who)


def advance(referral: Referral, to: State, *, who: Who, now: datetime) -> dict[str, Any]:
    """Leads a referral to `to` in memory; what the fact says of that. Whoever calls saves and writes. Raises `StepRefused`."""
    if not is_allowed(referral.at, to, who):
        raise StepRefused(referral.state, to, who)
    was, referral.state, referral.since = referral.state, to.value, now
    referral.version += 1
    if to is State.INVITED:
        referral.invited_at, referral.chased, referral.answered_at = now, 0, None
    if who is Who.PERSON:
        referral.answered_at = now
    return {"who": who.value, "was": was, "state": to.value, "referral_version": referral.version}


def _nobody_calls(referral: Referral, *, now: datetime) -> None:
    """Whoever has a time, or gets none any more, is not called back for it."""
    booked = referral.at is State.BOOKED
    referral.call_backs.filter(status=CallBack.Status.OPEN).update(
        status=CallBack.Status.DONE if booked else CallBack.Status.DROPPED,
        booked=referral.appointment if booked else None,
        handled_at=now,
        taken_by=None,
        taken_at=None,
    )


def write(kind: str, referral: Referral, *, by: Actor, now: datetime, **data: Any) -> JournalEntry:
    """A fact about a referral, with its version then."""
    entry = insert(said_of(kind, referral, by=by, now=now, **data))
    announce(entry)
    return entry


def said_of(kind: str, referral: Referral, *, by: Actor, now: datetime, **data: Any) -> JournalEntry:
    """The same, for whoever saves it (and `announce`s it) together with the referral."""
    entry = fact(
        JournalEntry.Kind(kind),
        by=by,
        now=now,
        organisation_id=referral.organisation_id,
        **{"referral_version": referral.version, "state": referral.state, **data},
    )
    entry.referral, entry.resident = referral, referral.resident
    return entry
