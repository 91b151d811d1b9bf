"""The person, the team, the partner and the clock act on one referral at once. Real threads, a real database."""

from datetime import timedelta

import pytest

from bookings.actions.answer_referral import decline, not_me
from bookings.actions.answer_seat import accept_seat
from bookings.actions.book_invited import book_invited, wait_invited
from bookings.actions.chase import sweep_referrals
from bookings.actions.invite_again import invite
from bookings.actions.leave_workshop import leave_workshop
from bookings.actions.offer import accept
from bookings.actions.offer_times import offer_times
from bookings.actions.receive import refuse
from bookings.actions.refer_with_workshop import Seats, refer_and_enrol
from bookings.actions.referred import Referred, Referrer
from bookings.actions.withdraw_referral import withdraw_referral
from bookings.errors import BookingError
from bookings.models import (
    Appointment,
    CallBack,
    Referral,
    Registration,
    WaitingEntry,
    WaitingOffer,
    Workshop,
)
from bookings.people.who import RESIDENT_BY_PHONE, RESIDENT_BY_SMS, RESIDENT_ON_WEB, Actor, WayToReach
from bookings.referrals import information
from bookings.referrals.states import State
from tests import people
from tests.bookings.workshops.planned import BEFORE, six_thursdays
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


def enrolled(town: Town, workshop: Workshop, number: int) -> Referral:
    """Somebody referred to the workshop: with a seat, or waiting for one."""
    asked = Referred(
        name=f"Personne {number}",
        reach=WayToReach("mobile", f"06 39 98 05 {number:02}"),
        topic=town.topic,
        organisation=town.here,
        informed_version=information.CURRENT,
    )
    partner, by = Referrer(partner_id=a_partner(f"Partenaire {number}").pk), Actor("web", for_partner=True)
    seats = Seats(workshop, wait=True)
    return refer_and_enrol(asked, seats, referrer=partner, by=by, now=BEFORE, idempotency_key=f"k{number}")


def test_seats_given_back_by_everybody_at_once_are_given_back_once_and_referrals_follow():
    town = Town()
    workshop = six_thursdays(town, capacity=2, times=2)
    people_sent = [enrolled(town, workshop, number) for number in range(6)]
    assert [each.at for each in people_sent] == [State.BOOKED] * 2 + [State.WAITING] * 4
    desk, at = Actor("desk", town.lea_user.pk), {"now": BEFORE}
    pks = [(each.pk, each.registration_id) for each in people_sent]
    ways = [
        lambda: withdraw_referral(pks[0][0], by=RESIDENT_ON_WEB, cancels=True, **at),
        lambda: leave_workshop(pks[0][1], by=RESIDENT_BY_SMS, **at),
        lambda: leave_workshop(pks[1][1], by=RESIDENT_BY_SMS, **at),
        lambda: withdraw_referral(pks[1][0], by=RESIDENT_ON_WEB, cancels=True, **at),
        lambda: decline(pks[2][0], by=RESIDENT_BY_PHONE, **at),
        lambda: accept_seat(pks[2][1], by=RESIDENT_BY_SMS, **at),
        lambda: accept_seat(pks[3][1], by=RESIDENT_BY_SMS, **at),
        lambda: withdraw_referral(pks[3][0], by=RESIDENT_ON_WEB, **at),
        lambda: refuse(pks[4][0], reason="other", sentence="Complet.", by=desk, **at),
        lambda: accept_seat(pks[5][1], by=RESIDENT_BY_SMS, **at),
    ]
    crowd = all_at_once(lambda n: ways[n](), len(ways))
    failed = [each for each in crowd.results if isinstance(each, Exception)]
    assert all(isinstance(each, BookingError) for each in failed), failed
    seated = Registration.objects.filter(state__in=Registration.SEATED)
    taken = sum(each.seats for each in seated)
    assert list(workshop.dates.values_list("taken", flat=True)) == [taken, taken] and taken <= 2
    for each in Referral.objects.select_related("registration"):
        has_seat = each.registration.state == "registered"
        assert has_seat or each.at is not State.BOOKED, each.pk
        # Who is withdrawn after all keeps the seat that they took themselves.
        assert not has_seat or each.at in (State.BOOKED, State.WITHDRAWN), each.pk
        assert (each.at is State.WAITING) <= each.registration.stands, each.pk
