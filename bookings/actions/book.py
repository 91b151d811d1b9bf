"""Booking: one function for the web page, the desk, the phone line, the SMS reply and the API."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.db.models import CharField, Model, QuerySet

from bookings.actions.hold import keep
from bookings.actions.lost import shown_since, too_late_for
from bookings.actions.take import claim, locks_for
from bookings.errors import NotOffered, SlotTaken, TooFar, TooSoon
from bookings.models import Appointment, Commitment, JournalEntry, Participation
from bookings.people.contacts import contact_row, refuse_nobody_to_call
from bookings.people.residents import refuse_hoarding, resident_row
from bookings.people.who import Actor, Participant, WayToReach
from bookings.records.journal import ask_readers, fact
from bookings.records.transactions import Scope, lock, lock_number, short_transaction
from bookings.times import search, wishes
from bookings.times.outside import may_receive, outside
from bookings.times.span import Span
from mediation.crypto import keyed_hash
from mediation.models import Site, Topic
from mediation.prepared import Given, Prepared
from mediation.together import insert_together


@dataclass(frozen=True)
class Wish:
    """What somebody wants to book. `starts_at` is aware; `mode` one of the topic's."""

    topic: Topic
    site: Site
    starts_at: datetime
    participants: Sequence[Participant]
    reach: WayToReach
    preference: search.Preference = field(default_factory=search.Preference)
    # Who was asked for, where `preference` says more than that (staff pick the mediator).
    asked_for: search.Preference | None = None
    contact_name: str = ""
    relation: str = Appointment.Relation.SELF
    language: str = "fr"
    mode: str = Appointment.Mode.ON_SITE
    preparation: Sequence[str] = ()
    survey_consent: bool = False
    unverified: bool = False
    # When a code has shown that the mobile is theirs.
    verified_at: datetime | None = None
    # When the time was shown to whoever asks: the notice counts from there, half an hour back at most.
    shown_at: datetime | None = None
    # A time held for whoever asks (`hold`): it becomes the appointment.
    hold_id: int | None = None
    # A time that we read out or wrote to them ourselves, perhaps a while ago: it need not be on the grid any more.
    offered: bool = False
    # Staff have been told what stands in the way of this time with the mediator they prefer, and book it all the same.
    outside: bool = False


Beside = Callable[[Appointment], Model]


def book(
    wish: Wish, *, by: Actor, now: datetime, idempotency_key: str, beside: Beside | None = None
) -> Appointment:
    """Books a free time inside an opening; returns the appointment.

    Staff may take any minute, and so may whoever was offered or holds that time; anybody else takes a slot of the grid,
    or a time that costs no other slot. The mediator with the lightest day gets it; if they have just been taken, the next
    free one does. A time held for whoever asks (`hold_id`) is theirs, with the mediator it was held with.
    `outside` takes the time that the preferred mediator has, whatever `bookings.times.outside` says of openings, holidays,
    absences, closures and rooms; the fact says what was overridden.
    The same `idempotency_key` once more returns the first booking. `beside` makes a row that is saved with the new
    appointment, in the same transaction. Raises `SlotTaken` with three
    alternatives near, `TooSoon` or `TooFar` (staff may book sooner than the notice, never in the past),
    `NotOffered`, `NobodyToCall`, `TooManyAhead` (residents only), `InvalidContact`, `Busy`.
    """
    _refuse_wrong_time(wish, by=by, now=now)
    refuse_nobody_to_call(wish.mode, wish.reach.kind)
    around = search.Around(
        wish.topic, site_id=wish.site.pk, starts_at=wish.starts_at, now=now, preference=wish.preference
    )
    if wish.outside:
        return _book_outside(wish, around, by=by, now=now, key=idempotency_key, beside=beside)
    any_minute = by.is_staff or wish.offered or wish.hold_id is not None
    offer = around.offer(ignoring=wish.hold_id, shown_since=None if any_minute else shown_since(now))
    for mediator_id in _held_first(wish.hold_id, offer.mediator_ids):
        try:
            return _book_with(
                mediator_id, wish, offer.span, by=by, now=now, key=idempotency_key, beside=beside
            )
        except SlotTaken:
            continue
        except IntegrityError:
            if (first := already_booked(idempotency_key)) is not None:
                return first
            raise
    if (first := already_booked(idempotency_key)) is not None:
        return first
    raise too_late_for(around)


def _book_outside(
    wish: Wish, around: search.Around, *, by: Actor, now: datetime, key: str, beside: Beside | None
) -> Appointment:
    """Outside openings, with one mediator and no other; only staff may, and only who may receive on that topic."""
    mediator_id = wish.preference.mediator_id
    if not by.is_staff or mediator_id is None or not may_receive(wish.topic, mediator_id):
        raise NotOffered
    found = outside(wish.topic, wish.site, mediator_id=mediator_id, starts_at=wish.starts_at, now=now)
    span = replace(around.span, rooms=None, machines=None)
    overridden = [each.value for each in found.overrides]
    try:
        return _book_with(
            mediator_id, wish, span, by=by, now=now, key=key, beside=beside, overridden=overridden
        )
    except (SlotTaken, IntegrityError) as refused:
        if (first := already_booked(key)) is not None:
            return first
        if isinstance(refused, SlotTaken):
            raise too_late_for(around) from refused
        raise


def already_booked(idempotency_key: str) -> Appointment | None:
    """The appointment this key has made, if any."""
    made = _made_with()(key=idempotency_key)
    return Appointment.objects.get(pk=made[0][0]) if made else None


@Prepared
def _made_with() -> "QuerySet[Appointment, Any]":
    return Appointment.objects.filter(idempotency_key=Given("key", CharField())).values_list("pk")


def _refuse_wrong_time(wish: Wish, *, by: Actor, now: datetime) -> None:
    if wish.mode not in wish.topic.ways:
        raise NotOffered
    notice = timedelta(0) if by.is_staff else timedelta(minutes=wish.topic.notice_min)
    # Whoever takes ten minutes to fill in a form does not lose the first time they were shown.
    asked_at = max(wish.shown_at or now, now - timedelta(minutes=settings.DRAFT_MINUTES))
    if wish.starts_at < max(now, asked_at + notice):
        raise TooSoon
    if wish.starts_at > now + timedelta(days=wish.topic.horizon_days):
        raise TooFar


def _held_first(hold_id: int | None, mediator_ids: Sequence[int]) -> list[int]:
    """The mediator with whom the time is held comes before the others, who may be free then too."""
    if hold_id is None:
        return list(mediator_ids)
    held_with = Commitment.objects.filter(pk=hold_id).values_list("mediator_id", flat=True).first()
    return sorted(mediator_ids, key=lambda pk: pk != held_with)


@short_transaction
def _book_with(
    mediator_id: int,
    wish: Wish,
    span: Span,
    *,
    by: Actor,
    now: datetime,
    key: str,
    beside: Beside | None,
    overridden: Sequence[str] = (),
) -> Appointment:
    contact = contact_row(wish.reach, verified_at=wish.verified_at)
    index = contact.row.value_index
    lock([*_participants(wish, index), *locks_for(span, mediator_id)])
    # First: on a slot many people want, most hear no more than this.
    kept = keep(wish.hold_id, span, mediator_id=mediator_id, now=now)
    commitment = kept or claim(span, mediator_id=mediator_id, now=now)
    if index is not None and not by.is_staff:
        refuse_hoarding(wish.participants, contact_index=index, now=now)
    appointment = _promised(wish, span, mediator_id=mediator_id, by=by, now=now, key=key)
    appointment.commitment, appointment.contact = commitment, contact.row
    data: dict[str, Any] = {"overridden": list(overridden)} if overridden else {}
    residents = [resident_row(person, language=wish.language, now=now) for person in wish.participants]
    insert_together(
        *([] if kept else [commitment]),
        contact,
        *(resident for resident in residents if not resident.pk),
        appointment,
        *(
            Participation(appointment=appointment, resident=resident, position=position)
            for position, resident in enumerate(residents, start=1)
        ),
        fact(JournalEntry.Kind.BOOKED, appointment=appointment, by=by, now=now, **data),
        *([beside(appointment)] if beside else []),
    )
    ask_readers()
    return appointment


def _promised(wish: Wish, span: Span, *, mediator_id: int, by: Actor, now: datetime, key: str) -> Appointment:
    """What is promised, still without the time it takes and whom to write to."""
    return Appointment(
        number=draw_number(),
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
    keys = (keyed_hash("participant", contact_index + person.key) for person in wish.participants)
    return [(Scope.PARTICIPANT, lock_number(key)) for key in keys]


def draw_number() -> str:
    """Six digits. When a standing appointment bears them, `number_once` has the transaction start anew."""
    return f"{secrets.randbelow(900_000) + 100_000}"
