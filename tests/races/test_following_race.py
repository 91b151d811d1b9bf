"""Somebody is erased while the team writes about them; six presses of one button. Real threads, a real database."""

import pytest

from bookings.actions.add_step import Step, add_step
from bookings.actions.forget import erase
from bookings.errors import NotStanding
from bookings.models import Goal, NextStep
from tests.bookings.following.test_kept_and_forgotten import NOW, followed
from tests.races.test_one_slot import all_at_once
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_written_while_somebody_is_erased_outlives_them() -> None:
    session = followed(Town())
    person = session.participants.get()

    def work(number: int) -> object:
        if number == 3:
            return erase(person.pk, by=AT_THE_DESK, now=NOW, cancel_ahead=True)
        return add_step(
            person.pk,
            Step(f"Chose {number}"),
            organisation_id=session.organisation_id,
            by=AT_THE_DESK,
            now=NOW,
            form_key=f"race {number}",
        )

    crowd = all_at_once(work, 8)
    unforeseen = [each for each in crowd.results if isinstance(each, Exception)]
    assert all(isinstance(each, NotStanding) for each in unforeseen), unforeseen
    assert not NextStep.objects.exists() and not Goal.objects.exists()


def test_a_form_sent_by_six_presses_at_once_is_one_step() -> None:
    session = followed(Town())
    person = session.participants.get()
    NextStep.objects.all().delete()

    def press(_number: int) -> NextStep:
        return add_step(
            person.pk,
            Step("Une seule fois"),
            organisation_id=session.organisation_id,
            by=AT_THE_DESK,
            now=NOW,
            form_key="one form",
        )

    crowd = all_at_once(press, 6)
    assert {type(each) for each in crowd.results} == {NextStep}
    assert NextStep.objects.count() == 1
