"""A social worker refers somebody, and sees that it landed."""

import pytest

from bookings.actions.call_off import cancel, restore
from bookings.actions.follow import book_referred
from bookings.actions.mark import mark, reopen
from bookings.actions.step import take_step
from bookings.actions.wish import Wish
from bookings.errors import ChangedMeanwhile, InvalidContact, NotInformed, SlotTaken, StepRefused
from bookings.models import Appointment, JournalEntry, Referral, ReferralRules, Resident
from bookings.outcomes.marks import Mark
from bookings.people.who import RESIDENT_ON_WEB, Actor, Participant, WayToReach
from bookings.referrals.states import State, Who
from tests import people
from tests.referring import a_partner, refers
from tests.staff import Town

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def ccas():
    return a_partner()


def books(referral: Referral, town: Town, key: str = "clé", starts_at=people.TEN) -> Appointment:
    """The referred person books the Monday at ten on the web."""
    wish = Wish(
        topic=town.topic,
        site=town.site,
        starts_at=starts_at,
        participants=[Participant("Amina Essai", resident_id=referral.resident_id)],
        reach=WayToReach("mobile", people.AMINA_MOBILE),
    )
    return book_referred(referral.pk, wish, who=Who.PERSON, by=RESIDENT_ON_WEB, now=NOW, idempotency_key=key)


def facts(referral: Referral) -> list[str]:
    return list(referral.journal.order_by("pk").values_list("kind", flat=True))


def test_a_person_handed_over_is_received_accepted_and_invited_at_once(town, ccas):
    referral = refers(town, ccas)
    assert referral.at is State.INVITED
    assert facts(referral) == ["referral_received", "referral_accepted", "referral_invited"]
    assert len(referral.number) == 8


def test_an_organisation_that_reads_first_answers_itself(town, ccas):
    ReferralRules.objects.create(organisation=town.here, accept_at_once=False)
    assert refers(town, ccas).at is State.RECEIVED


def test_the_same_hand_over_sent_twice_is_one(town, ccas):
    first = refers(town, ccas, key="une fois")
    assert refers(town, ccas, key="une fois").pk == first.pk
    assert Referral.objects.count() == 1 and Resident.objects.count() == 1


def test_nobody_is_referred_without_having_been_informed(town, ccas):
    with pytest.raises(NotInformed):
        refers(town, ccas, informed_version="")
    assert not Referral.objects.exists() and not Resident.objects.exists()


def test_a_number_that_cannot_exist_is_refused_and_nothing_is_half_done(town, ccas):
    with pytest.raises(InvalidContact):
        refers(town, ccas, phone="06 39 98 00")
    assert not Referral.objects.exists() and not Resident.objects.exists()


def test_the_same_partner_referring_again_means_the_same_person_another_partner_does_not(town, ccas):
    first = refers(town, ccas)
    assert refers(town, ccas).resident_id == first.resident_id
    elsewhere = refers(town, a_partner("Mission locale Fictive"))
    assert elsewhere.resident_id != first.resident_id


def test_a_booked_person_who_comes_was_met(town, ccas):
    referral = refers(town, ccas)
    appointment = books(referral, town)
    mark(appointment.pk, as_=Mark.DONE, by=Actor("desk", town.lea_user.pk), now=people.TEN)
    referral.refresh_from_db()
    assert referral.at is State.MET and referral.appointment_id == appointment.pk


def test_a_mark_made_by_mistake_is_taken_back_for_the_referral_too(town, ccas):
    referral = refers(town, ccas)
    appointment = books(referral, town)
    mark(appointment.pk, as_=Mark.DONE, by=Actor("desk", town.lea_user.pk), now=people.TEN)
    reopen(appointment.pk, by=Actor("desk", town.lea_user.pk), now=people.TEN)
    referral.refresh_from_db()
    assert referral.at is State.BOOKED


def test_a_cancellation_leaves_the_invitation_standing_and_taking_it_back_books_again(town, ccas):
    referral = refers(town, ccas)
    appointment = books(referral, town)
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=NOW)
    referral.refresh_from_db()
    assert referral.at is State.INVITED
    restore(appointment.pk, by=RESIDENT_ON_WEB, now=NOW)
    assert Referral.objects.get().at is State.BOOKED


def test_a_time_that_is_gone_leaves_the_referral_as_it_was(town, ccas):
    town.books()
    referral = refers(town, ccas)
    with pytest.raises(SlotTaken):
        books(referral, town)
    referral.refresh_from_db()
    assert referral.at is State.INVITED and referral.appointment_id is None


def test_a_person_who_has_a_time_does_not_get_a_second_one_from_the_same_hand_over(town, ccas):
    referral = refers(town, ccas)
    first = books(referral, town)
    with pytest.raises(StepRefused):
        books(referral, town, key="autre clé", starts_at=people.TEN.replace(hour=13))
    referral.refresh_from_db()
    assert referral.appointment_id == first.pk and Appointment.objects.count() == 1


def test_what_the_table_does_not_allow_is_refused_and_leaves_no_fact(town, ccas):
    referral = refers(town, ccas)
    before = JournalEntry.objects.count()
    with pytest.raises(StepRefused):
        take_step(referral.pk, State.MET, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=NOW)
    assert JournalEntry.objects.count() == before


def test_a_step_taken_twice_is_one_fact(town, ccas):
    referral = refers(town, ccas)
    for _twice in range(2):
        take_step(referral.pk, State.DECLINED, who=Who.PERSON, by=RESIDENT_ON_WEB, now=NOW)
    assert facts(referral).count("referral_declined") == 1


def test_whoever_read_an_older_version_changes_nothing(town, ccas):
    referral = refers(town, ccas)
    read = referral.version
    take_step(referral.pk, State.UNREACHABLE, who=Who.TEAM, by=Actor("desk"), now=NOW)
    with pytest.raises(ChangedMeanwhile):
        take_step(
            referral.pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=NOW, if_version=read
        )
