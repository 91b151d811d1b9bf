"""Referring a person and settling at once when they come: a time is booked with them, or they wait for one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bookings.actions.book import book
from bookings.actions.follow import booked
from bookings.actions.refer import refer
from bookings.actions.referred import Referred, Referrer
from bookings.actions.referred_waiting import join_for
from bookings.actions.step import locked_referral
from bookings.actions.wait import Wait, wait
from bookings.actions.wish import Wish
from bookings.models import Appointment, Contact, Referral
from bookings.people.contacts import index_of
from bookings.people.known_to_partner import known_to
from bookings.people.who import Actor, Participant
from bookings.records.once import already_referred
from bookings.records.transactions import short_transaction
from bookings.referrals.states import State, Who
from mediation.models import Site


@dataclass(frozen=True)
class Time:
    """The time chosen with the person. `starts_at` is aware; `shown_at`: when it was shown to whoever refers."""

    site: Site
    starts_at: datetime
    shown_at: datetime | None = None


@short_transaction
def refer_and_book(
    asked: Referred,
    time: Time,
    *,
    referrer: Referrer,
    by: Actor,
    now: datetime,
    idempotency_key: str,
    draft_id: int | None = None,
) -> Referral:
    """`refer` and `book`, both or neither; the same key once more returns the first.

    The site of the time receives the referral. Raises what `book` and `refer` do: nothing is sent then.
    """
    if (first := already_referred(idempotency_key)) is not None:
        return first
    # Booked before it is referred: `book` takes the advisory locks, which come before any row.
    appointment = book(_wish(asked, time, referrer), by=by, now=now, idempotency_key=idempotency_key)
    referral = refer(
        replace(
            asked,
            site=time.site,
            organisation=time.site.organisation,
            handover=Referral.Handover.BOOK,
        ),
        referrer=referrer,
        by=by,
        now=now,
        idempotency_key=idempotency_key,
        draft_id=draft_id,
        residents=list(appointment.participants.order_by("participations__position")),
    )
    referral = locked_referral(referral.pk)
    booked(referral, appointment, who=Who.REFERRER, by=by, now=now)
    return referral


def _wish(asked: Referred, time: Time, referrer: Referrer) -> Wish:
    known = known_to(referrer.partner_id, name=asked.name, contact_index=index_of(asked.reach))
    people = [Participant(asked.name.strip(), resident_id=known.pk if known else None)]
    if asked.along is not None:
        people.append(asked.along)
    # Messages go to whoever refers only where they are to pass them on.
    through = asked.reach.kind == Contact.Kind.THROUGH
    return Wish(
        topic=asked.topic,
        site=time.site,
        starts_at=time.starts_at,
        participants=people,
        reach=asked.reach,
        relation=Appointment.Relation.PROFESSIONAL if through else Appointment.Relation.SELF,
        contact_name=referrer.name if through else "",
        language=asked.language,
        mode=asked.topic.usual_way,
        preparation=asked.preparation,
        shown_at=time.shown_at,
    )


@short_transaction
def refer_and_wait(
    asked: Referred,
    *,
    sites: Sequence[Site],
    referrer: Referrer,
    by: Actor,
    now: datetime,
    idempotency_key: str,
    draft_id: int | None = None,
) -> Referral:
    """`refer` where no time is free: the person is on the waiting list of `sites` (none: anywhere), and the state says so.

    Raises what `refer` and `wait` do: nothing is sent then.
    """
    # Not invited: there would be nothing to choose.
    asked = replace(asked, handover=Referral.Handover.BOOK)
    referral = refer(
        asked, referrer=referrer, by=by, now=now, idempotency_key=idempotency_key, draft_id=draft_id
    )
    if referral.at is State.WAITING or referral.waiting_id is not None:
        return referral
    waits = Wait(
        topic=asked.topic,
        sites=sites,
        person=Participant(asked.name.strip(), resident_id=referral.resident_id),
        reach=asked.reach,
        when=asked.when,
        language=asked.language,
    )
    key = f"referral-{referral.pk}-{referral.version}"
    entry = wait(waits, by=by, now=now, idempotency_key=key)
    return join_for(referral.pk, entry, who=Who.REFERRER, by=by, now=now)
