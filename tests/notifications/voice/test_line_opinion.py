"""How a session went, by telephone: three keys, whose nobody knows, in the same table as every other answer."""

import pytest

from bookings.actions.ask_survey import give_code
from bookings.models import Appointment, CallBack, SurveyAnswer, SurveyRequest, UnmetCount
from bookings.people.who import SYSTEM
from notifications.models import Call
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town
from tests.people import FRIDAY_BEFORE, TEN

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def received(town: Town) -> Appointment:
    """Somebody who was received some days ago."""
    one = town.book(TEN)
    Appointment.objects.filter(pk=one.pk).update(status="done")
    return one


def with_the_code(one: Appointment, phone: str = "+33261980009") -> Caller:
    code = give_code(one.pk, by=SYSTEM, now=FRIDAY_BEFORE)
    return Caller(phone).call().press("2").press(code)


def test_whoever_has_a_sheet_answers_with_three_keys_from_any_telephone(town: Town, received) -> None:
    caller = with_the_code(received)
    assert "Personne ne saura qui a répondu" in caller.text
    caller.press("4")
    assert "explications" in caller.text
    caller.press("5").choose("attendre moins longtemps")
    assert "Merci de votre avis" in caller.text
    answer = SurveyAnswer.objects.get()
    assert (answer.went, answer.clear, answer.channel) == (4, 5, "phone")
    assert answer.comment == "Attendre moins longtemps."
    # The code has served.
    assert SurveyRequest.objects.get().code_hash is None


def test_whoever_was_asked_and_has_nothing_ahead_hears_of_it_and_of_it_alone(town: Town, received) -> None:
    give_code(received.pk, by=SYSTEM, now=FRIDAY_BEFORE)
    caller = Caller().call()
    assert "comment s’est passée votre séance" in caller.text
    caller.choose("comment s’est passée").press("2").press("#")
    assert SurveyAnswer.objects.get().went == 2
    assert "comment s’est passée votre séance" not in Caller().call().text
    assert "comment s’est passée votre séance" not in Caller("+33261980009").call().text


def test_who_hangs_up_in_the_midst_has_answered_so_far_and_nobody_calls_them(town: Town, received) -> None:
    with_the_code(received).press("3").hang_up()
    assert SurveyAnswer.objects.get().clear is None
    assert not CallBack.objects.exists() and not UnmetCount.objects.exists()


def test_who_is_asked_and_hangs_up_is_no_demand_that_was_not_met(town: Town, received) -> None:
    with_the_code(received).hang_up()
    assert not CallBack.objects.exists() and not UnmetCount.objects.exists()
    assert not SurveyAnswer.objects.exists()


def test_once_the_call_is_over_nothing_leads_from_it_to_the_answer(town: Town, received) -> None:
    with_the_code(received).press("3").press("3").press("1").hang_up()
    call = Call.objects.get()
    assert call.memory == "" and call.answer == ""
    assert not SurveyAnswer.objects.get().comment


def test_a_key_that_comes_twice_is_one_answer(town: Town, received) -> None:
    caller = with_the_code(received).press("4")
    caller.again()
    assert SurveyAnswer.objects.count() == 1


def test_a_code_that_has_served_is_unknown(town: Town, received) -> None:
    code = give_code(received.pk, by=SYSTEM, now=FRIDAY_BEFORE)
    for_once = Caller("+33261980009").call().press("2").press(code)
    for_once.press("5")
    again = Caller("+33261980009").call().press("2").press(code)
    assert "Nous ne trouvons rien" in again.text


def test_a_third_answer_that_is_none_of_the_four_is_asked_again(town: Town, received) -> None:
    caller = with_the_code(received).press("3").press("3").press("5")
    assert "Je n’ai pas compris" in caller.text and "Que changeriez-vous" in caller.text


def test_who_is_discreet_is_not_spoken_to_of_a_session(town: Town, received) -> None:
    give_code(received.pk, by=SYSTEM, now=FRIDAY_BEFORE)
    received.participants.update(discreet=True)
    assert "votre séance" not in Caller().call().text
