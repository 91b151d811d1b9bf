"""What the receiving team does with a referral: yes, no, elsewhere, this place of ours, invite once more."""

from datetime import datetime, timedelta

from bookings.actions.call_referred import add_call
from bookings.actions.refer import rules_of, take_in_hand
from bookings.actions.step import locked_referral, step, write
from bookings.errors import NotOffered, ReasonMissing, StepRefused
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.reasons import Reason
from bookings.referrals.states import OPEN, TO_ANSWER, State, Who
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


@short_transaction
def assign(
    referral_id: int, *, site: Site | None, by: Actor, now: datetime, if_version: int | None = None
) -> Referral:
    """Says at which of the organisation's places the person is expected; None: at any. Raises `NotOffered`, `StepRefused`."""
    referral = locked_referral(referral_id, if_version=if_version)
    if referral.at not in OPEN:
        raise StepRefused(referral.state, referral.state, Who.TEAM)
    if site is not None and site.organisation_id != referral.organisation_id:
        raise NotOffered
    if referral.site_id == (site.pk if site else None):
        return referral
    referral.site = site
    return _corrected(referral, "site", by=by, now=now)


@short_transaction
def invite(referral_id: int, *, by: Actor, now: datetime, if_version: int | None = None) -> Referral:
    """Invites the person, once more if they were: chasers count from now. Raises `StepRefused`, `ChangedMeanwhile`."""
    referral = locked_referral(referral_id, if_version=if_version)
    if referral.at is not State.INVITED:
        return step(referral, State.INVITED, who=Who.TEAM, by=by, now=now)
    referral.invited_at, referral.chased, referral.answered_at = now, 0, None
    referral.version += 1
    referral.save()
    write("referral_invited", referral, by=by, now=now, who=Who.TEAM.value, was=State.INVITED.value)
    return referral


@short_transaction
def call(referral_id: int, *, by: Actor, now: datetime) -> Referral:
    """Puts the person among those whom a desk calls. Raises `StepRefused` without a number, or once it is over."""
    referral = locked_referral(referral_id)
    if add_call(referral, by=by, now=now) is None:
        raise StepRefused(referral.state, referral.state, Who.TEAM)
    return referral


@short_transaction
def give_up(referral_id: int, *, by: Actor, now: datetime, if_version: int | None = None) -> Referral:
    """The team cannot reach the person: the referrer is asked for help with the number. Raises `StepRefused`."""
    referral = locked_referral(referral_id, if_version=if_version)
    return step(referral, State.UNREACHABLE, who=Who.TEAM, by=by, now=now)


def _corrected(referral: Referral, *fields: str, by: Actor, now: datetime) -> Referral:
    referral.version += 1
    referral.save()
    write("referral_corrected", referral, by=by, now=now, who=Who.TEAM.value, fields=list(fields))
    return referral
