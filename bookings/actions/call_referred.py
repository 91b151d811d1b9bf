"""A desk is asked to call somebody who was referred; what comes of the calls moves the referral."""

from datetime import datetime

from bookings.actions.step import locked_referral, step
from bookings.models import CallBack, CallBackAttempt, JournalEntry, Referral
from bookings.people.contacts import BY_PHONE, value_index
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.referrals.states import OPEN, State, Who
from mediation.models import Site

TRIES = 3
"""So many calls that reach nobody, and the referrer is asked for help with the number."""


@short_transaction
def ask_for_call(referral_id: int, *, by: Actor, now: datetime) -> CallBack | None:
    """Puts the person among those to be called, once as long as somebody has not; None without a number to call."""
    return add_call(locked_referral(referral_id), by=by, now=now)


def add_call(referral: Referral, *, by: Actor, now: datetime) -> CallBack | None:
    """The same for a referral that the caller's transaction has locked."""
    contact = referral.contact
    if contact is None or contact.kind not in BY_PHONE or not contact.value or referral.at not in OPEN:
        return None
    waiting = referral.call_backs.filter(status=CallBack.Status.OPEN).first()
    if waiting is not None:
        return waiting
    asked = CallBack.objects.create(
        name=referral.resident.name if referral.resident else "",
        phone=contact.value,
        phone_index=value_index(contact.kind, contact.value),
        last4=contact.last4,
        language=referral.language,
        topic_id=referral.topic_id,
        site_id=referral.site_id or _a_place_of(referral),
        reason=CallBack.Reason.REFERRED,
        referral=referral,
        channel=by.channel,
        created_at=now,
        idempotency_key=f"referral-{referral.pk}-{referral.version}-{referral.call_backs.count()}",
    )
    note(
        JournalEntry.Kind.CALL_BACK_REQUESTED,
        by=by,
        now=now,
        call_back_id=asked.pk,
        referral_id=referral.pk,
        organisation_id=referral.organisation_id,
    )
    return asked


def _a_place_of(referral: Referral) -> int | None:
    """A place of the organisation that received it: a request that names none may be seen by every desk."""
    open_ones = Site.objects.open_to_residents().places().filter(organisation=referral.organisation_id)
    return open_ones.order_by("pk").values_list("pk", flat=True).first()


def follow_calls(asked: CallBack, *, by: Actor, now: datetime) -> None:
    """After a call, or its end, in the caller's transaction: given up, or tried `TRIES` times, the person is unreachable."""
    if asked.referral_id is None:
        return
    given_up = asked.status == CallBack.Status.UNREACHABLE
    in_vain = asked.attempts.exclude(
        result__in=(CallBackAttempt.Result.REACHED, CallBackAttempt.Result.LATER)
    )
    if not given_up and (asked.status != CallBack.Status.OPEN or in_vain.count() < TRIES):
        return
    if not given_up:
        asked.status, asked.handled_at, asked.handled_by_id = CallBack.Status.UNREACHABLE, now, by.user_id
        asked.taken_by, asked.taken_at = None, None
        asked.save(update_fields=["status", "handled_at", "handled_by", "taken_by", "taken_at"])
    referral = locked_referral(asked.referral_id)
    if referral.at in OPEN - {State.UNREACHABLE}:
        step(referral, State.UNREACHABLE, who=Who.TEAM, by=by, now=now, call_back=asked.pk)
