"""Who is asked about their session, when, and who never is."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.actions.ask_survey import give_code
from bookings.actions.forget import erase
from bookings.actions.object_to import Objections, object_to
from bookings.errors import SurveyOver
from bookings.models import JournalEntry, Resident, SurveyRequest, SurveySetting
from bookings.people.who import SYSTEM, WayToReach
from bookings.surveys.hours import may_ask
from tests import people
from tests.bookings.surveys.asked import TUESDAY_11AM, a_session, asked

pytestmark = pytest.mark.django_db


def test_somebody_who_agreed_is_asked_once_on_the_next_day() -> None:
    amina = a_session()
    assert asked(people.TEN + timedelta(hours=5)) == []
    (request,) = asked()
    assert request.appointment_id == amina.pk
    assert len(asked(TUESDAY_11AM + timedelta(hours=1))) == 1
    assert JournalEntry.objects.filter(kind="survey_asked").count() == 1


@pytest.mark.parametrize(
    "otherwise",
    [
        {"survey_consent": False},
        {"status": "no_show"},
        {"status": "booked"},
        {"status": "excused"},
        {"reach": WayToReach("landline", people.JEAN_LANDLINE)},
        {"reach": WayToReach("none")},
    ],
)
def test_nobody_is_asked_who_did_not_come_has_not_agreed_or_cannot_be_written_to(
    otherwise: dict[str, object],
) -> None:
    a_session(**otherwise)
    assert asked() == []


def test_who_is_discreet_is_neither_written_to_nor_given_a_sheet() -> None:
    amina = a_session()
    Resident.objects.update(discreet=True)
    assert asked() == []
    with pytest.raises(SurveyOver):
        give_code(amina.pk, by=SYSTEM, now=TUESDAY_11AM)


def test_who_has_objected_is_neither_written_to_nor_given_a_sheet() -> None:
    amina = a_session()
    Resident.objects.update(no_surveys=True)
    assert asked() == []
    with pytest.raises(SurveyOver):
        give_code(amina.pk, by=SYSTEM, now=TUESDAY_11AM)


def test_who_objects_once_they_were_asked_hears_and_says_nothing_more() -> None:
    a_session()
    asked()
    what = Objections(no_surveys=True, no_recognition=False)
    object_to([Resident.objects.get().pk], what=what, by=SYSTEM, now=TUESDAY_11AM)
    assert SurveyRequest.objects.get().token_hash is None


def test_who_wants_no_more_sms_is_not_asked() -> None:
    amina = a_session()
    amina.contact.opted_out_at = people.TEN
    amina.contact.save()
    assert asked() == []


@pytest.mark.parametrize(
    ("local", "decent"),
    [
        (datetime(2026, 12, 1, 9, 59), False),
        (datetime(2026, 12, 1, 10, 0), True),
        (datetime(2026, 12, 1, 19, 0), False),
        (datetime(2026, 12, 6, 11, 0), False),
        (datetime(2026, 12, 25, 11, 0), False),
    ],
)
def test_nobody_is_asked_at_night_on_a_sunday_or_a_holiday(local: datetime, decent: bool) -> None:
    assert may_ask(local, {datetime(2026, 12, 25).date()}) is decent


def test_who_was_received_before_a_sunday_is_asked_after_it() -> None:
    a_session()
    sunday = datetime(2026, 12, 6, 10, 0, tzinfo=UTC)
    assert asked(sunday) == []
    assert asked(datetime(2026, 12, 14, 10, 0, tzinfo=UTC)) == [], "two weeks later nobody remembers"


def test_who_comes_every_week_is_asked_once_a_month() -> None:
    a_session()
    a_session("Amina encore", minutes=120)
    assert len(asked()) == 1
    SurveyRequest.objects.update(asked_at=TUESDAY_11AM - timedelta(days=31))
    assert len(asked()) == 2


def test_an_organisation_may_ask_nobody_or_a_share() -> None:
    for number in range(40):
        a_session(f"Personne {number}", f"06 39 98 00 {number:02d}", minutes=number // 8 * 60)
    setting = SurveySetting.objects.create(
        organisation_id=a_session("Zoé", minutes=360).organisation_id, on=False
    )
    assert asked() == []
    setting.on, setting.share = True, 50
    setting.save()
    assert 10 <= len(asked()) <= 30
    assert len(asked(TUESDAY_11AM + timedelta(hours=1))) <= 30, "who was not drawn is not drawn an hour later"


def test_who_is_erased_is_asked_nothing_more() -> None:
    amina = a_session()
    asked()
    erase(amina.participants.get().pk, by=SYSTEM, now=TUESDAY_11AM)
    assert SurveyRequest.objects.get().token_hash is None


def test_a_new_code_takes_the_place_of_the_one_before() -> None:
    amina = a_session()
    codes = {give_code(amina.pk, by=SYSTEM, now=TUESDAY_11AM) for _ in range(2)}
    assert all(len(code) == 8 for code in codes)
    assert SurveyRequest.objects.count() == 1
    assert asked() == list(SurveyRequest.objects.all()), "who was given a sheet is not written to as well"
    assert not JournalEntry.objects.filter(kind="survey_asked").exists()
