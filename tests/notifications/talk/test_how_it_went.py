"""Residents say by SMS how a session went: a digit is a mark only while that was the last thing they were asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from bookings.actions.answer_survey import mix_answers
from bookings.actions.ask_survey import ask_survey, give_code
from bookings.models import Appointment, JournalEntry, Resident, SurveyAnswer, SurveyRequest
from bookings.people.who import WayToReach
from bookings.surveys.counted import voice_between, voice_of
from bookings.surveys.satisfaction import satisfaction
from notifications.models import Conversation, InboundMessage, Message
from notifications.outbox import facts
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from notifications.talk.words import WORDS, Answer, say
from notifications.texts.encoding import is_gsm7, size
from tests.bookings.surveys.asked import TUESDAY_11AM
from tests.notifications.caller import TOKEN, signed
from tests.notifications.conftest import Line, Town
from tests.people import TEN
from tests.staff import AT_THE_DESK

AMINA = "+33639980001"
THURSDAY = TEN + timedelta(days=10)
_CLEAR, _WORDS = "claires", "changeriez-vous"


class Talk:
    """Amina was received on Monday, comes again on a Thursday (`ahead`), and is asked on Tuesday how it went."""

    def __init__(self, town: Town, clock: time_machine.Traveller, line: Line, ahead: timedelta) -> None:
        self.clock, self.line = clock, line
        self.monday = town.book(survey_consent=True)
        self.thursday = town.book(TEN + ahead)
        clock.move_to(TEN + timedelta(hours=1))
        self.sweep()
        Appointment.objects.filter(pk=self.monday.pk).update(status="done")
        clock.move_to(TUESDAY_11AM)
        ask_survey(now=TUESDAY_11AM)
        self.sweep()
        clock.shift(timedelta(minutes=5))

    def sweep(self) -> None:
        """What is to be said is said."""
        remind(now=timezone.now())
        compose(now=timezone.now())
        deliver(clock=timezone.now)

    def says(self, body: str) -> str:
        """Amina writes; what is answered."""
        known = Message.objects.filter(kind="answer").count()
        form = {"MessageSid": f"SM{uuid4().hex}", "From": AMINA, "To": "+33939980000", "Body": body}
        assert signed(Client(), "/twilio/sms", form, TOKEN).status_code == 200
        answers = Message.objects.filter(kind="answer").order_by("pk")
        said = answers[len(answers) - 1].body if answers.count() > known else ""
        self.clock.shift(timedelta(minutes=1))
        return said

    @property
    def comes(self) -> str:
        """Where Thursday's appointment stands; "confirmed" when it was confirmed."""
        self.thursday.refresh_from_db()
        facts = JournalEntry.objects.filter(appointment=self.thursday, kind="confirmed")
        return "confirmed" if facts.exists() else self.thursday.status


@pytest.fixture
def talk(town: Town, clock: time_machine.Traveller, line: Line) -> Talk:
    return Talk(town, clock, line, THURSDAY - TEN)


def test_the_sms_asks_in_one_part_and_says_neither_day_nor_place_nor_name(talk: Talk) -> None:
    body = talk.line.taken[-1].body
    assert "Comment s'est passé" in body and "de 1 (mal) à 5 (très bien)" in body and "/r/" in body
    assert is_gsm7(body) and size(body).parts == 1, (len(body), body)
    assert not any(word in body for word in ("Amina", "MQ", "30 nov", "Démarches"))


def test_only_whom_the_question_reached_counts_as_asked(talk: Talk) -> None:
    month = talk.monday.starts_at.date().replace(day=1)

    def asked() -> int:
        return satisfaction(voice_between(None, month, month)).asked

    assert asked() == 1
    message = Message.objects.get(kind="survey")
    Message.objects.filter(pk=message.pk).update(state="failed")
    facts.append(JournalEntry.Kind.MESSAGE_FAILED, [message], now=timezone.now())
    assert asked() == 0 and not voice_of(month)
    give_code(talk.monday.pk, by=AT_THE_DESK, now=timezone.now())
    assert asked() == 1


def test_three_answers_make_one_and_the_appointment_ahead_stays_as_it_is(talk: Talk) -> None:
    assert _CLEAR in talk.says("2")
    assert _WORDS in talk.says("1")
    assert "Merci" in talk.says("Il faudrait plus de temps")
    answer = SurveyAnswer.objects.get()
    assert (answer.went, answer.clear, answer.comment) == (2, 1, "Il faudrait plus de temps")
    assert (answer.channel, answer.state, answer.continues) == ("sms", "fresh", "")
    assert talk.comes == "booked"


def test_nothing_of_it_is_kept_with_the_number(talk: Talk) -> None:
    for body in ("4", "5", "Trop de bruit"):
        talk.says(body)
    assert not InboundMessage.objects.exclude(done="surveyed", meaning="", appointment=None).exists()
    assert [each.body for each in InboundMessage.objects.all()] == ["", "", ""]
    secret = Conversation.objects.get().options[0]
    assert secret == "", "the conversation is over: nothing leads from it to the answer"


def test_a_second_digit_in_the_same_sms_answers_the_second_question(talk: Talk) -> None:
    assert _WORDS in talk.says("4 5")
    assert SurveyAnswer.objects.filter(went=4, clear=5).exists()


def test_mark_and_words_in_one_sms_are_all(talk: Talk) -> None:
    assert "Merci" in talk.says("4 mais un peu long")
    assert SurveyAnswer.objects.get().comment == "mais un peu long"


@pytest.mark.parametrize("body", ["Très bien, Léa est très patiente", "On a attendu une heure dehors"])
def test_words_alone_are_a_remark(talk: Talk, body: str) -> None:
    assert "Merci" in talk.says(body)
    answer = SurveyAnswer.objects.get()
    assert (answer.went, answer.comment) == (None, body)


@pytest.mark.parametrize(
    ("body", "answered"),
    [
        ("2", _CLEAR),
        ("Deux", _CLEAR),
        ("5/5", _CLEAR),
        ("٤", _CLEAR),
        ("⭐⭐⭐", _CLEAR),
        ("beş", _CLEAR),
        ("пʼять", _CLEAR),
        ("cuatro", _CLEAR),
        ("cinco", _CLEAR),
        ("five", _CLEAR),
        ("0", "de 1 (mal)"),
        ("8", "de 1 (mal)"),
        ("10", "de 1 (mal)"),
        ("oui", "de 1 (mal)"),
        ("ok", "de 1 (mal)"),
        ("نعم", "de 1 (mal)"),
        ("merci", ""),
        ("non", ""),
        ("non merci", ""),
        ("لا", ""),
        ("ні", ""),
        ("hayır", ""),
        ("Réponse automatique : je suis en congé", ""),
        ("Est-ce que je peux revenir ?", "L'équipe lit"),
        ("je ne viens pas jeudi", "Répondez 1"),
        ("annuler", "Répondez 1"),
        ("je viens", "Répondez 1"),
        ("changer d'heure", "Répondez 1"),
        ("je serai en retard", ""),
    ],
)
def test_what_is_answered_to_the_first_question(talk: Talk, body: str, answered: str) -> None:
    said = talk.says(body)
    assert answered in said if answered else True, said
    assert talk.comes == "booked", "nobody is called off or confirmed by an answer to something else"
    assert SurveyAnswer.objects.exists() is (answered == _CLEAR)


@pytest.mark.parametrize(
    ("body", "answered", "clear", "comment"),
    [
        ("1", _WORDS, 1, ""),
        ("3 !", _WORDS, 3, ""),
        ("oui", "de 1 (mal)", None, ""),
        ("non", "de 1 (mal)", None, ""),
        ("7", "de 1 (mal)", None, ""),
        ("merci", "Merci de votre avis", None, ""),
        ("Pas toujours", "Merci de votre avis", None, "Pas toujours"),
        ("2 trop de mots anglais", "Merci de votre avis", 2, "trop de mots anglais"),
        ("déplacer le rendez-vous", "Répondez 1", None, ""),
    ],
)
def test_what_is_answered_to_the_second_question(
    talk: Talk, body: str, answered: str, clear: int | None, comment: str
) -> None:
    talk.says("4")
    assert answered in talk.says(body)
    answer = SurveyAnswer.objects.get()
    assert (answer.went, answer.clear, answer.comment) == (4, clear, comment)
    assert talk.comes == "booked"


@pytest.mark.parametrize(
    ("body", "answered", "comment"),
    [
        ("rien", "Merci de votre avis", "rien"),
        ("non", "Merci de votre avis", ""),
        ("merci", "Merci de votre avis", ""),
        ("2", "Merci de votre avis", ""),
        ("Pourquoi pas le samedi ?", "Merci de votre avis", "Pourquoi pas le samedi ?"),
        ("je ne viens pas jeudi", "Répondez 1", ""),
    ],
)
def test_what_is_answered_to_the_third_question(talk: Talk, body: str, answered: str, comment: str) -> None:
    talk.says("4")
    talk.says("4")
    assert answered in talk.says(body)
    assert SurveyAnswer.objects.get().comment == comment
    assert talk.comes == "booked"


def test_a_reminder_that_came_since_is_what_a_digit_answers(talk: Talk) -> None:
    talk.clock.move_to(THURSDAY - timedelta(hours=2) + timedelta(minutes=1))
    talk.sweep()
    talk.clock.shift(timedelta(minutes=1))
    talk.says("1")
    assert talk.comes == "confirmed"
    assert not SurveyAnswer.objects.exists()


def test_a_reminder_in_the_middle_of_it_ends_the_questions(talk: Talk) -> None:
    talk.says("4")
    talk.clock.move_to(THURSDAY - timedelta(hours=2) + timedelta(minutes=1))
    talk.sweep()
    talk.clock.shift(timedelta(minutes=1))
    talk.says("2")
    assert talk.comes == "excused", "two is what the reminder says: to cancel"
    assert SurveyAnswer.objects.get().clear is None


def test_after_the_thanks_a_digit_touches_nothing(talk: Talk) -> None:
    talk.says("4 5")
    talk.says("rien de plus, tout va bien")
    assert "Répondez 1" in talk.says("2")
    assert talk.comes == "booked"


def test_the_day_after_nothing_is_added_and_nothing_cancelled(talk: Talk) -> None:
    talk.says("4")
    mix_answers(now=timezone.now())
    talk.clock.shift(timedelta(hours=20))
    assert talk.says("2") == ""
    assert talk.comes == "booked"
    assert SurveyAnswer.objects.get().clear is None


def test_where_a_reminder_is_near_the_sms_asks_for_no_digit_and_digits_are_about_the_appointment(
    town: Town, clock: time_machine.Traveller, line: Line
) -> None:
    talk = Talk(town, clock, line, timedelta(days=3))
    survey = next(sent.body for sent in line.taken if "Comment s'est passé" in sent.body)
    assert "/r/" in survey and "Répondez" not in survey
    talk.says("1")
    assert talk.comes in ("booked", "confirmed") and not SurveyAnswer.objects.exists()


def test_stop_is_heard_whatever_was_asked(talk: Talk) -> None:
    talk.says("STOP")
    talk.thursday.contact.refresh_from_db()
    assert talk.thursday.contact.opted_out_at is not None
    assert not SurveyAnswer.objects.exists()


def test_a_telephone_that_answers_at_once_has_said_nothing(talk: Talk) -> None:
    talk.clock.move_to(TUESDAY_11AM + timedelta(seconds=3))
    assert talk.says("Je suis au volant et vous rappelle") == ""
    assert not SurveyAnswer.objects.exists()


def test_two_machines_do_not_write_to_each_other_all_night(talk: Talk) -> None:
    said = [talk.says("10") for _ in range(6)]
    assert [bool(each) for each in said] == [True, False, False, False, False, False]


def test_who_has_answered_by_the_link_answers_nothing_more_by_sms(talk: Talk) -> None:
    SurveyRequest.objects.update(token_hash=None)
    assert "Répondez 1" in talk.says("2")
    assert not SurveyAnswer.objects.exists() and talk.comes == "booked"


def test_who_has_become_discreet_meanwhile_is_not_asked(town: Town, clock, line: Line) -> None:
    monday = town.book(survey_consent=True)
    Appointment.objects.filter(pk=monday.pk).update(status="done")
    clock.move_to(TUESDAY_11AM)
    ask_survey(now=TUESDAY_11AM)
    compose(now=TUESDAY_11AM)
    Resident.objects.update(discreet=True)
    deliver(clock=timezone.now)
    assert Message.objects.get(kind="survey").state == "cancelled"


def test_a_number_that_does_not_exist_asks_nothing_of_the_team(town: Town, clock, line: Line) -> None:
    from bookings.records.told import Why
    from notifications.channels.contract import Refused, Verdict

    monday = town.book(survey_consent=True)
    Appointment.objects.filter(pk=monday.pk).update(status="done")
    clock.move_to(TUESDAY_11AM)
    ask_survey(now=TUESDAY_11AM)
    compose(now=TUESDAY_11AM)
    Message.objects.exclude(kind="survey").delete()
    line.answers = [Refused(Verdict.PERMANENT, "21211", Why.WRONG_NUMBER)]
    deliver(clock=timezone.now)
    assert Message.objects.get().state == "failed"
    assert not JournalEntry.objects.filter(kind="not_told").exists()


def test_who_has_an_address_is_written_a_letter_with_the_link(town: Town, clock, line: Line) -> None:
    monday = town.book(survey_consent=True, reach=WayToReach("email", "amina@example.org"))
    Appointment.objects.filter(pk=monday.pk).update(status="done")
    clock.move_to(TUESDAY_11AM)
    ask_survey(now=TUESDAY_11AM)
    compose(now=TUESDAY_11AM)
    deliver(clock=timezone.now)
    assert "/r/" in line.taken[-1].body and "anonyme" in line.taken[-1].body


@pytest.mark.parametrize("answer", [each for each in Answer if each.name.startswith("SURVEY")])
def test_each_language_says_it_within_its_parts(answer: Answer) -> None:
    for language in WORDS[answer]:
        body = say(answer, language, "ABCD", phone="02 61 91 00 00")
        assert size(body).parts <= (1 if language in ("fr", "en") else 2), (language, len(body), body)
