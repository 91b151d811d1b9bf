"""Facts that other programs may be told are numbered once, after they are committed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from bookings.actions.call_off import cancel
from bookings.actions.move import move
from bookings.actions.number_changes import number_changes
from bookings.actions.step import take_step
from bookings.actions.sweep import sweep
from bookings.models import Change, JournalEntry, MadeByApi, ReferralRules
from bookings.people.who import RESIDENT_ON_WEB, Actor
from bookings.records.journal import note
from bookings.referrals.states import State, Who
from tests import people
from tests.bookings.referrals.test_refer import books
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


def told(audience) -> list[str]:
    return list(Change.objects.after(0, audience_id=audience.pk).values_list("event", flat=True))


def test_both_sides_of_a_referral_are_told_and_nobody_else(town, ccas):
    refers(town, ccas)
    number_changes(now=NOW)
    received = ["referral.received", "referral.accepted", "referral.invited"]
    assert told(ccas) == told(town.here) == received and told(town.elsewhere) == []
    assert list(Change.objects.values_list("number", flat=True).order_by("number")) == [1, 2, 3, 4, 5, 6]


def test_a_fact_is_numbered_once(town, ccas):
    refers(town, ccas)
    assert (number_changes(now=NOW), number_changes(now=NOW)) == (6, 0)
    assert not JournalEntry.objects.filter(unnumbered=True).exists()


def test_who_did_not_want_to_come_is_not_told_of_and_the_team_is(town, ccas):
    referral = refers(town, ccas)
    take_step(referral.pk, State.DECLINED, who=Who.PERSON, by=RESIDENT_ON_WEB, now=NOW)
    number_changes(now=NOW)
    assert told(ccas)[-1] == "referral.closed" and told(town.here)[-1] == "referral.declined"


def test_a_stricter_rule_keeps_the_time_to_the_team(town, ccas):
    ReferralRules.objects.create(organisation=town.here, shows="landed")
    books(refers(town, ccas), town)
    number_changes(now=NOW)
    assert told(ccas) == ["referral.received", "referral.accepted"]
    assert not Change.objects.filter(audience=ccas, appointment__isnull=False).exists()


def test_a_moved_appointment_is_told_with_its_referral(town, ccas):
    referral = refers(town, ccas)
    appointment = books(referral, town)
    move(
        appointment,
        starts_at=people.TEN.replace(hour=11),
        by=RESIDENT_ON_WEB,
        now=NOW,
    )
    number_changes(now=NOW)
    last = Change.objects.filter(audience=ccas).latest("number")
    assert (last.event, last.referral_id, last.appointment_id, last.state) == (
        "appointment.moved",
        referral.pk,
        appointment.pk,
        "booked",
    )


def test_an_appointment_nobody_referred_anyone_to_is_nobodys_event(town):
    appointment = town.books()
    move(
        appointment,
        starts_at=people.TEN.replace(hour=11),
        by=Actor("desk"),
        now=NOW,
    )
    assert number_changes(now=NOW) == 0


def test_demonstrations_and_imports_are_not_told(town, ccas):
    referral = refers(town, ccas)
    JournalEntry.objects.all().delete()
    note(
        JournalEntry.Kind.REFERRAL_MET,
        by=Actor("system"),
        now=NOW,
        origin=JournalEntry.Origin.DEMO,
        referral_id=referral.pk,
    )
    assert number_changes(now=NOW) == 0


def test_old_changes_are_forgotten_and_the_numbers_go_on(town, ccas):
    referral = refers(town, ccas)
    number_changes(now=NOW)
    later = NOW + timedelta(days=settings.RETENTION_DAYS["identity"])
    sweep(now=later)
    assert list(Change.objects.values_list("number", flat=True)) == [6]
    take_step(referral.pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=later)
    number_changes(now=later)
    assert (
        told(ccas) == ["referral.invited", "referral.withdrawn"]
        and Change.objects.latest("number").number == 8
    )


def test_a_program_is_told_what_becomes_of_an_appointment_it_has_made(town, ccas):
    appointment = town.books()
    MadeByApi.objects.create(application=uuid4(), organisation=ccas, appointment=appointment)
    cancel(appointment.pk, by=Actor("desk"), now=NOW)
    number_changes(now=NOW)
    change = Change.objects.get()
    assert (change.audience_id, change.event, change.state) == (ccas.pk, "appointment.cancelled", "cancelled")
    assert change.as_told()["appointment"] == appointment.made_by_api.public_id
