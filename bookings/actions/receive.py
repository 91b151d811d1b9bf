"""What the receiving team answers to a referral: yes, no, elsewhere."""

from datetime import datetime, timedelta

from bookings.actions.step import locked_referral, step, write
from bookings.actions.stop_waiting import stop_waiting
from bookings.actions.take_in_hand import take_in_hand
from bookings.errors import NotOffered, ReasonMissing, StepRefused
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.records.rules import rules_of
from bookings.records.transactions import short_transaction
from bookings.referrals.reasons import Reason
from bookings.referrals.states import TO_ANSWER, State, Who
from mediation.models import Organisation, Site


@short_transaction
def accept(referral_id: int, *, by: Actor, now: datetime, if_version: int | None = None) -> Referral:
    """The team takes it in hand; the person is invited, or called, as the referrer asked. Once more changes nothing.

    Raises `StepRefused` once it was answered otherwise, `ChangedMeanwhile`.
    """
    referral = locked_referral(referral_id, if_version=if_version)
    if referral.at not in TO_ANSWER | {State.ACCEPTED, State.INVITED, State.REFUSED}:
        raise StepRefused(referral.state, State.ACCEPTED, Who.TEAM)
    if referral.at in (State.ACCEPTED, State.INVITED):
        return referral
    step(referral, State.ACCEPTED, who=Who.TEAM, by=by, now=now)
    return take_in_hand(referral, now=now)


@short_transaction
def refuse(
    referral_id: int,
    *,
    reason: str,
    sentence: str,
    by: Actor,
    now: datetime,
    if_version: int | None = None,
) -> Referral:
    """The team cannot help this person. Raises `ReasonMissing` without a reason of the list and a sentence, `StepRefused`."""
    if reason not in Reason.values or not sentence.strip():
        raise ReasonMissing
    stop_waiting(referral_id, by=by, now=now)
    referral = locked_referral(referral_id, if_version=if_version)
    if referral.at is not State.REFUSED:
        referral.reason, referral.sentence = reason, sentence.strip()
        step(referral, State.REFUSED, who=Who.TEAM, by=by, now=now, reason=reason)
    return referral


@short_transaction
def reroute(
    referral_id: int,
    *,
    to: Organisation,
    site: Site | None = None,
    by: Actor,
    now: datetime,
    if_version: int | None = None,
) -> Referral:
    """Hands it to another organisation, which answers for it from now on; its history goes with it.

    What we say to the person stops until somebody there has said yes. Raises `NotOffered` where it is that
    organisation's already or the place is not theirs, `StepRefused`, `ChangedMeanwhile`.
    """
    stop_waiting(referral_id, by=by, now=now)
    referral = locked_referral(referral_id, if_version=if_version)
    if to.pk == referral.organisation_id or (site is not None and site.organisation_id != to.pk):
        raise NotOffered
    was = referral.organisation_id
    referral.organisation, referral.site = to, site
    referral.expires_at = now + timedelta(days=rules_of(to.pk).expires_days)
    if referral.at is State.REROUTED:  # Once more, before anybody there has answered.
        referral.since, referral.version = now, referral.version + 1
        referral.save()
        data = {"who": Who.TEAM.value, "was": State.REROUTED.value, "from_organisation": was}
        write("referral_rerouted", referral, by=by, now=now, **data)
    else:
        step(referral, State.REROUTED, who=Who.TEAM, by=by, now=now, from_organisation=was)
    return take_in_hand(referral, now=now) if rules_of(to.pk).accept_at_once else referral
