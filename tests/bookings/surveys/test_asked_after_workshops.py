"""Who came to a workshop and agreed is asked as after an appointment: by a message, once, and nobody who has a sheet."""

from datetime import timedelta

import pytest
from django.test import Client

from bookings.actions.answer_survey import answer_survey
from bookings.actions.ask_survey import ask_survey, give_codes
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.forget import erase
from bookings.errors import SurveyOver
from bookings.models import (
    Attendance,
    Contact,
    JournalEntry,
    Registration,
    Resident,
    SurveyAnswer,
    SurveyRequest,
    SurveySetting,
    Workshop,
    WorkshopDate,
    WorkshopText,
)
from bookings.people.who import RESIDENT_ON_WEB, SYSTEM, Participant, WayToReach
from bookings.surveys.counted import voice_of
from bookings.surveys.links import token_of_seat
from tests import people
from tests.bookings.surveys.asked import TUESDAY_11AM, a_session

pytestmark = pytest.mark.django_db
MONTH = people.TEN.date().replace(day=1)


@pytest.fixture
def held() -> WorkshopDate:
    """A workshop on Monday."""
    organisation = people.an_organisation()
    workshop = Workshop.objects.create(
        organisation=organisation,
        site=people.a_site(organisation),
        topic=people.a_topic(notice_min=0),
        capacity=12,
        made_at=people.FRIDAY_BEFORE,
    )
    WorkshopText.objects.create(workshop=workshop, language="fr", title="Premiers pas")
    return WorkshopDate.objects.create(
        workshop=workshop, starts_at=people.TEN, ends_at=people.TEN + timedelta(hours=2), capacity=12
    )


def seat(
    held: WorkshopDate, *names: str, reach: WayToReach | None = None, agrees: bool = True, came: bool = True
) -> Registration:
    """Somebody who registered on Friday, and what became of it on Monday."""
    who = names or ("Amina",)
    wanted = Enrolment(
        held.workshop,
        [Participant(name) for name in who],
        reach or WayToReach("mobile", people.AMINA_MOBILE),
        survey_consent=agrees,
    )
    key = " ".join(who)
    made = enrol(wanted, by=RESIDENT_ON_WEB, now=people.FRIDAY_BEFORE, idempotency_key=key, token=key)
    for person in made.people.all():
        Attendance.objects.create(date=held, person=person, came=came)
    return made


def asked() -> list[SurveyRequest]:
    ask_survey(now=TUESDAY_11AM)
    return list(SurveyRequest.objects.order_by("pk"))


def test_who_agreed_and_came_is_asked_once_on_the_next_day(held: WorkshopDate) -> None:
    amina = seat(held)
    (request,) = asked()
    assert (request.registration, request.workshop_date) == (amina, held)
    ask_survey(now=TUESDAY_11AM + timedelta(hours=1))
    assert SurveyRequest.objects.count() == 1
    assert JournalEntry.objects.filter(kind="survey_asked", registration=amina).count() == 1


@pytest.mark.parametrize(
    "otherwise",
    [
        {"agrees": False},
        {"came": False},
        {"reach": WayToReach("landline", people.JEAN_LANDLINE)},
        {"reach": WayToReach("none")},
    ],
)
def test_nobody_is_asked_who_did_not_come_has_not_agreed_or_cannot_be_written_to(
    held: WorkshopDate, otherwise: dict[str, object]
) -> None:
    seat(held, **otherwise)  # type: ignore[arg-type]
    assert asked() == []


def test_who_is_discreet_wants_no_sms_or_whose_organisation_asks_nobody_is_not_asked(
    held: WorkshopDate,
) -> None:
    seat(held)
    Resident.objects.update(discreet=True)
    assert asked() == []
    Resident.objects.update(discreet=False)
    Contact.objects.update(opted_out_at=people.TEN)
    assert asked() == []
    Contact.objects.update(opted_out_at=None)
    SurveySetting.objects.create(organisation=held.workshop.organisation, on=False)
    assert asked() == []
    SurveySetting.objects.all().delete()
    assert len(asked()) == 1


def test_a_couple_who_came_together_is_one_message(held: WorkshopDate) -> None:
    seat(held, "Amina", "Jean")
    assert len(asked()) == 1


def test_who_came_to_an_appointment_and_a_workshop_is_asked_about_one_of_them() -> None:
    session = a_session()
    workshop = Workshop.objects.create(
        organisation=session.organisation,
        site=session.site,
        topic=session.topic,
        capacity=9,
        made_at=people.TEN,
    )
    starts_at = people.TEN + timedelta(hours=3)
    date = WorkshopDate.objects.create(
        workshop=workshop, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), capacity=9
    )
    seat(date)
    (request,) = asked()
    assert request.appointment == session
    assert len(asked()) == 1, "nor an hour later"


def test_who_comes_every_week_to_a_series_is_asked_once_a_month(held: WorkshopDate) -> None:
    again = WorkshopDate.objects.create(
        workshop=held.workshop,
        starts_at=people.TEN + timedelta(hours=5),
        ends_at=people.TEN + timedelta(hours=6),
        capacity=12,
    )
    amina = seat(held)
    Attendance.objects.create(date=again, person=amina.people.get(), came=True)
    assert len(asked()) == 1
    assert len(asked()) == 1
    SurveyRequest.objects.update(asked_at=TUESDAY_11AM - timedelta(days=31))
    assert [each.workshop_date for each in asked()] == [held, again]


def test_where_sheets_were_printed_nobody_is_written_to_as_well(held: WorkshopDate) -> None:
    seat(held)
    give_codes(held.pk, now=people.TEN + timedelta(hours=3))
    assert [each.registration for each in asked()] == [None]


def test_who_was_written_to_has_no_sheet_the_others_have(held: WorkshopDate) -> None:
    seat(held)
    seat(held, "Zoé", reach=WayToReach("none"), agrees=False)
    asked()
    for _printed_twice in range(2):
        assert len(give_codes(held.pk, now=TUESDAY_11AM)) == 1
    Attendance.objects.filter(person__name="Zoé").delete()
    SurveyRequest.objects.filter(registration=None).delete()
    with pytest.raises(SurveyOver):
        give_codes(held.pk, now=TUESDAY_11AM)


def test_the_link_asks_about_the_workshop_and_the_answer_is_nobodys(
    client: Client, held: WorkshopDate, time_machine
) -> None:  # type: ignore[no-untyped-def]
    amina = seat(held)
    asked()
    time_machine.move_to(TUESDAY_11AM + timedelta(hours=1), tick=False)
    token = token_of_seat(amina.pk, held.pk)
    page = client.get(f"/r/{token}", follow=True)
    assert "Comment s’est passé l’atelier" in page.content.decode()
    there = page.redirect_chain[-1][0]
    assert client.post(there, {"went": "4"}).status_code == 302
    assert client.get(there).status_code == 410
    answer = SurveyAnswer.objects.get()
    assert (answer.went, answer.site) == (4, held.workshop.site)
    assert not {field.name for field in SurveyAnswer._meta.fields} & {"registration", "workshop_date"}
    assert SurveyRequest.objects.get().token_hash is None


def test_who_is_erased_is_asked_nothing_more(held: WorkshopDate) -> None:
    amina = seat(held)
    asked()
    erase(amina.people.get().pk, by=SYSTEM, now=TUESDAY_11AM)
    assert SurveyRequest.objects.get().token_hash is None


def test_the_response_rate_counts_a_message_once_it_has_gone_and_not_one_that_was_lost(
    held: WorkshopDate,
) -> None:
    amina = seat(held)
    asked()
    there = f"s{held.workshop.site_id}"
    assert there not in voice_of(MONTH)

    def fact(kind: str) -> None:
        JournalEntry.objects.create(
            kind=kind,
            registration=amina,
            at=TUESDAY_11AM + timedelta(minutes=5),
            data={"kind": "survey"},
            channel="system",
        )

    fact("message_sent")
    assert voice_of(MONTH)[there] == {"voice_asked": {"yes": 1}}
    answer_survey(SurveyRequest.objects.get().pk, channel="link", now=TUESDAY_11AM, went=5)
    assert voice_of(MONTH)[there]["voice_went"] == {"5": 1}
    fact("message_failed")
    assert "voice_asked" not in voice_of(MONTH)[there]


def test_whoever_registers_on_the_web_says_whether_they_may_be_asked(
    client: Client, held: WorkshopDate, time_machine
) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(people.FRIDAY_BEFORE, tick=False)
    address = f"/ateliers/{held.workshop.public_id}/"
    page = client.get(address)
    assert "répondre à quelques questions après l’atelier" in page.content.decode()
    draft = page.context["draft"]
    form = {"draft": draft, "name": "Amina", "reach": "mobile", "mobile": people.AMINA_MOBILE, "survey": "on"}
    assert client.post(address, form).status_code == 302
    assert Registration.objects.get().survey_consent
