"""What partners have said of people who are forgotten goes; that they referred somebody, and what came of it, stays."""

import json
from datetime import datetime

from bookings.actions.step import locked_referral, step
from bookings.models import LinkToken, Referral
from bookings.people.traces import Traces, texts_in
from bookings.people.who import Actor
from bookings.referrals.states import ALIVE, State, Who


def wipe_referrals(traces: Traces, *, by: Actor, now: datetime) -> None:
    """In the transaction of the erasure. One with which something was still to happen ends: nobody is there to invite."""
    alive = Referral.objects.filter(pk__in=traces.referrals, state__in=ALIVE).order_by("pk")
    for pk in alive.values_list("pk", flat=True):
        step(locked_referral(pk), State.DECLINED, who=Who.PERSON, by=by, now=now, erased=True)
    LinkToken.objects.filter(referral__in=traces.referrals).delete()
    Referral.objects.filter(companion__in=traces.residents).update(companion=None, companion_contact=None)
    Referral.objects.filter(pk__in=traces.referrals).update(
        need="",
        sentence="",
        referrer_name="",
        referrer_email="",
        external_ref="",
        content_key="",
        preparation=[],
        weekdays=[],
        parts=[],
        language="fr",
        contact=None,
    )
    drafts = Referral.objects.filter(state=State.DRAFT).exclude(draft="")
    named = [row.pk for row in drafts if traces.are_in(texts_in(json.loads(row.draft)))]
    Referral.objects.filter(pk__in=named).delete()
