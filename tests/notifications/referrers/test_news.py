"""Whoever refers hears once of each real change as they see it, and of nothing that stays inside."""

from datetime import timedelta

import pytest
from django.core import mail

from bookings.actions.correct_referral import Correction, correct_referral
from bookings.actions.mark import mark
from bookings.actions.number_changes import number_changes
from bookings.actions.step import take_step
from bookings.models import Appointment
from bookings.outcomes.marks import Mark
from bookings.people.who import SYSTEM, Actor, WayToReach
from bookings.referrals.states import State, Who
from notifications.models import ReferrerChoice
from notifications.outbox.delivery import deliver
from notifications.referrers.read import read_changes
from notifications.referrers.tell import tell
from tests import people
from tests.partners import SocialWorker
from tests.staff import Town

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.time_machine(people.FRIDAY_BEFORE, tick=False),
]
NOW = people.FRIDAY_BEFORE


@pytest.fixture
def worker(transactional_db):
    return SocialWorker(Town())


def news(now=NOW) -> int:
    """A sweep of all that leads to a message; how many were written."""
    number_changes(now=now)
    read_changes(now=now)
    return tell(now=now)


def leads(referral, to, who=Who.SYSTEM, now=NOW + timedelta(minutes=5)):
    take_step(referral.pk, to, who=who, by=SYSTEM, now=now)


def test_sending_says_nothing_that_the_page_has_not_just_said(worker):
    worker.referred()
    assert news() == 0


def test_a_change_is_told_once_without_a_name_or_a_number_of_anybody(worker):
    referral = worker.referred()
    news()
    leads(referral, State.UNREACHABLE)
    assert (news(), news()) == (1, 0)
    deliver(clock=lambda: NOW)
    letter = mail.outbox[-1]
    assert letter.to == [worker.user.email]
    said = f"{letter.subject}{letter.body}"
    assert "A. E." in said and "Injoignable" in said and worker.page(referral) in said
    assert "Amina" not in said and "0639" not in said and "06 39" not in said


def test_who_missed_an_appointment_is_told_as_invited_again_and_no_more(worker, time_machine):
    slot = f"{int(people.TEN.timestamp())}-{worker.town.site.pk}"
    worker.referred(action="reserver", slot=slot)
    later = people.TEN + timedelta(hours=2)
    assert news() == 0
    time_machine.move_to(later)
    by = Actor(channel="desk", user_id=worker.town.lea_user.pk)
    mark(Appointment.objects.get().pk, as_=Mark.NO_SHOW, by=by, now=later)
    news(later)
    deliver(clock=lambda: later)
    said = "".join(
        f"{letter.subject}{letter.body}" for letter in mail.outbox if letter.to == [worker.user.email]
    )
    assert "Pas encore rencontrée" in said and "bsent" not in said


def test_what_one_did_oneself_is_no_news(worker):
    referral = worker.referred()
    news()
    leads(referral, State.UNREACHABLE)
    assert news() == 1
    by = Actor(channel="web", user_id=worker.user.pk, for_partner=True)
    way = WayToReach("mobile", "06 39 98 00 44")
    correct_referral(referral.pk, Correction("Amina Essai", way), by=by, now=NOW + timedelta(hours=1))
    assert news(NOW + timedelta(hours=1)) == 0


def test_once_a_day_all_together_and_nothing_of_what_has_changed_back(worker):
    ReferrerChoice.objects.create(user=worker.user, how="daily")
    first = worker.referred()
    second = worker.referred(
        name="Jean Essai", mobile="06 39 98 00 09", key="22222222-2222-2222-2222-222222222222"
    )
    third = worker.referred(
        name="Zoé Essai", mobile="06 39 98 00 10", key="33333333-3333-3333-3333-333333333333"
    )
    news()
    for referral in (first, second, third):
        leads(referral, State.UNREACHABLE)
    leads(third, State.INVITED, now=NOW + timedelta(hours=1))
    assert news(NOW + timedelta(hours=2)) == 0
    morning = NOW + timedelta(hours=22)
    assert news(morning) == 1
    deliver(clock=lambda: morning)
    said = mail.outbox[-1].body
    assert "A. E." in said and "J. E." in said and "Z. E." not in said


def test_nobody_is_written_to_who_refers_no_more_or_does_not_want_it(worker):
    referral = worker.referred()
    news()
    leads(referral, State.UNREACHABLE)
    worker.user.roles.all().delete()
    assert news() == 0


def test_the_choice_is_made_on_a_page(worker):
    worker.client.post("/partenaires/messages/", {"how": "daily", "language": "en"})
    assert ReferrerChoice.objects.get().how == "daily"
