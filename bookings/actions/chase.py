"""The clock's part in a referral: who has not answered is reminded twice, then a desk is asked; in the end it expires.

Each is a query over what is, not a timer: a sweep that was missed is caught up by the next, and does each thing once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from bookings.actions.call_referred import add_call
from bookings.actions.end_wait import end
from bookings.actions.step import locked_referral, step, write
from bookings.models import JournalEntry, Referral, WaitingEntry, WaitingOffer
from bookings.models.referral import ReferralQuerySet
from bookings.people.who import SYSTEM
from bookings.records.rules import rules_of
from bookings.records.transactions import short_transaction
from bookings.referrals.states import ENDED, OPEN, State, Who

TO_THE_DESK = 3
"""`Referral.chased` once a desk was asked."""
CLOSED_AFTER = timedelta(days=30)
_A_SWEEP = 1000


def sweep_referrals(*, now: datetime) -> dict[str, int]:
    """Reminds, hands to a desk, lets expire, closes; how many of each."""
    return {
        "chased": _each(_to_chase(now), _chase, now),
        "expired": _each(_to_expire(now), _expire, now),
        "closed": _each(Referral.objects.ended_before(now - CLOSED_AFTER).order_by("pk"), _close, now),
    }


def _each(rows: ReferralQuerySet, act: Callable[[int, datetime], bool], now: datetime) -> int:
    pks = list(rows.values_list("pk", flat=True)[:_A_SWEEP])
    return sum(act(pk, now) for pk in pks)


def _to_chase(now: datetime) -> ReferralQuerySet:
    """Those invited for as long as the shortest of all rules; `_chase` looks at each one's own."""
    return Referral.objects.filter(
        state=State.INVITED, chased__lt=TO_THE_DESK, answered_at=None, invited_at__lte=now - timedelta(days=1)
    ).order_by("invited_at")


@short_transaction
def _chase(referral_id: int, now: datetime) -> bool:
    """One reminder at most, whatever was missed: the second comes as many days after the first as the rules say."""
    referral = locked_referral(referral_id)
    if referral.at is not State.INVITED or referral.answered_at or referral.chased >= TO_THE_DESK:
        return False
    if now < due_at(referral):
        return False
    referral.chased += 1
    referral.save(update_fields=["chased"])
    if referral.chased == TO_THE_DESK:
        add_call(referral, by=SYSTEM, now=now)
        return True
    write("referral_chased", referral, by=SYSTEM, now=now, number=referral.chased)
    return True


def due_at(referral: Referral) -> datetime:
    """When the next reminder of an invited person is due, or a desk to be asked (as long after the second as the first
    came after the invitation)."""
    rules = rules_of(referral.organisation_id or 0)
    first, second = rules.first_chaser_days, max(rules.first_chaser_days, rules.second_chaser_days)
    invited_at = referral.invited_at or referral.since
    if referral.chased == 0:
        return invited_at + timedelta(days=first)
    chased = referral.journal.filter(kind=JournalEntry.Kind.REFERRAL_CHASED, at__gte=invited_at)
    last = chased.order_by("-at").values_list("at", flat=True).first() or invited_at
    return last + timedelta(days=second - first if referral.chased == 1 else first)


def _to_expire(now: datetime) -> ReferralQuerySet:
    """A deadline is a local day: it is over when the next one begins."""
    over = Q(expires_at__lte=now) | Q(deadline__lt=timezone.localdate(now))
    return Referral.objects.filter(over, state__in=OPEN).order_by("pk")


@short_transaction
def _expire(referral_id: int, now: datetime) -> bool:
    entry = WaitingEntry.objects.filter(referral=referral_id).select_for_update(of=("self",)).first()
    referral = locked_referral(referral_id)
    if referral.at not in OPEN:
        return False
    if entry is not None and entry.status == WaitingEntry.Status.WAITING:
        entry.offers.filter(status=WaitingOffer.Status.OPEN).update(status=WaitingOffer.Status.EXPIRED)
        end(entry, WaitingEntry.Status.OVER, now=now)
    step(referral, State.EXPIRED, who=Who.SYSTEM, by=SYSTEM, now=now)
    return True


@short_transaction
def _close(referral_id: int, now: datetime) -> bool:
    referral = locked_referral(referral_id)
    if referral.at not in ENDED:
        return False
    step(referral, State.CLOSED, who=Who.SYSTEM, by=SYSTEM, now=now)
    return True
