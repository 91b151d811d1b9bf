"""The team says at which of its places somebody who was referred is expected."""

from datetime import datetime

from bookings.actions.step import locked_referral, write
from bookings.errors import NotOffered, StepRefused
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.states import OPEN, Who
from mediation.models import Site


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
    referral.version += 1
    referral.save()
    write("referral_corrected", referral, by=by, now=now, who=Who.TEAM.value, fields=["site"])
    return referral
