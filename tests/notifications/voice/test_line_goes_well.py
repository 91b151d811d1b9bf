"""What callers stumbled over: undoing, hearing things again, digits, the days after this one, and who answers."""

from datetime import timedelta

import pytest

from bookings.actions.book import book
from bookings.actions.call_off import cancel
from bookings.models import Appointment, CallBack, Commitment
from bookings.people.who import RESIDENT_ON_WEB, Actor
from mediation.models import Territory, User
from notifications.models import Call, SpokenName
from notifications.tasks import end_calls
from notifications.voice.calls import sweep_calls
from tests import people
from tests.notifications.caller import Caller, signed, strictly
from tests.notifications.conftest import Town
from tests.notifications.walks import LANDLINE, WITHHELD, to_a_held_time, to_the_times
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, a_site, receives

pytestmark = pytest.mark.usefixtures("clock")
MINUTE = timedelta(minutes=1)
OPEN, TELEPHONE = "Mo-Fr 09:00-12:00", "+33261910077"


def opened(town: Town, phone: str = TELEPHONE) -> Town:
    """The site's front desk answers this morning."""
    town.site.phone, town.site.national = phone, {"horaires": OPEN}
    town.site.save()
    return town


def desk() -> Actor:
    """Somebody at the front desk."""
    return Actor("desk", User.objects.create_user("accueil@example.org").pk)


# -- Undoing -------------------------------------------------------------------------------------
def test_a_cancellation_after_the_start_is_taken_back_as_it_was_promised(town: Town, clock) -> None:
    appointment = town.book(TEN)
    clock.move_to(TEN + 5 * MINUTE)
    caller = Caller().call().choose("annuler")
    assert "L’heure reste gardée quinze minutes" in caller.text
    clock.move_to(TEN + 15 * MINUTE)
    assert "rétabli" in caller.choose("erreur").text
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_whoever_calls_again_within_the_quarter_of_an_hour_is_offered_their_appointment_back(
    town: Town, clock
) -> None:
    appointment = town.book(TEN)
    Caller().call().choose("annuler").hang_up()
    clock.move_to(FRIDAY_BEFORE + 10 * MINUTE)
    caller = Caller().call()
    assert "lundi 30 novembre à dix heures" in caller.text and "vient d’être annulé" in caller.text
    assert "rétabli" in caller.choose("rétablir").text
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_whoever_meant_to_cancel_goes_on_to_the_menu(town: Town, clock) -> None:
    town.book(TEN)
    Caller().call().choose("annuler").hang_up()
    assert "prendre un rendez-vous" in Caller().call().choose("continuer").text
    clock.move_to(FRIDAY_BEFORE + 16 * MINUTE)
    assert "annulé" not in Caller().call().text


def test_what_the_team_had_to_cancel_is_not_the_caller_s_to_restore(town: Town) -> None:
    appointment = town.book(TEN)
    cancel(appointment.pk, by=desk(), now=FRIDAY_BEFORE, for_the_service=True)
    assert "annulé" not in Caller().call().text


def test_another_s_cancellation_is_not_told_to_a_shared_number(town: Town) -> None:
    appointment = town.book(TEN)
    town.book(TEN + timedelta(hours=2), name="Zoé")
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert "annulé" not in Caller().call().text


# -- A name that is being said -------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/twilio/voice", "/twilio/status"])
def test_a_name_that_is_being_said_when_the_caller_hangs_up_is_known_to_be_erased(
    town: Town, clock, address: str
) -> None:
    caller = to_a_held_time(Caller()).choose("Pour dire votre nom")
    report = caller._form({"CallStatus": "completed", "RecordingSid": "RE9", "Digits": "hangup"})
    answer = signed(caller.client, address, report)
    assert answer.status_code in (200, 204) and SpokenName.objects.get().recording == "RE9"
    assert CallBack.objects.get().reason == "hung_up" and not Commitment.objects.exists()
    clock.move_to(FRIDAY_BEFORE + timedelta(days=7))
    end_calls()
    assert not SpokenName.objects.exists()


def test_a_recording_of_a_call_that_had_ended_is_known_too(town: Town) -> None:
    caller = to_a_held_time(Caller()).choose("Pour dire votre nom").hang_up()
    report = caller._form({"CallStatus": "completed", "RecordingSid": "RE9"})
    assert [verb.tag for verb in strictly(signed(caller.client, "/twilio/voice", report).content)] == [
        "Hangup"
    ]
    assert SpokenName.objects.get().call == Call.objects.get()


# -- Said once -----------------------------------------------------------------------------------
def test_the_greeting_is_not_played_again_on_the_way_to_a_person(town: Town) -> None:
    caller = Caller().call().press("0")
    assert "Bonjour" not in caller.text and "Le zéro" not in caller.text
    rings = Caller(LANDLINE)
    opened(town)
    assert "Bonjour" not in rings.call().press("0").text
    assert "Bonjour" not in rings.nobody_answers().text


def test_nor_when_somebody_asks_a_closed_line_to_be_called_back(town: Town) -> None:
    Territory.objects.update(line_hours="Mo-Fr 14:00-17:00")
    assert "Bonjour" not in Caller().call().choose("être rappelé").text


def test_only_zero_is_explained_and_the_rest_to_whoever_presses_a_wrong_key(town: Town) -> None:
    caller = Caller().call()
    assert "zéro" in caller.text and "étoile" not in caller.text
    assert "étoile" in caller.press("5").text


def test_silence_is_not_followed_by_a_thing_that_was_noted(town: Town) -> None:
    caller = Caller().call().wait().wait().wait()
    assert "rien entendu" not in caller.text and "C’est noté" not in caller.text
    assert "vous rappelle dès que possible" in caller.text


def test_who_is_called_back_hears_when_in_words(town: Town) -> None:
    Territory.objects.update(phone_hours={"fr": "du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h 30"})
    said = Caller().call().press("0").text
    assert "de neuf heures à midi et de quatorze heures à dix-sept heures trente" in said


def test_a_closed_line_tells_when_its_own_hours_begin(town: Town) -> None:
    Territory.objects.update(line_hours="Mo-Fr 14:00-17:00", phone_hours={"fr": "le matin"})
    caller = Caller().call()
    assert "L’équipe répond à partir de vendredi 27 novembre à quatorze heures." in caller.heard
    assert "matin" not in caller.choose("être rappelé").text


# -- Digits --------------------------------------------------------------------------------------
def test_while_digits_are_typed_the_signs_mean_what_they_always_mean(town: Town) -> None:
    def typing() -> Caller:
        return Caller().call().choose("que vous avez déjà")

    assert "vous rappelle" in typing().press("0").text
    assert typing().press("*").text == typing().text
    assert "prendre un rendez-vous" in typing().press("#").text
    slow = typing().press("8")
    assert b"<Pause" in slow.answer and "pas compris" not in slow.text


def test_a_star_among_digits_begins_anew_and_too_few_are_said_to_be_too_few(town: Town) -> None:
    caller = Caller().call().choose("que vous avez déjà").press("48*")
    assert caller.heard == [
        "Composez votre numéro : six chiffres, puis deux fois dièse ; ou les huit chiffres de votre invitation."
    ]
    assert "Il manque des chiffres" in caller.press("48").text
    assert "Il manque des chiffres" in caller.press("4821#").text


def test_six_digits_and_two_hashes_are_a_whole_answer_so_that_nobody_waits_for_more(town: Town) -> None:
    appointment = town.book(TEN)
    caller = Caller(WITHHELD).call().choose("que vous avez déjà")
    typed = f"{appointment.number}##"
    assert caller.waiting.attrib["numDigits"] == str(len(typed))  # type: ignore[union-attr]
    assert "lundi 30 novembre à dix heures" in caller.press(typed).text


@pytest.mark.parametrize("typed", ["4829137#", "4829137", "84829137"])
def test_seven_digits_and_a_hash_or_eight_digits_are_a_whole_answer_too(town: Town, typed: str) -> None:
    appointment = town.book(TEN)
    Appointment.objects.filter(pk=appointment.pk).update(number=typed.rstrip("#"))
    caller = Caller(WITHHELD).call().choose("que vous avez déjà")
    assert len(typed) <= int(caller.waiting.attrib["numDigits"])  # type: ignore[union-attr]
    assert "lundi 30 novembre à dix heures" in caller.press(typed).text


def test_nobody_waits_ten_seconds_after_a_sign_among_digits(town: Town) -> None:
    caller = Caller().call()
    waits = [caller.waiting.attrib["timeout"]]  # type: ignore[union-attr]
    caller.choose("que vous avez déjà")
    waits.append(caller.waiting.attrib["timeout"])  # type: ignore[union-attr]
    assert waits == ["10", "5"]


# -- Other days, other hours ---------------------------------------------------------------------
def test_another_day_is_three_keys_away(town: Town) -> None:
    caller = to_the_times(Caller()).choose("autre heure").choose("autre jour")
    days = list(caller.choices.values())
    assert days[:2] == ["Pour dimanche 29 novembre, faites 1.", "Pour lundi 30 novembre, faites 2."]
    caller.choose("lundi 30 novembre")
    assert "lundi 30 novembre à huit heures" in caller.choices["1"]
    caller.press("#")
    assert "vendredi 27 novembre" in caller.choices["1"]


def test_the_days_after_those_are_one_key_more(town: Town) -> None:
    caller = to_the_times(Caller()).choose("autre heure").choose("autre jour").choose("plus lointains")
    assert "mercredi 2 décembre" in caller.choices["1"]
    caller.press("#")
    assert "Voici les heures libres" in caller.text


def test_three_times_are_of_three_hours_not_of_three_places(town: Town) -> None:
    for number in range(4):
        site = a_site(town.site.organisation, f"Médiathèque Fictive {number}", usual=True)
        receives(
            a_mediator(town.site.organisation, f"M{number}"), site, 8, 18, first_day=FRIDAY_BEFORE.date()
        )
    said = to_the_times(Caller()).choices
    assert "vendredi 27 novembre à dix heures" in said["1"]
    assert "Pour onze heures, Médiathèque Fictive" in said["2"] and "Pour midi" in said["3"]


# -- A person ------------------------------------------------------------------------------------
def test_zero_on_the_first_menu_rings_at_a_site_that_is_open(town: Town) -> None:
    opened(town)
    shut = a_site(town.site.organisation, "Médiathèque Fictive", usual=True)
    shut.phone, shut.national = "+33261910078", {"horaires": "Mo-Fr 14:00-17:00"}
    shut.save()
    for _ in range(4):
        caller = Caller().call().press("0")
        assert caller.waiting is not None and caller.waiting.text == TELEPHONE


def test_while_the_line_is_closed_zero_rings_nowhere(town: Town) -> None:
    opened(town)
    Territory.objects.update(line_hours="Mo-Fr 14:00-17:00")
    assert "vous rappelle" in Caller().call().press("0").text


def test_the_receptionist_who_answers_can_book_the_very_time_that_was_held(town: Town) -> None:
    caller = to_a_held_time(Caller())
    held = Commitment.objects.get().starts_at
    opened(town)
    assert caller.press("0").waiting is not None
    wish = people.wish(town.topic, town.site, held)
    assert book(wish, by=desk(), now=FRIDAY_BEFORE, idempotency_key="desk").starts_at == held


def test_a_call_whose_end_nobody_reports_leaves_a_call_back(town: Town) -> None:
    to_a_held_time(Caller())
    Caller("+33639980044").call()
    assert sweep_calls(now=FRIDAY_BEFORE + 59 * MINUTE)["lost"] == 0
    assert sweep_calls(now=FRIDAY_BEFORE + 61 * MINUTE)["lost"] == 2
    asked = CallBack.objects.get()
    assert (asked.phone, asked.reason, asked.topic) == ("+33639980001", "hung_up", town.topic)
    assert not Commitment.objects.exists() and Appointment.objects.count() == 0
    assert set(Call.objects.values_list("ending", "memory")) == {("lost", "")}
