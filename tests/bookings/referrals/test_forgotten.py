"""What partners said of people goes with them; drafts go after a month, and open referrals keep nobody for ever."""

from datetime import timedelta

import pytest

from bookings.actions.chase import sweep_referrals
from bookings.actions.forget import erase, forget
from bookings.actions.merge import merge
from bookings.models import LinkToken, Referral, Resident
from bookings.people.links import new_referral_link, referral_of
from bookings.people.who import Actor
from bookings.referrals.states import State
from tests import people
from tests.referring import a_partner, refers
from tests.staff import Town

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE
DESK = Actor("desk")


@pytest.fixture
def referral():
    return refers(Town(), a_partner(), need="Sa déclaration d’impôts", companion="Bakari Essai")


def test_erased_at_their_request_nothing_said_of_them_is_left_and_nobody_is_chased(referral):
    token = new_referral_link(referral, now=NOW)
    erase(referral.resident_id, by=DESK, now=NOW)
    referral.refresh_from_db()
    assert (referral.at, referral.need, referral.contact, referral.external_ref) == (
        State.DECLINED,
        "",
        None,
        "",
    )
    assert referral_of(token, now=NOW) is None and not LinkToken.objects.exists()
    assert referral.journal.filter(kind="referral_received").exists()
    sweep_referrals(now=NOW + timedelta(days=12))
    assert not referral.journal.filter(kind="referral_chased").exists()


def test_who_comes_along_may_be_forgotten_alone(referral):
    erase(referral.companion_id, by=DESK, now=NOW)
    referral.refresh_from_db()
    assert referral.companion is None and referral.need and referral.at is State.INVITED


def test_two_years_after_the_last_contact_all_of_it_is_wiped(referral):
    late = NOW + timedelta(days=760)
    forget(now=late)
    assert Resident.objects.filter(erased_at=None).exists()
    sweep_referrals(now=late)
    forget(now=late)
    referral.refresh_from_db()
    assert referral.need == "" and not Resident.objects.filter(erased_at=None).exists()


def test_a_draft_lasts_a_month(referral):
    draft = {"partner": referral.partner, "channel": "web", "since": NOW, "draft": "{}"}
    Referral.objects.create(**draft, created_at=NOW, idempotency_key="brouillon")
    forget(now=NOW + timedelta(days=29))
    assert Referral.objects.filter(state="draft").exists()
    forget(now=NOW + timedelta(days=31))
    assert not Referral.objects.filter(state="draft").exists()


def test_records_made_one_take_their_referrals_along(referral):
    known = Resident.objects.create(name="Amina Essai", created_at=NOW, last_contact_at=NOW)
    merge(keep_id=known.pk, other_id=referral.resident_id, by=DESK, now=NOW)
    referral.refresh_from_db()
    assert referral.resident == known
