"""The person, the team, the partner and the clock act on one referral at once. Real threads, a real database."""

from datetime import timedelta

import pytest

from bookings.actions.answer_referral import decline, not_me
from bookings.actions.book_invited import book_invited, wait_invited
from bookings.actions.chase import sweep_referrals
from bookings.actions.offer import accept
from bookings.actions.offer_times import offer_times
from bookings.actions.receive import invite, refuse
from bookings.actions.withdraw_referral import withdraw_referral
from bookings.errors import BookingError
from bookings.models import Appointment, CallBack, Referral, WaitingEntry, WaitingOffer
from bookings.people.who import RESIDENT_BY_PHONE, RESIDENT_BY_SMS, RESIDENT_ON_WEB, Actor
from bookings.referrals.states import State
from tests import people
from tests.races.test_one_slot import all_at_once
from tests.referring import a_partner, refers
from tests.staff import Town

pytestmark = pytest.mark.django_db(transaction=True)
NOW = people.FRIDAY_BEFORE


def test_whoever_is_first_decides_and_nothing_is_half_done():
    town = Town()
    referral = refers(town, a_partner())
    pk, desk = referral.pk, Actor("desk", town.lea_user.pk)
    at = {"now": NOW}
    ways = [
        lambda: book_invited(pk, site=town.site, starts_at=people.TEN, by=RESIDENT_ON_WEB, **at),
        lambda: book_invited(pk, site=town.site, starts_at=people.TEN, by=RESIDENT_BY_PHONE, **at),
        lambda: wait_invited(pk, by=RESIDENT_ON_WEB, **at),
        lambda: decline(pk, by=RESIDENT_BY_SMS, **at),
        lambda: not_me(pk, by=RESIDENT_ON_WEB, **at),
        lambda: refuse(pk, reason="other", sentence="Trop tard.", by=desk, **at),
        lambda: withdraw_referral(pk, by=RESIDENT_ON_WEB, **at),
        lambda: invite(pk, by=desk, **at),
    ]
    crowd = all_at_once(lambda n: ways[n](), len(ways))
    failed = [each for each in crowd.results if isinstance(each, Exception)]
    assert all(isinstance(each, BookingError) for each in failed), failed
    referral.refresh_from_db()
    standing = Appointment.objects.filter(status="booked").count()
    assert standing <= 1 and (referral.at is State.BOOKED) <= (standing == 1)
    waiting = WaitingEntry.objects.filter(status="waiting").exists()
    assert (referral.at is State.WAITING) <= waiting


def test_sweeps_beside_each_other_remind_once_and_ask_a_desk_once():
    refers(Town(), a_partner())
    for day in (3, 10, 13):
        crowd = all_at_once(lambda _, day=day: sweep_referrals(now=NOW + timedelta(days=day, minutes=1)), 4)
        assert [each for each in crowd.results if isinstance(each, Exception)] == []
    assert Referral.objects.get().journal.filter(kind="referral_chased").count() == 2
    assert CallBack.objects.count() == 1


def test_an_offer_taken_while_the_person_declines_or_the_partner_withdraws_is_one_or_the_other():
    town = Town()
    referral = refers(town, a_partner())
    wait_invited(referral.pk, by=RESIDENT_ON_WEB, now=NOW)
    offer_times(now=NOW)
    offer = WaitingOffer.objects.get()
    ways = [
        lambda: accept(offer.pk, by=RESIDENT_BY_SMS, now=NOW),
        lambda: decline(referral.pk, by=RESIDENT_BY_SMS, now=NOW),
        lambda: book_invited(
            referral.pk, site=town.site, starts_at=people.TEN, by=RESIDENT_BY_PHONE, now=NOW
        ),
        lambda: withdraw_referral(referral.pk, by=RESIDENT_ON_WEB, now=NOW),
    ]
    crowd = all_at_once(lambda n: ways[n](), len(ways))
    failed = [each for each in crowd.results if isinstance(each, Exception)]
    assert all(isinstance(each, BookingError) for each in failed), failed
    referral.refresh_from_db()
    if referral.at is State.BOOKED:
        assert referral.appointment is not None and referral.appointment.status == "booked"
