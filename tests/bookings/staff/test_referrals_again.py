"""Somebody who was referred did not come, or goes another way: the team sees it at once, and nothing is left behind."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bookings.actions.book_invited import book_invited, wait_invited
from bookings.actions.mark import mark
from bookings.models import Referral, WaitingEntry
from bookings.outcomes.marks import Mark
from bookings.people.who import RESIDENT_ON_WEB, Actor
from bookings.referrals.states import State
from tests import people
from tests.referring import a_partner, refers
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def referral(town):
    return refers(town, a_partner())


@pytest.fixture
def desk(client, town):
    return sign_in(client, town.user("desk"))


def shown(answer) -> str:
    return html.unescape(answer.content.decode())


def presses(desk, referral, action: str, **typed):
    return desk.post(reverse("staff_referral_step", args=[referral.pk]), {"action": action, **typed})


def test_who_did_not_come_is_invited_again_from_the_day_or_the_list_in_one_press(client, town, referral):
    by = RESIDENT_ON_WEB
    appointment = book_invited(
        referral.pk, site=town.site, starts_at=people.TEN, by=by, now=people.FRIDAY_BEFORE
    )
    with time_machine.travel(people.TEN + timedelta(minutes=30), tick=False):
        desk = sign_in(client, town.user("desk"))
        mark(
            appointment.pk,
            as_=Mark.NO_SHOW,
            by=Actor("desk", town.lea_user.pk),
            now=people.TEN + timedelta(minutes=30),
        )
        pages = [desk.get(reverse(name)) for name in ("staff_day", "staff_referrals")]
        for page in pages:
            assert "Inviter encore une fois" in shown(page)
        assert "À inviter encore une fois" in shown(pages[1])
        menu = shown(pages[0]).partition(f'href="{reverse("staff_referrals")}"')[2][:200]
        assert ">1<" in menu
        presses(desk, referral, "inviter")
        assert Referral.objects.get().at is State.INVITED
        assert "Inviter encore une fois" not in shown(desk.get(reverse("staff_day")))


@pytest.mark.parametrize(
    ("action", "typed", "to"),
    [
        ("ne-souhaite-pas", {}, State.DECLINED),
        ("injoignable", {}, State.UNREACHABLE),
        ("refuser", {"reason": "other", "sentence": "Complet jusqu’à l’été."}, State.REFUSED),
    ],
)
def test_who_waited_on_the_list_waits_no_more_when_the_team_goes_another_way(
    desk, referral, action, typed, to
):
    with time_machine.travel(people.FRIDAY_BEFORE, tick=False):
        wait_invited(referral.pk, by=RESIDENT_ON_WEB, now=people.FRIDAY_BEFORE)
        presses(desk, referral, action, **typed)
    assert Referral.objects.get().at is to
    assert WaitingEntry.objects.get().status == WaitingEntry.Status.LEFT


def test_nobody_presses_away_a_time_that_stands(desk, town, referral):
    with time_machine.travel(people.FRIDAY_BEFORE, tick=False):
        book_invited(
            referral.pk, site=town.site, starts_at=people.TEN, by=RESIDENT_ON_WEB, now=people.FRIDAY_BEFORE
        )
        page = shown(desk.get(reverse("staff_referral", args=[referral.pk])))
        assert 'value="inviter"' not in page and 'value="ne-souhaite-pas"' not in page
        for action in ("inviter", "ne-souhaite-pas"):
            presses(desk, referral, action)
            assert Referral.objects.get().at is State.BOOKED
