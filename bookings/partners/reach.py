"""Whose referrals somebody meets here: their team's, or their organisation's where they have no team. Anything else is a 404."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from bookings.actions.referred import Referrer
from bookings.models import Appointment, JournalEntry, Referral
from bookings.people.who import Actor
from bookings.referrals.states import State, Who
from mediation.access import Kind
from mediation.models import Role

# What the pages of one referral show beside it.
SHOWN = (
    "partner",
    "team",
    "referrer",
    "organisation__referral_rules",
    "site",
    "topic",
    "resident",
    "companion",
    "companion_contact",
    "contact",
    "appointment__site",
    "appointment__topic",
    "registration",
)


def roles_of(request: HttpRequest) -> list[Role]:
    """Where this person refers from: an organisation, perhaps a team of it; most have one."""
    roles = Role.objects.filter(user_id=request.user.pk or 0, kind=Kind.PARTNER)
    return list(roles.select_related("organisation", "team").order_by("organisation__name", "pk"))


def actor(request: HttpRequest) -> Actor:
    """The person behind the request, who refers."""
    return Actor(channel=Appointment.Channel.WEB, user_id=request.user.pk, for_partner=True)


def referrer_of(role: Role) -> Referrer:
    """Who refers, by that role. Name and address stay with the account."""
    partner_id = role.organisation_id or 0  # (A partner's role always has one: `role_has_its_reach`.)
    return Referrer(partner_id=partner_id, team_id=role.team_id, user_id=role.user_id)


def within(roles: list[Role]) -> Q:
    """What the condition of reach is, for these roles."""
    reached = Q(pk__in=[])
    for role in roles:
        own = Q(partner=role.organisation_id)
        reached |= own & Q(team=role.team_id) if role.team_id else own
    return reached


def referrals_within(request: HttpRequest) -> QuerySet[Referral]:
    """All that were sent, within reach."""
    return Referral.objects.sent().filter(within(roles_of(request)))


def drafts_of(request: HttpRequest) -> QuerySet[Referral]:
    """One's own, and only one's own: nobody else knows what is half said."""
    own = Referral.objects.filter(within(roles_of(request)), state=State.DRAFT, referrer_id=request.user.pk)
    return own.order_by("-since", "-pk")


def referral_or_404(request: HttpRequest, public_id: str) -> Referral:
    """The referral with what its pages show, if it is within reach."""
    return get_object_or_404(referrals_within(request).select_related(*SHOWN), public_id=public_id)


def booked_by_referrer(referral: Referral) -> bool:
    """Whether whoever refers has made the appointment, or taken the seats: they may change that.

    Another's is the person's own.
    """
    if referral.registration_id is not None:
        return _by_referrer(referral).filter(data__registration_id=referral.registration_id).exists()
    if referral.appointment_id is None:
        return False
    return _by_referrer(referral).filter(data__appointment_id=referral.appointment_id).exists()


def _by_referrer(referral: Referral) -> QuerySet[JournalEntry]:
    kinds = (JournalEntry.Kind.REFERRAL_BOOKED, JournalEntry.Kind.REFERRAL_WAITING)
    return referral.journal.filter(kind__in=kinds, data__who=Who.REFERRER.value)
