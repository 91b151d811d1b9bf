"""What is asked back by SMS, what answers it, and that nothing else is touched meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.actions.call_off import cancel
from bookings.models import Appointment, Contact, JournalEntry
from bookings.people.who import Actor, WayToReach
from notifications.models import InboundMessage
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from notifications.talk.ceiling import MOST_ANSWERS
from tests.notifications.conftest import Town
from tests.notifications.talk.test_talk import AMINA, SOMEBODY, answers, last, write
from tests.people import TEN, a_mediator, receives

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def amina(town: Town) -> Appointment:
    """Amina comes on Monday at ten."""
    return town.book()


def status(appointment: Appointment) -> str:
    appointment.refresh_from_db()
    return str(appointment.status)


def waiting() -> int:
    return InboundMessage.objects.filter(state="waiting").count()


def confirmed() -> int:
    return JournalEntry.objects.filter(kind="confirmed").count()


# -- A cancellation that says more than the word ------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["je ne viens pas", "Désolée, je ne peux plus venir lundi", "merci d’annuler mon rdv"]
)
def test_somebody_who_says_more_is_asked_back_and_the_team_sees_it_meanwhile(
    amina: Appointment, text: str
) -> None:
    write(text)
    assert "Vous annulez lun. 30 nov. à 10h00, MQ Fictive ? Répondez 1 oui, 2 non." in last()
    assert (status(amina), waiting()) == ("booked", 1)


@pytest.mark.parametrize("yes", ["1", "oui", "Oui annulez", "ok", "je confirme que j’annule"])
def test_a_yes_cancels_and_nobody_has_to_read_any_more(amina: Appointment, yes: str) -> None:
    write("je ne viens pas")
    write(yes)
    assert (status(amina), waiting()) == ("excused", 0)
    assert "C'est annulé" in last()


@pytest.mark.parametrize("no", ["2", "non", "Non, n’annulez pas", "je viens", "c’est une erreur"])
def test_a_no_keeps_it_and_says_so(amina: Appointment, no: str) -> None:
    write("je ne viens pas")
    write(no)
    assert (status(amina), waiting()) == ("booked", 0)
    assert "rien ne change" in last()
    write("2")  # Nothing is being asked any more: it means what it always means.
    assert status(amina) == "excused"


@pytest.mark.parametrize("text", ["merci", "parfait", "ok merci", "je confirme", "Peut-être"])
def test_neither_yes_nor_no_leaves_it_to_the_team(amina: Appointment, text: str) -> None:
    write("je ne viens pas")
    write(text)
    assert status(amina) == "booked" and waiting() >= 1 and confirmed() == 0


def test_an_answer_the_next_day_is_still_an_answer(amina: Appointment, time_machine) -> None:
    write("je ne viens pas")
    time_machine.move_to(timezone.now() + timedelta(hours=20))
    write("2")
    assert status(amina) == "booked" and confirmed() == 0


def test_a_reminder_sent_since_is_what_a_digit_answers(amina: Appointment, time_machine) -> None:
    write("je ne viens pas")
    at = TEN - timedelta(hours=23)
    time_machine.move_to(at)
    remind(now=at)
    deliver(clock=lambda: at)
    time_machine.move_to(at + timedelta(minutes=1))
    write("1")
    assert status(amina) == "booked" and confirmed() == 1


def test_once_it_has_begun_nothing_is_cancelled_by_sms(amina: Appointment, time_machine) -> None:
    time_machine.move_to(TEN + timedelta(minutes=5))
    for text in ("2", "non", "je ne viens pas"):
        write(text)
    assert status(amina) == "booked" and waiting() == 3


# -- Taking a cancellation back ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["c’est une erreur", "erreur", "remettre svp", "1", "je viens", "je voulais pas annuler"]
)
def test_a_mistake_in_words_takes_it_back(amina: Appointment, text: str) -> None:
    write("2")
    write(text)
    assert status(amina) == "booked" and "rétabli" in last()


def test_a_bare_yes_after_a_cancellation_is_asked_back(amina: Appointment) -> None:
    write("2")
    write("oui")
    assert "Vous voulez garder lun. 30 nov." in last() and (status(amina), waiting()) == ("excused", 1)
    write("1")
    assert (status(amina), waiting()) == ("booked", 0)


@pytest.mark.parametrize("text", ["ok", "merci", "non", "d’accord merci"])
def test_kind_words_after_a_cancellation_leave_it_and_are_not_answered(amina: Appointment, text: str) -> None:
    write("2")
    write(text)
    assert (status(amina), waiting(), len(answers())) == ("excused", 0, 1)


@pytest.mark.parametrize("text", ["0", "1", "je viens", "c’est une erreur", "oui"])
def test_too_late_to_take_it_back_reaches_somebody(amina: Appointment, text: str, time_machine) -> None:
    write("2")
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    write(text)
    if text == "oui":
        write("1")
    assert status(amina) == "excused" and waiting() >= 1
    assert "trop tard" in last() and "L'équipe lit" in last()


# -- An appointment nobody spoke of -----------------------------------------------------------------
@pytest.mark.parametrize("text", ["2", "non", "annuler", "je ne viens pas", "merci", "ok", "1", "oui"])
def test_of_two_one_is_cancelled_and_the_other_stands_untouched(
    town: Town, amina: Appointment, text: str
) -> None:
    other = town.book(TEN + timedelta(days=1))
    write("2")
    write("7")
    write(text)
    assert (status(amina), status(other), confirmed()) == ("excused", "booked", 0)


@pytest.mark.parametrize("text", ["2", "non", "annuler", "1", "oui", "je viens", "3"])
def test_who_answers_about_one_that_is_over_hears_of_the_next_first(
    town: Town, amina: Appointment, text: str, time_machine
) -> None:
    later = town.book(TEN + timedelta(days=21))
    time_machine.move_to(TEN + timedelta(hours=2))
    write(text)
    assert (status(later), confirmed()) == ("booked", 0)
    assert "lun. 21 déc. à 10h00" in last() and "2 : annuler" in last()
    write("2")
    assert status(later) == "excused"


def test_what_the_service_called_off_is_not_answered_by_cancelling_another(
    town: Town, amina: Appointment
) -> None:
    other = town.book(TEN + timedelta(days=7))
    cancel(amina.pk, by=Actor("desk", None), now=timezone.now(), for_the_service=True)
    write("non")
    assert status(other) == "booked"


def test_a_day_that_is_named_says_which(town: Town, amina: Appointment) -> None:
    other = town.book(TEN + timedelta(days=1))
    write("annuler celui de mardi")
    assert "Vous annulez mar. 1er déc." in last()
    write("oui")
    assert (status(amina), status(other)) == ("booked", "excused")


def test_which_one_may_be_answered_with_a_day(town: Town, amina: Appointment) -> None:
    other = town.book(TEN + timedelta(days=1))
    write("2")
    write("mardi")
    assert "Vous annulez mar. 1er déc." in last()
    write("1")
    assert (status(amina), status(other)) == ("booked", "excused")


def test_two_people_at_one_hour_with_one_telephone_are_left_to_the_team(
    town: Town, amina: Appointment
) -> None:
    second = a_mediator(town.site.organisation, "Omar")
    receives(second, town.site, 8, 18)
    town.book(name="Jean", reach=WayToReach("mobile", AMINA, shared=True))
    write("2")
    assert not Appointment.objects.exclude(status="booked").exists() and waiting() == 1


@pytest.mark.parametrize(
    "text", ["oui mardi", "je viens lundi à 9h", "à jeudi", "je confirme le rdv de mardi"]
)
def test_another_day_than_the_appointment_s_is_read_by_somebody(amina: Appointment, text: str) -> None:
    write(text)
    assert (confirmed(), waiting()) == (0, 1)


# -- Kind words, lateness, machines -----------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["merci", "Bonne journée !", "à demain", "Merci pour le rappel 🙏", "bien noté", "Thank you"]
)
def test_kind_words_ask_nothing_of_anybody(amina: Appointment, text: str) -> None:
    write(text)
    assert (waiting(), answers(), confirmed()) == (0, [], 0)


@pytest.mark.parametrize(
    "text", ["je serai en retard", "Oui mais 10 min de retard désolée", "sorry running late"]
)
def test_who_will_be_late_is_on_the_mediator_s_day(amina: Appointment, text: str) -> None:
    write(text)
    assert JournalEntry.objects.filter(appointment=amina, kind="late", channel="sms").count() == 1
    assert "vous serez en retard" in last() and waiting() == 1
    write(text)
    assert JournalEntry.objects.filter(kind="late").count() == 1


@pytest.mark.parametrize(
    "text", ["j’arrive plus tôt", "je viendrai plus tôt", "plus tôt ?", "attente trop longue"]
)
def test_coming_early_puts_nobody_on_the_waiting_list(amina: Appointment, text: str) -> None:
    write(text)
    assert not amina.waiting_entries.exists() and waiting() == 1


def test_a_machine_that_answers_every_answer_is_soon_alone(amina: Appointment) -> None:
    for _ in range(25):
        write("Je conduis, je vous répondrai plus tard")
    assert len(answers()) == 1
    for _ in range(200):
        write("OK")
    assert len(answers()) == 2 and confirmed() == 1


def test_an_hour_s_answers_are_counted_and_then_a_person_reads(amina: Appointment, time_machine) -> None:
    for _ in range(20):
        write("2")
        write("0")
    assert len(answers()) == MOST_ANSWERS and "L'équipe lit votre message" in last()
    assert waiting() == 40 - MOST_ANSWERS + 1
    before = status(amina)
    write("2")
    assert status(amina) == before
    write("STOP")
    assert Contact.objects.get().opted_out_at is not None  # That is always heard.
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    write("START")
    assert "de nouveau" in last()


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "oui " * 2_500, "annuler" + "!" * 9_993, "оui", "oui так", "😡🤬", "@#%", "<b>2</b>"],
)
def test_what_is_no_reply_changes_nothing_and_is_not_lost(amina: Appointment, text: str) -> None:
    write(text)
    assert (status(amina), confirmed(), waiting()) == ("booked", 0, 1)
    assert InboundMessage.objects.get().body == text and "L'équipe lit" in last()


# -- Languages ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "no", "said"),
    [
        ("ar", "لا", "تم الإلغاء"),
        ("uk", "ні", "Скасовано"),
        ("tr", "hayır", "İptal edildi"),
        ("pt", "não", "Está anulado"),
        ("es", "cancelar", "Está anulado"),
        ("en", "cancel", "Cancelled"),
    ],
)
def test_each_is_answered_in_their_language(town: Town, language: str, no: str, said: str) -> None:
    town.book(language=language)
    write(no)
    assert said in last()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gelemeyeceğim", "iptal ediyor musunuz"),
        ("не прийду", "Скасувати запис"),
        ("шо це", "Команда"),
        ("ماذا", "الفريق"),
    ],
)
def test_who_was_written_to_in_french_is_answered_in_the_language_they_write(
    amina: Appointment, text: str, said: str
) -> None:
    write(text)
    assert said in last()


def test_a_question_in_arabic_lists_its_times_in_arabic(town: Town) -> None:
    town.book(language="ar")
    write("تغيير")
    assert "الساعة" in last() and "أجيبوا برقم" in last() and "02619" not in last().replace("0261910000", "")


def test_somebody_unknown_who_says_stop_or_merci_is_not_written_to(town: Town) -> None:
    for text in ("STOP", "merci"):
        write(text, SOMEBODY)
    assert answers() == [] and waiting() == 0
