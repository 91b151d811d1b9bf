"""The voice of those who came to a workshop: a sheet each, nobody notes whose, and the same answers as after a session."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.answer_survey import answer_survey
from bookings.actions.ask_survey import give_codes
from bookings.errors import SurveyOver
from bookings.models import (
    Attendance,
    Resident,
    SurveyAnswer,
    SurveyRequest,
    Workshop,
    WorkshopDate,
    WorkshopOutcome,
    WorkshopText,
)
from bookings.surveys.counted import voice_between, voice_of
from bookings.surveys.links import digits_of, request_of_code
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM + timedelta(days=1), tick=False)]
NEXT_DAY = MONDAY_8AM + timedelta(days=1)
MONTH = MONDAY_8AM.date().replace(day=1)


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def held(town: Town) -> WorkshopDate:
    """Three came, one did not."""
    workshop = Workshop.objects.create(
        organisation=town.here, site=town.site, topic=town.topic, capacity=8, made_at=MONDAY_8AM
    )
    WorkshopText.objects.create(workshop=workshop, language="fr", title="Premiers pas")
    date = WorkshopDate.objects.create(
        workshop=workshop, starts_at=TEN, ends_at=TEN + timedelta(hours=2), capacity=8
    )
    for number in range(4):
        person = Resident.objects.create(
            name=f"Fictif {number}", created_at=MONDAY_8AM, last_contact_at=MONDAY_8AM
        )
        Attendance.objects.create(date=date, person=person, came=number < 3)
    WorkshopOutcome.objects.create(
        date=date, participants=5, themes=["email"], duration_min=120, recorded_at=NEXT_DAY
    )
    return date


def test_each_registered_person_who_came_has_a_code_of_their_own_and_answers_once(held: WorkshopDate) -> None:
    codes = give_codes(held.pk, now=NEXT_DAY)
    assert len(set(codes)) == 3
    first = request_of_code(codes[0], now=NEXT_DAY)
    answer_survey(first.pk, channel="paper", now=NEXT_DAY, went=5)
    with pytest.raises(SurveyOver):
        answer_survey(first.pk, channel="paper", now=NEXT_DAY, went=1)
    answer = SurveyAnswer.objects.get()
    assert (answer.went, answer.theme, answer.site_id) == (5, "email", held.workshop.site_id)


def test_sheets_printed_again_are_for_who_has_not_answered(held: WorkshopDate) -> None:
    codes = give_codes(held.pk, now=NEXT_DAY)
    answer_survey(request_of_code(codes[0], now=NEXT_DAY).pk, channel="paper", now=NEXT_DAY, went=5)
    again = give_codes(held.pk, now=NEXT_DAY)
    assert len(again) == 2 and not set(again) & set(codes)
    assert request_of_code(codes[1], now=NEXT_DAY) is None
    assert SurveyRequest.objects.count() == 3


def test_the_response_rate_counts_who_was_given_a_sheet(held: WorkshopDate) -> None:
    codes = give_codes(held.pk, now=NEXT_DAY)
    answer_survey(request_of_code(codes[0], now=NEXT_DAY).pk, channel="paper", now=NEXT_DAY, went=5)
    there = f"s{held.workshop.site_id}"
    assert voice_of(MONTH)[there] == {
        "voice_asked": {"yes": 3},
        "voice_went": {"5": 1},
        "voice_clear": {"": 1},
    }
    mine = voice_between([held.workshop.organisation_id], MONTH, MONTH)
    assert mine["voice_asked"] == {"yes": 3}


def test_nobody_who_did_not_come_has_a_sheet_and_after_two_weeks_nobody(held: WorkshopDate) -> None:
    with pytest.raises(SurveyOver):
        give_codes(held.pk, now=NEXT_DAY + timedelta(days=20))
    Attendance.objects.update(came=False)
    with pytest.raises(SurveyOver):
        give_codes(held.pk, now=NEXT_DAY)


def test_the_team_prints_a_sheet_each_and_a_code_is_taken_on_the_web(
    client: Client, town: Town, held: WorkshopDate
) -> None:
    staff = sign_in(client, town.lea_user)
    page = staff.post(reverse("staff_workshop_sheets", args=[held.pk])).content.decode()
    assert page.count("<article") == 3
    code = page.split('<p class="digits"><b>')[1].split("</b>")[0]
    home = Client()
    asked = home.post(reverse("survey_code"), {"code": code})
    assert asked.status_code == 200 and "Comment s’est passé l’atelier" in asked.content.decode()
    answer = home.post(reverse("survey_code"), {"code": digits_of(code), "answer": "1", "went": "4"})
    assert answer.status_code == 302 and SurveyAnswer.objects.get().went == 4
