"""The short link of somebody who was referred."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bookings.actions.step import take_step
from bookings.models import LinkToken
from bookings.people.links import appointment_of, new_referral_link, referral_of, waiting_of
from bookings.people.who import RESIDENT_ON_WEB
from bookings.referrals.states import State, Who
from tests import people
from tests.referring import a_partner, refers
from tests.staff import Town

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE


@pytest.fixture
def referral():
    return refers(Town(), a_partner())


def test_the_link_of_a_referral_finds_it_and_nothing_else(referral):
    token = new_referral_link(referral, now=NOW)
    assert referral_of(token, now=NOW) == referral
    assert appointment_of(token, now=NOW) is None and waiting_of(token, now=NOW) is None


def test_a_letter_found_late_still_opens_and_not_for_ever(referral):
    token = new_referral_link(referral, now=NOW)
    assert referral_of(token, now=NOW + timedelta(days=60)) == referral
    assert referral_of(token, now=NOW + timedelta(days=91)) is None


def test_what_the_partner_has_withdrawn_is_shown_to_nobody(referral):
    token = new_referral_link(referral, now=NOW)
    take_step(referral.pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=NOW)
    assert referral_of(token, now=NOW) is None


def test_a_link_leads_to_exactly_one_thing(referral):
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkToken.objects.create(token_hash="a", expires_at=NOW)
