"""A social worker of a fictional CCAS, and whom she refers."""

from itertools import count

from bookings.actions.refer import refer
from bookings.actions.referred import Referred, Referrer
from bookings.models import Referral
from bookings.people.who import Actor, WayToReach
from bookings.referrals import information
from mediation.models import Organisation, Team, User
from tests import people
from tests.sign_in import a_user
from tests.staff import Town

_KEYS = count()


def a_partner(name: str = "CCAS de Démonstration", **fields: object) -> Organisation:
    """An organisation that refers people."""
    return people.an_organisation(name, refers=True, **fields)


def a_referring_user(partner: Organisation, team: Team | None = None) -> User:
    """Somebody of it who signs in; of one team, or of the whole organisation."""
    user = a_user("partner", partner)
    user.roles.update(team=team)
    return user


def referrer_of(partner: Organisation, user: User | None = None, team: Team | None = None) -> Referrer:
    """Who refers, as the action wants it."""
    return Referrer(
        partner_id=partner.pk, team_id=team.pk if team else None, user_id=user.pk if user else None
    )


def refers(
    town: Town,
    partner: Organisation,
    *,
    name: str = "Amina Essai",
    phone: str = people.AMINA_MOBILE,
    key: str = "",
    user: User | None = None,
    team: Team | None = None,
    now: object = people.FRIDAY_BEFORE,
    **fields: object,
) -> Referral:
    """Somebody of `partner` refers a person to the site of `town`, the Friday before."""
    asked = {
        "name": name,
        "reach": WayToReach("mobile", phone),
        "topic": town.topic,
        "organisation": town.here,
        "site": town.site,
        "informed_version": information.CURRENT,
    }
    return refer(
        Referred(**{**asked, **fields}),
        referrer=referrer_of(partner, user, team),
        by=Actor(channel="web", user_id=user.pk if user else None),
        now=now,
        idempotency_key=key or f"referral-{next(_KEYS)}",
    )
