"""What residents say of a session: once, and tied to nobody."""

from datetime import date, timedelta

import pytest
from django.db import connection

from bookings.actions.answer_survey import answer_survey, go_on, mix_answers
from bookings.actions.ask_survey import give_code
from bookings.actions.forget import forget
from bookings.actions.moderate import accept_comment, refuse_comment
from bookings.errors import AlreadyHandled, SurveyOver
from bookings.models import JournalEntry, Outcome, SurveyAnswer, SurveyRequest
from bookings.people.who import SYSTEM
from bookings.records.journal import fact
from bookings.surveys.counted import voice_of
from bookings.surveys.links import request_of_code, request_of_token, token_of
from bookings.surveys.satisfaction import satisfaction
from tests.bookings.surveys.asked import TUESDAY_11AM, a_session, asked

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


def says(request: SurveyRequest, went: int = 4, comment: str = "", **more: object) -> str:
    return answer_survey(
        request.pk, channel="link", now=TUESDAY_11AM, went=went, clear=5, comment=comment, **more
    )


def test_one_answer_a_session() -> None:
    a_session()
    (request,) = asked()
    says(request)
    with pytest.raises(SurveyOver):
        says(request, 1)
    assert SurveyAnswer.objects.get().went == 4


def test_an_answer_bears_neither_a_time_nor_an_appointment_nor_a_person() -> None:
    amina = a_session()
    Outcome.objects.create(
        appointment=amina, themes=["email"], result="ok", duration_min=30, recorded_at=TUESDAY_11AM
    )
    (request,) = asked()
    before = JournalEntry.objects.count()
    says(request)
    kept = SurveyAnswer.objects.values().get()
    assert {name: kept[name] for name in ("month", "theme", "channel", "went", "clear")} == {
        "month": NOVEMBER,
        "theme": "email",
        "channel": "link",
        "went": 4,
        "clear": 5,
    }
    fields = {field.name for field in SurveyAnswer._meta.get_fields()}
    assert not fields & {"appointment", "resident", "contact", "mediator", "request", "at", "answered_at"}
    assert JournalEntry.objects.count() == before
    request.refresh_from_db()
    assert (request.token_hash, request.code_hash) == (None, None)


def test_the_link_and_the_code_open_until_one_has_answered() -> None:
    amina = a_session()
    (request,) = asked()
    code = give_code(amina.pk, by=SYSTEM, now=TUESDAY_11AM)
    token = token_of(amina.pk)
    assert request_of_token(token, now=TUESDAY_11AM) == request_of_code(code, now=TUESDAY_11AM) == request
    says(request)
    assert request_of_token(token, now=TUESDAY_11AM) is None
    assert request_of_code(code, now=TUESDAY_11AM) is None
    with pytest.raises(SurveyOver):
        give_code(amina.pk, by=SYSTEM, now=TUESDAY_11AM)


def test_after_two_weeks_nobody_answers_any_more() -> None:
    a_session()
    (request,) = asked()
    late = TUESDAY_11AM + timedelta(days=15)
    assert request_of_token(token_of(request.appointment_id), now=late) is None
    with pytest.raises(SurveyOver):
        answer_survey(request.pk, channel="link", now=late, went=3)


def test_a_conversation_adds_to_its_answer_until_the_night() -> None:
    a_session()
    (request,) = asked()
    secret = answer_survey(request.pk, channel="sms", now=TUESDAY_11AM, went=5, goes_on=True)
    assert go_on(secret, clear=4)
    mix_answers(now=TUESDAY_11AM)
    assert not go_on(secret, comment="trop tard")
    answer = SurveyAnswer.objects.get()
    assert (answer.went, answer.clear, answer.comment, answer.continues) == (5, 4, "", "")


def test_a_comment_waits_for_two_others_or_the_end_of_its_month() -> None:
    for number in range(3):
        a_session(f"Personne {number}", f"06 39 98 00 {number:02d}")
    requests = asked()
    for request in requests[:2]:
        says(request, comment="Il faisait froid")
    SurveyAnswer.objects.update(month=date(2026, 12, 1))
    mix_answers(now=TUESDAY_11AM)
    assert set(SurveyAnswer.objects.values_list("state", flat=True)) == {"fresh"}
    says(requests[2], comment="Tout va bien")
    mix_answers(now=TUESDAY_11AM)
    assert set(SurveyAnswer.objects.values_list("state", flat=True)) == {"waiting"}


def test_the_night_draws_a_new_order_and_keeps_every_answer() -> None:
    for number in range(16):
        a_session(f"Personne {number}", f"06 39 98 00 {number:02d}", minutes=number // 8 * 60)
    for number, request in enumerate(asked()):
        says(request, 1 + number % 5)
    place = "rowid" if connection.vendor == "sqlite" else "ctid"

    def in_place() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM bookings_surveyanswer ORDER BY {place}")
            return [row[0] for row in cursor.fetchall()]

    before = in_place()
    assert mix_answers(now=TUESDAY_11AM) == 16
    after = in_place()
    assert sorted(map(str, before)) == sorted(map(str, after)) and before != after


def test_a_colleague_reads_a_comment_first_and_only_what_is_left_stays() -> None:
    a_session()
    (request,) = asked()
    says(request, comment="Merci Yann, 06 12 34 56 78")
    SurveyAnswer.objects.update(state="waiting")
    answer = SurveyAnswer.objects.get()
    accept_comment(answer.pk, shown="Merci █████, █████")
    answer.refresh_from_db()
    assert (answer.comment, answer.shown, answer.state) == ("", "Merci █████, █████", "accepted")
    with pytest.raises(AlreadyHandled):
        refuse_comment(answer.pk)
    forget(now=TUESDAY_11AM + timedelta(days=500))
    answer.refresh_from_db()
    assert (answer.shown, answer.went) == ("", 4)


def test_a_refused_comment_leaves_its_marks() -> None:
    a_session()
    (request,) = asked()
    says(request, comment="Un texte blessant")
    SurveyAnswer.objects.update(state="waiting")
    refuse_comment(SurveyAnswer.objects.get().pk)
    assert SurveyAnswer.objects.filter(comment="", shown="", state="refused", went=4).exists()


def test_figures_count_who_was_asked_and_what_was_said(django_assert_num_queries) -> None:
    for number in range(6):
        a_session(f"Personne {number}", f"06 39 98 00 {number:02d}")
    requests = asked()
    for request in requests:
        gone = fact(
            JournalEntry.Kind.MESSAGE_SENT, appointment=request.appointment, by=SYSTEM, now=TUESDAY_11AM
        )
        gone.data = {"kind": "survey"}
        gone.save()
    for request, mark in zip(requests, (5, 5, 4, 2), strict=False):
        answer_survey(
            request.pk, channel="sms", now=TUESDAY_11AM, went=mark, clear=mark if mark > 2 else None
        )
    with django_assert_num_queries(3):
        counted = voice_of(NOVEMBER)
    organisation = requests[0].appointment.organisation_id
    site = requests[0].appointment.site_id
    assert set(counted) == {"t", f"o{organisation}", f"s{site}", "c35238"}
    assert counted["t"] == {
        "voice_asked": {"yes": 6},
        "voice_went": {"5": 2, "4": 1, "2": 1},
        "voice_clear": {"5": 2, "4": 1, "": 1},
    }
    said = satisfaction(counted["t"])
    assert (said.asked, said.answers, round(said.rate or 0)) == (6, 4, 67)
    assert (said.went.mean, said.went.median, said.clear.missing) == (4.0, 4.5, 1)
    assert (said.went.content.n, said.went.content.of) == (3, 4)
    assert not said.shown, "four answers: the team would know whose they are"
