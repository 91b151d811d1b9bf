"""One mediator's time promised: what `book` does once it knows whom to ask, in one short transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from bookings.actions.hold import keep
from bookings.actions.look import look
from bookings.actions.take import claim, locks_for
from bookings.actions.wish import Wish
from bookings.locks import Scope, lock_every, locking
from bookings.models import Appointment, Contact, HomeVisit, JournalEntry, Participation, Resident
from bookings.people.contacts import contact_row
from bookings.people.own_numbers import own_rows
from bookings.people.preparation import asked
from bookings.people.residents import refuse_hoarding, resident_row
from bookings.people.who import Actor
from bookings.records.drawing import booking_number
from bookings.records.journal import ask_readers, fact
from bookings.records.transactions import short_transaction
from bookings.times import wishes
from bookings.times.kept import Version
from bookings.times.span import Span
from mediation.crypto import every_hash, keyed_hash
from mediation.together import OrUpdate, insert_together


class OpeningsChanged(Exception):
    """Somebody has changed openings, or what stands in their way, since they were read: look again."""


Beside = Callable[[Appointment], Sequence[Model]]


@short_transaction
def promise(
    mediator_id: int,
    wish: Wish,
    span: Span,
    *,
    by: Actor,
    now: datetime,
    key: str,
    beside: Beside | None,
    overridden: Sequence[str] = (),
    presumed: Version | None = None,
) -> Appointment:
    """The appointment with that mediator, and all that is written with it. Raises `SlotTaken`, `TooManyAhead`, and
    `IntegrityError` where `key` has made one already; `OpeningsChanged` where they are not as `presumed` any more.
    """
    contact = contact_row(wish.reach, verified_at=wish.verified_at)
    index = contact.row.value_index
    seen = look(
        span,
        mediator_id,
        now=now,
        names=() if by.is_staff else [person.key for person in wish.participants],
        contact_index=index,
        ground=presumed is not None,
        after=locking([*_participants(wish, index), *locks_for(span, mediator_id)]),
    )
    if seen.ground != presumed:
        raise OpeningsChanged
    # First: on a slot many people want, most hear no more than this.
    kept = keep(wish.hold_id, span, mediator_id=mediator_id, now=now)
    commitment = kept or claim(span, mediator_id=mediator_id, now=now, near=seen.near)
    refuse_hoarding(wish.participants, seen.held)
    appointment = _promised(wish, span, mediator_id=mediator_id, by=by, now=now, key=key)
    appointment.commitment, appointment.contact = commitment, contact.row
    data: dict[str, Any] = {"overridden": list(overridden)} if overridden else {}
    own = own_rows(wish.participants, contact)
    residents = [resident_row(person, language=wish.language, now=now) for person in wish.participants]
    ask_readers()  # (Once it is committed.)
    insert_together(
        *([] if kept else [commitment]),
        *_in_order(contact, own),
        *(resident for resident in residents if not resident.pk),
        appointment,
        *_who_comes(appointment, residents, own),
        fact(JournalEntry.Kind.BOOKED, appointment=appointment, by=by, now=now, **data),
        *_visit(wish, appointment),
        *(beside(appointment) if beside else []),
        last=True,
    )
    return appointment


def _who_comes(
    appointment: Appointment, residents: Sequence[Resident], own: Mapping[int, OrUpdate[Contact]]
) -> list[Participation]:
    return [
        Participation(
            appointment=appointment,
            resident=resident,
            position=place + 1,
            contact=own[place].row if place in own else None,
        )
        for place, resident in enumerate(residents)
    ]


def _in_order(contact: OrUpdate[Contact], own: Mapping[int, OrUpdate[Contact]]) -> list[OrUpdate[Contact]]:
    """Each once, and in an order that is the same in every booking: rows that others have are locked on the way."""
    rows = {id(each): each for each in (contact, *own.values())}
    return sorted(rows.values(), key=lambda each: each.row.value_index or "")


def _visit(wish: Wish, appointment: Appointment) -> list[HomeVisit]:
    if wish.mode != Appointment.Mode.HOME:
        return []
    return [HomeVisit(appointment=appointment, address=wish.address.strip(), watcher_id=wish.watcher_id)]


def _promised(wish: Wish, span: Span, *, mediator_id: int, by: Actor, now: datetime, key: str) -> Appointment:
    """What is promised, still without the time it takes and whom to write to."""
    return Appointment(
        number=booking_number(),
        organisation_id=wish.site.organisation_id,
        site=wish.site,
        topic=wish.topic,
        mediator_id=mediator_id,
        mode=wish.mode,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        buffer_min=span.buffer_min,
        contact_name=wish.contact_name,
        relation=wish.relation,
        language=wish.language,
        preparation=list(wish.preparation),
        interpreter=Appointment.Interpreter.TO_BOOK if asked(wish.preparation)[1] else "",
        wish=wishes.kept(wish.asked_for or wish.preference),
        channel=by.channel,
        unverified=wish.unverified,
        survey_consent=wish.survey_consent,
        idempotency_key=key,
        booked_at=now,
        booked_by_id=by.user_id,
    )


def _participants(wish: Wish, contact_index: str | None) -> list[tuple[Scope, int]]:
    """Two bookings of one participant count each other, wherever they come from."""
    if contact_index is None:
        return []
    return [
        each
        for index in every_hash(contact_index)
        for person in wish.participants
        for each in lock_every(Scope.PARTICIPANT, keyed_hash("participant", index + person.key))
    ]
