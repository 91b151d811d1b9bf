"""Residents answer by SMS: one change and one answer, whatever they write and however often it is delivered."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from bookings.models import Appointment, Contact, JournalEntry, Resident
from bookings.people.who import WayToReach
from notifications.models import Conversation, InboundMessage, Message, State
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.talk.options import Option, said
from notifications.talk.turn import OPEN_FOR
from notifications.talk.words import WORDS, Answer, say
from notifications.tasks import wipe_old_messages
from notifications.texts import dates
from notifications.texts.encoding import is_gsm7, size
from tests.notifications.caller import TOKEN, signed
from tests.notifications.conftest import Town
from tests.people import FRIDAY_BEFORE, TEN, an_organisation
from tests.sign_in import a_user, sign_in

AMINA = "+33639980001"
SOMEBODY = "+33639980099"

pytestmark = pytest.mark.usefixtures("clock")


def write(body: str, phone: str = AMINA, sid: str = "", **more: str) -> int:
    """Somebody sends an SMS; the provider delivers it."""
    form = {
        "MessageSid": sid or f"SM{uuid4().hex}",
        "From": phone,
        "To": "+33939980000",
        "Body": body,
        **more,
    }
    answer = signed(Client(), "/twilio/sms", form, TOKEN)
    assert answer.status_code != 200 or b"<Message" not in answer.content
    return int(answer.status_code)


def answers() -> list[str]:
    return [message.body for message in Message.objects.filter(kind="answer").order_by("pk")]


def last() -> str:
    return answers()[-1]


@pytest.fixture
def amina(town: Town) -> Appointment:
    """Amina comes on Monday at ten."""
    return town.book()


@pytest.mark.parametrize("text", ["1", "oui", "D’accord", "👍", "OK !"])
def test_yes_confirms_and_says_so_without_name_or_topic(amina: Appointment, text: str) -> None:
    assert write(text) == 200
    assert JournalEntry.objects.filter(appointment=amina, kind="confirmed", channel="sms").count() == 1
    (answer,) = answers()
    assert "lun. 30 nov. à 10h00, MQ Fictive" in answer
    assert "Amina" not in answer and "Démarches" not in answer


def test_no_cancels_and_a_zero_takes_it_back(amina: Appointment) -> None:
    write("non")
    amina.refresh_from_db()
    assert amina.status == "excused"
    assert "annulé" in last() and "0" in last()
    write("0")
    amina.refresh_from_db()
    assert amina.status == "booked" and "rétabli" in last()


def test_what_is_done_by_sms_is_answered_once(amina: Appointment) -> None:
    compose(now=FRIDAY_BEFORE)
    write("2")
    write("0")
    write("changer")
    write("4")
    assert compose(now=timezone.now()) == 0
    assert len(answers()) == 4


def test_three_other_times_are_offered_to_choose_from_by_digit(amina: Appointment) -> None:
    write("3")
    offered = list(Conversation.objects.get().options)
    assert "4 : " in last() and "5 : " in last() and "6 : " in last()
    write("5")
    amina.refresh_from_db()
    assert amina.starts_at == datetime.fromisoformat(offered[1]) and "changé" in last()


def test_three_again_offers_later_ones(amina: Appointment) -> None:
    write("3")
    first = list(Conversation.objects.get().options)
    write("3")
    assert min(Conversation.objects.get().options) > max(first)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("mardi matin", "mar. 1er déc. à 8h00"),
        ("8/12", "mar. 8 déc. à 8h00"),
        ("jeudi après-midi", "jeu. 3 déc. à 12h00"),
    ],
)
def test_a_day_in_words_gets_the_nearest_times(amina: Appointment, text: str, offered: str) -> None:
    write(text)
    assert f"4 : {offered}" in last()


def test_a_time_taken_meanwhile_is_said_and_others_are_offered(town: Town, amina: Appointment) -> None:
    write("3")
    first = datetime.fromisoformat(Conversation.objects.get().options[0])
    town.book(first, name="Jean", reach=WayToReach("mobile", "06 39 98 00 02"))
    write("4")
    amina.refresh_from_db()
    assert amina.starts_at == TEN and "déjà prise" in last() and "4 : " in last()


def test_a_digit_never_means_two_things(amina: Appointment) -> None:
    write("4")
    assert "Répondez 1 : je viens" in last()
    write("3")
    write("1")
    assert JournalEntry.objects.filter(kind="confirmed").count() == 1
    write("4")  # The times are no longer being asked.
    amina.refresh_from_db()
    assert amina.starts_at == TEN


def test_a_question_is_forgotten_after_some_hours(amina: Appointment, time_machine) -> None:
    write("3")
    time_machine.move_to(timezone.now() + OPEN_FOR + timedelta(minutes=1))
    write("4")
    amina.refresh_from_db()
    assert amina.starts_at == TEN


def test_with_several_appointments_which_one_is_asked(town: Town, amina: Appointment) -> None:
    other = town.book(TEN + timedelta(days=1))
    write("annuler")
    assert "7 : lun. 30 nov." in last() and "8 : mar. 1er déc." in last()
    assert not Appointment.objects.exclude(status="booked").exists()
    write("8")
    other.refresh_from_db()
    amina.refresh_from_db()
    assert (other.status, amina.status) == ("excused", "booked")


def test_the_same_sms_delivered_ten_times_is_one_change_and_one_answer(amina: Appointment) -> None:
    for _ in range(10):
        assert write("oui", sid="SMsame") == 200
    assert JournalEntry.objects.filter(kind="confirmed").count() == 1
    assert len(answers()) == 1


def test_an_old_sms_that_comes_again_after_a_newer_one_changes_nothing(amina: Appointment) -> None:
    write("non", sid="SMold")
    write("0", sid="SMnew")
    write("non", sid="SMold")
    amina.refresh_from_db()
    assert amina.status == "booked" and len(answers()) == 2


@pytest.mark.parametrize("text", ["oui", "aide", "1", "?"])
def test_an_unknown_number_is_helped_once_an_hour(town: Town, text: str, time_machine) -> None:
    write(text, SOMEBODY)
    write(text, SOMEBODY)
    (answer,) = answers()
    assert "Nous ne trouvons pas de rendez-vous" in answer and "02 61 91 00 00" in answer
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    write(text, SOMEBODY)
    assert len(answers()) == 2


def test_after_the_appointment_there_is_nothing_to_cancel(amina: Appointment, time_machine) -> None:
    time_machine.move_to(TEN + timedelta(hours=3))
    write("non")
    amina.refresh_from_db()
    assert amina.status == "booked" and "Nous ne trouvons pas" in last()


def test_once_it_has_begun_it_is_too_late_to_move_it(amina: Appointment, time_machine) -> None:
    time_machine.move_to(TEN + timedelta(minutes=5))
    write("changer")
    assert "trop tard" in last()


def test_stop_is_kept_and_start_takes_it_back(amina: Appointment) -> None:
    write("STOP", OptOutType="STOP")
    assert Contact.objects.get().opted_out_at is not None and answers() == []
    write("REPRENDRE")
    assert Contact.objects.get().opted_out_at is None and "de nouveau" in last()


def test_a_discreet_persons_number_is_a_strangers(amina: Appointment) -> None:
    Resident.objects.update(discreet=True)
    write("non")
    amina.refresh_from_db()
    assert amina.status == "booked" and "Nous ne trouvons pas" in last()


ABOUT_MY_SON = "Bonjour, puis-je venir avec mon fils et son ordinateur portable"


@pytest.mark.parametrize(
    "text",
    [ABOUT_MY_SON, "", "x" * 10_000, "\x00\u202e🙂"],
)
def test_what_cannot_be_read_waits_for_the_front_desk_with_its_history(amina: Appointment, text: str) -> None:
    write("oui")
    write(text)
    waiting = InboundMessage.objects.get(state="waiting")
    assert (waiting.body, waiting.appointment) == (text, amina)
    assert "L'équipe lit votre message" in last()
    write(text)
    assert len(answers()) == 2 and InboundMessage.objects.filter(state="waiting").count() == 2


def test_answers_are_in_the_persons_language(town: Town) -> None:
    town.book(language="en")
    write("yes")
    assert last().startswith("Thank you, see you Mon 30 Nov at 10:00")
    town.book(
        TEN + timedelta(days=1), name="Oksana", reach=WayToReach("mobile", "06 39 98 00 05"), language="uk"
    )
    write("так", "+33639980005")
    assert last().startswith("Дякуємо")


def test_an_answer_goes_out_once_through_the_outbox(amina: Appointment) -> None:
    write("oui")
    deliver(clock=timezone.now)
    deliver(clock=timezone.now)
    message = Message.objects.get(kind="answer")
    assert (message.state, message.attempts) == (State.DELIVERED, 1)


def test_unsigned_or_badly_signed_texts_change_nothing(amina: Appointment) -> None:
    form = {"MessageSid": "SM1", "From": AMINA, "Body": "non"}
    assert Client().post("/twilio/sms", form).status_code == 403
    assert signed(Client(), "/twilio/sms", form, "another").status_code == 403
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(
    "form", [{}, {"MessageSid": "SM1"}, {"MessageSid": "S M", "From": AMINA}, {"From": AMINA}]
)
def test_malformed_texts_are_refused(db: None, form: dict[str, str]) -> None:
    assert signed(Client(), "/twilio/sms", form, TOKEN).status_code == 400


@pytest.mark.parametrize("sender", ["Twilio", "36105", "+1", "+330000"])
def test_who_cannot_be_answered_is_not(db: None, sender: str) -> None:
    assert write("bonjour", sender) == 200
    assert not InboundMessage.objects.exists()


def test_nothing_anybody_writes_is_logged(amina: Appointment, caplog, monkeypatch) -> None:
    from notifications.webhooks import sms as views

    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("mon secret")

    monkeypatch.setattr(views, "receive", broken)
    assert write("mon secret") == 200
    assert InboundMessage.objects.get().state == "waiting"
    assert "ValueError" in caplog.text and "secret" not in caplog.text and AMINA not in caplog.text


@pytest.mark.parametrize("language", ["fr", "en", "ar", "uk", "tr", "pt", "es"])
@pytest.mark.parametrize("answer", list(Answer))
def test_no_answer_takes_more_parts_or_letters_than_it_may(answer: Answer, language: str) -> None:
    at = datetime(2026, 9, 30, 12, 30, tzinfo=UTC)
    facts = {
        "service": "RDV numérique",
        "phone": "02 61 91 00 00",
        "link": "https://rdv.metropole.example/",
        "when": dates.short(at, ZoneInfo("Europe/Paris"), language),
        "place": "Espace Villejean",
        "number": "481516",
        "options": said([Option(digit, at, "Europe/Paris") for digit in (4, 5, 6)], language),
    }
    body = say(answer, language, "AB2C", **facts)
    assert body.endswith(" (AB2C)")
    assert WORDS[answer][language] != WORDS[answer]["fr"] or language == "fr"
    if language not in ("fr", "en"):
        assert size(body).parts <= 4 if "{options}" in WORDS[answer][language] else size(body).parts <= 3
        return
    assert is_gsm7(body) and size(body).parts <= 2
    assert is_gsm7(WORDS[answer]["fr"]) and is_gsm7(WORDS[answer]["en"])


# -- The page of conversations -------------------------------------------------------------------
@pytest.fixture
def desk(client: Client, town: Town) -> Client:
    return sign_in(client, a_user("desk", town.site.organisation))


def test_the_desk_reads_what_was_written_and_answers_from_the_screen(
    desk: Client, amina: Appointment
) -> None:
    write("oui")
    write(ABOUT_MY_SON)
    page = desk.get("/equipe/conversations/").content.decode()
    assert "Amina" in page and "mon fils" in page and "(1)" in page
    inbound = InboundMessage.objects.get(state="waiting")
    address = f"/equipe/conversations/{inbound.pk}/"
    shown = desk.get(address).content.decode()
    assert shown.index(">oui<") < shown.index("mon fils") and "Réponse à un SMS" in shown
    after = desk.post(address, {"body": "Oui, venez ensemble."}, follow=True).content.decode()
    assert "Oui, venez ensemble." in after and "1 segment" in after
    assert last().startswith("Oui, venez ensemble. (")
    assert not InboundMessage.objects.filter(state="waiting").exists()
    deliver(clock=timezone.now)
    assert (
        "Oui, venez ensemble." in desk.get(address).content.decode()
    )  # Though the outbox has wiped its text.


def test_an_empty_answer_is_refused_and_a_long_one_kept(desk: Client, amina: Appointment) -> None:
    write(ABOUT_MY_SON)
    address = f"/equipe/conversations/{InboundMessage.objects.get().pk}/"
    assert desk.post(address, {"body": " "}).status_code == 422
    long = desk.post(address, {"body": "é" * 401})
    assert long.status_code == 422 and "é" * 401 in long.content.decode()
    assert len(answers()) == 1


def test_what_needs_no_answer_is_put_away_and_back(desk: Client, amina: Appointment) -> None:
    write(ABOUT_MY_SON)
    handled = f"/equipe/conversations/{InboundMessage.objects.get().pk}/traite/"
    desk.post(handled)
    assert InboundMessage.objects.get().state == "handled"
    desk.post(handled, {"action": "reprendre"})
    assert InboundMessage.objects.get().state == "waiting"


def test_strangers_are_for_everybody_and_others_residents_for_their_own_desk(
    client: Client, town: Town, amina: Appointment
) -> None:
    write(ABOUT_MY_SON)
    write("Bonjour, je voudrais de l’aide avec ma tablette s’il vous plaît", SOMEBODY)
    sign_in(client, a_user("desk", an_organisation("Une autre")))
    page = client.get("/equipe/conversations/").content.decode()
    assert "ma tablette" in page and "mon fils" not in page and "Amina" not in page
    theirs = InboundMessage.objects.get(appointment=amina)
    assert client.get(f"/equipe/conversations/{theirs.pk}/").status_code == 404


def test_what_was_written_is_kept_for_some_weeks_only(amina: Appointment, time_machine) -> None:
    write("oui")
    time_machine.move_to(timezone.now() + timedelta(days=91))
    wipe_old_messages()
    assert not InboundMessage.objects.exists() and not Conversation.objects.exists()
