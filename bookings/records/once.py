"""Whether a key has made its appointment or referral already: the same key once more is the same one."""

from typing import Any

from django.db.models import CharField, QuerySet

from bookings.models import Appointment, Referral
from bookings.referrals.states import State
from mediation.prepared import Given, Prepared


def already_booked(idempotency_key: str) -> Appointment | None:
    """The appointment this key has made, if any."""
    made = _booked_with()(key=idempotency_key)
    return Appointment.objects.get(pk=made[0][0]) if made else None


def already_referred(idempotency_key: str) -> Referral | None:
    """The referral this key has sent, if any; a draft is none yet."""
    sent = _referred_with()(key=idempotency_key)
    return Referral.objects.get(pk=sent[0][0]) if sent else None


@Prepared
def _booked_with() -> "QuerySet[Appointment, Any]":
    return Appointment.objects.filter(idempotency_key=Given("key", CharField())).values_list("pk")


@Prepared
def _referred_with() -> "QuerySet[Referral, Any]":
    sent = Referral.objects.exclude(state=State.DRAFT.value)
    return sent.filter(idempotency_key=Given("key", CharField())).values_list("pk")
