"""What is within a key's reach. Whatever is not does not exist (404)."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from bookings.models import ApiKey, Appointment, Attendance, MadeByApi, Referral, ReferralRules
from bookings.people.who import Actor
from bookings.referrals.seen import Seen, seen_by_referrer
from bookings.referrals.states import State

_RULES = "organisation__referral_rules"


def actor_of(key: ApiKey) -> Actor:
    """Who acts: a program. A partner's acts for whoever refers."""
    return Actor(channel=Appointment.Channel.API, for_partner=key.organisation.refers)


def appointments_of(key: ApiKey) -> "QuerySet[MadeByApi]":
    """Appointments that this program has made, whichever of its keys it showed then."""
    made = MadeByApi.objects.filter(application=key.application, appointment__isnull=False)
    about = ("topic", "site", "referral", _RULES)
    return made.select_related(*(f"appointment__{name}" for name in about))


def waits_of(key: ApiKey) -> "QuerySet[MadeByApi]":
    """Waits on the list that this program has made."""
    made = MadeByApi.objects.filter(application=key.application, waiting__isnull=False)
    return made.select_related("waiting__topic").prefetch_related("waiting__sites")


def registrations_of(key: ApiKey) -> "QuerySet[MadeByApi]":
    """Registrations for workshops that this program has made."""
    made = MadeByApi.objects.filter(application=key.application, registration__isnull=False)
    return made.select_related("registration__workshop__site").prefetch_related("registration__dates")


def referrals_of(key: ApiKey, *, sent_only: bool = False) -> "QuerySet[Referral]":
    """Referrals the organisation has sent, and (to read) those it has received."""
    ours = Q(partner=key.organisation_id)
    if not sent_only:
        ours |= Q(organisation=key.organisation_id)
    about = ("organisation", _RULES, "site", "topic", "appointment__site", "appointment__made_by_api")
    came = Attendance.objects.filter(date__registrations=OuterRef("registration"), came=True)
    rows = Referral.objects.sent().filter(ours).annotate(came=Exists(came))
    return rows.select_related(*about).prefetch_related("other_topics")


def one(rows: "QuerySet[Any]", public_id: str) -> Any:
    """The one row of that name. Raises `Http404`."""
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def shows(referral: Referral | Appointment, key: ApiKey) -> str:
    """How much of what became of it this key is told (`ReferralRules.shows`): who received it, all."""
    if referral.organisation_id == key.organisation_id:
        return ReferralRules.Shows.ALL
    rules = getattr(referral.organisation, "referral_rules", None)
    return str(rules.shows) if rules else ReferralRules.Shows.MET


def seen(referral: Referral, key: ApiKey) -> Seen:
    """A referral (of `referrals_of`) as this key is told where it stands."""
    at_a_time = referral.appointment is not None and referral.appointment.status == Appointment.Status.DONE
    met = at_a_time or getattr(referral, "came", False)
    return seen_by_referrer(referral.at, shows(referral, key), was_met=met)


def shown_as(state: State, key: ApiKey) -> Q:
    """The condition of being told as `state`: a filter on what is hidden would tell it."""
    every = {shows.value: _told_as(state, shows.value) for shows in ReferralRules.Shows}
    theirs = Q(organisation=key.organisation_id)
    rules = [Q(**{f"{_RULES}__shows": shows}) & told & ~theirs for shows, told in every.items()]
    without = Q(**{f"{_RULES}__isnull": True}) & every[ReferralRules.Shows.MET] & ~theirs
    return reduce(or_, [*rules, without, theirs & every[ReferralRules.Shows.ALL]])


def _told_as(state: State, shows: str) -> Q:
    plain = [
        each.value
        for each in State
        if each is not State.CLOSED and seen_by_referrer(each, shows).state is state
    ]
    told = Q(state__in=plain)
    for was_met in (True, False):
        if seen_by_referrer(State.CLOSED, shows, was_met=was_met).state is state:
            done = Q(appointment__status=Appointment.Status.DONE, appointment__isnull=False) | Q(came=True)
            told |= Q(state=State.CLOSED.value) & (done if was_met else ~done)
    return told
