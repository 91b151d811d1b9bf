"""After a workshop: the SMS asks about the workshop, in the reader's language, and a digit is a mark."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bookings.actions.ask_survey import ask_survey
from bookings.actions.enrol import Enrolment, enrol
from bookings.models import (
    Attendance,
    JournalEntry,
    Registration,
    Resident,
    SurveyAnswer,
    SurveyRequest,
    Workshop,
    WorkshopDate,
    WorkshopText,
)
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from bookings.records.told import Why
from notifications.channels.contract import Refused, Verdict
from notifications.models import Message
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.texts.encoding import size
from tests import people
from tests.bookings.surveys.asked import TUESDAY_11AM
from tests.notifications.caller import TOKEN, signed
from tests.notifications.conftest import Line, Town

AMINA = "+33639980001"


def came(town: Town, *, language: str = "fr", **fields: object) -> Registration:
    """Amina came to Monday's workshop, and it is Tuesday."""
    workshop = Workshop.objects.create(
        organisation=town.site.organisation,
        site=town.site,
        topic=town.topic,
        capacity=8,
        made_at=people.FRIDAY_BEFORE,
    )
    WorkshopText.objects.create(workshop=workshop, language="fr", title="Premiers pas")
    date = WorkshopDate.objects.create(
        workshop=workshop, starts_at=people.TEN, ends_at=people.TEN + timedelta(hours=2), capacity=8
    )
    reach = fields.pop("reach", None) or WayToReach("mobile", people.AMINA_MOBILE)
    wanted = Enrolment(
        workshop,
        [Participant("Amina")],
        reach,
        language=language,
        survey_consent=True,  # type: ignore[arg-type]
    )
    made = enrol(wanted, by=RESIDENT_ON_WEB, now=people.FRIDAY_BEFORE, idempotency_key="amina", token="amina")
    compose(now=people.FRIDAY_BEFORE)
    Message.objects.all().delete()
    Attendance.objects.create(date=date, person=made.people.get(), came=True)
    return made


def sweep() -> None:
    ask_survey(now=timezone.now())
    compose(now=timezone.now())
    deliver(clock=timezone.now)


def says(body: str) -> str:
    known = Message.objects.filter(kind="answer").count()
    form = {"MessageSid": f"SM{uuid4().hex}", "From": AMINA, "To": "+33939980000", "Body": body}
    assert signed(Client(), "/twilio/sms", form, TOKEN).status_code == 200
    answers = list(Message.objects.filter(kind="answer").order_by("pk"))
    return answers[-1].body if len(answers) > known else ""


def test_three_questions_by_sms_and_the_answer_is_kept_apart(town: Town, clock, line: Line) -> None:  # type: ignore[no-untyped-def]
    came(town)
    clock.move_to(TUESDAY_11AM)
    sweep()
    (sent,) = line.taken
    assert "l'atelier" in sent.body and "1 (mal) à 5" in sent.body and size(sent.body).parts == 1
    assert "Amina" not in sent.body and "Premiers pas" not in sent.body
    clock.shift(timedelta(minutes=5))
    assert "claires" in says("4")
    assert "changeriez-vous" in says("5")
    says("Plus de place")
    answer = SurveyAnswer.objects.get()
    assert (answer.went, answer.clear, answer.comment, answer.channel) == (4, 5, "Plus de place", "sms")
    assert SurveyRequest.objects.get().token_hash is None
    assert Registration.objects.get().state == "registered"


@pytest.mark.parametrize("language", ["en", "ar", "uk", "tr", "pt", "es"])
def test_it_is_asked_in_the_language_of_whoever_registered(
    town: Town, clock, line: Line, language: str
) -> None:  # type: ignore[no-untyped-def]
    came(town, language=language)
    clock.move_to(TUESDAY_11AM)
    sweep()
    (message,) = Message.objects.filter(kind="survey")
    assert message.language == language and message.parts <= 4


def test_by_e_mail_the_subject_says_which(town: Town, clock, line: Line) -> None:  # type: ignore[no-untyped-def]
    came(town, reach=WayToReach("email", "amina@example.org"))
    clock.move_to(TUESDAY_11AM)
    sweep()
    (sent,) = line.taken
    assert sent.subject == "Comment s’est passé l’atelier\u00a0?" and "/r/" in sent.body


def test_who_comes_again_soon_answers_by_the_link_alone(town: Town, clock, line: Line) -> None:  # type: ignore[no-untyped-def]
    came(town)
    town.book(people.TEN + timedelta(days=3))
    clock.move_to(TUESDAY_11AM)
    sweep()
    (asked,) = [each for each in line.taken if "l'atelier" in each.body]
    assert "1 (mal)" not in asked.body


def test_who_has_become_discreet_meanwhile_or_has_answered_is_not_asked(
    town: Town, clock, line: Line
) -> None:  # type: ignore[no-untyped-def]
    came(town)
    clock.move_to(TUESDAY_11AM)
    ask_survey(now=TUESDAY_11AM)
    compose(now=TUESDAY_11AM)
    Resident.objects.update(discreet=True)
    deliver(clock=timezone.now)
    assert line.taken == [] and Message.objects.get(kind="survey").state == "cancelled"


def test_a_number_that_does_not_exist_asks_nothing_of_the_team(town: Town, clock, line: Line) -> None:  # type: ignore[no-untyped-def]
    came(town)
    clock.move_to(TUESDAY_11AM)
    line.answers = [Refused(Verdict.PERMANENT, "21211", Why.WRONG_NUMBER)]
    sweep()
    assert Message.objects.get(kind="survey").state == "failed"
    assert not JournalEntry.objects.filter(kind="not_told").exists()
