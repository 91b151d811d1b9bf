"""Referring a person and registering them for a workshop at once: seats, or a place on its list, with the referral."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.follow_seat import enrolled
from bookings.actions.refer import refer
from bookings.actions.referred import Referred, Referrer
from bookings.actions.step import locked_referral
from bookings.models import Referral, Resident, Workshop
from bookings.people.contacts import index_of
from bookings.people.known_to_partner import known_to
from bookings.people.who import Actor, Participant
from bookings.records.once import already_referred
from bookings.records.transactions import short_transaction
from bookings.referrals.states import Who
from mediation.crypto import derived_token


@dataclass(frozen=True)
class Seats:
    """What was chosen with the person: all dates ahead of the workshop, or some. `wait`: for seats, where there are none."""

    workshop: Workshop
    date_ids: Sequence[int] = ()
    wait: bool = False


@short_transaction
def refer_and_enrol(
    asked: Referred,
    chosen: Seats,
    *,
    referrer: Referrer,
    by: Actor,
    now: datetime,
    idempotency_key: str,
    draft_id: int | None = None,
) -> Referral:
    """`refer` and `enrol`, both or neither; the same key once more returns the first.

    The workshop's organisation and place receive the referral, about what the workshop is about. Raises what `enrol` and
    `refer` do: nothing is sent then.
    """
    if (first := already_referred(idempotency_key)) is not None:
        return first
    workshop = chosen.workshop
    # Registered before it is referred: `enrol` takes the advisory locks and the dates, which come before any referral.
    registration = enrol(
        _enrolment(asked, chosen, referrer),
        by=by,
        now=now,
        idempotency_key=idempotency_key,
        token=derived_token("registration by a referrer", idempotency_key),
    )
    asked = replace(
        asked,
        topic=workshop.topic,
        site=workshop.site,
        organisation=workshop.organisation,
        handover=Referral.Handover.BOOK,
    )
    people = list(registration.people.order_by("pk"))
    referral = refer(
        asked,
        referrer=referrer,
        by=by,
        now=now,
        idempotency_key=idempotency_key,
        draft_id=draft_id,
        residents=_named_first(people, asked.name),
    )
    return enrolled(locked_referral(referral.pk), registration, who=Who.REFERRER, by=by, now=now)


def _enrolment(asked: Referred, chosen: Seats, referrer: Referrer) -> Enrolment:
    known = known_to(referrer.partner_id, name=asked.name, contact_index=index_of(asked.reach))
    people = [Participant(asked.name.strip(), resident_id=known.pk if known else None)]
    if asked.companion.strip():
        people.append(Participant(asked.companion.strip()))
    return Enrolment(
        chosen.workshop,
        people,
        asked.reach,
        chosen.date_ids,
        language=asked.language,
        wait=chosen.wait,
    )


def _named_first(people: list[Resident], name: str) -> list[Resident]:
    """Whom it is about, then who comes along."""
    return sorted(people, key=lambda each: each.name != name.strip())
