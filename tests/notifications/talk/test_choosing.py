"""Three times were offered by SMS: a digit takes one, `4` or a no takes none, and a yes names none of them."""

from datetime import timedelta

import pytest
import time_machine

from bookings.models import Appointment, Interrupted
from mediation.models import Closure, Territory
from notifications.models import Message
from notifications.models.talk import InboundMessage
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from tests.bookings.interruptions.away import HALF_PAST_SEVEN, FullDay
from tests.notifications.talk.situations import write
from tests.people import MONDAY_8AM

pytestmark = pytest.mark.usefixtures("clock")
LATER = HALF_PAST_SEVEN + timedelta(minutes=1)
HER_NUMBER = "+33639984000"


@pytest.fixture
def asked(db: None, clock: time_machine.Traveller) -> Interrupted:
    """The first of Léa's day has been asked, in the SMS that has just arrived."""
    Territory.objects.create(
        name="Rennes Métropole", service_name="RDV numérique", sms_name="RDV numérique", phone="+33261910000"
    )
    clock.move_to(LATER)
    day = FullDay()
    day.falls_ill("offer", now=HALF_PAST_SEVEN, only=1)
    day.works(LATER)
    compose(now=LATER)
    deliver(clock=lambda: LATER)
    assert Message.objects.filter(kind="choice", sent_at__isnull=False).exists()
    return Interrupted.objects.get()


def says(text: str, clock: time_machine.Traveller, minutes: int = 10) -> str:
    """What is answered to an SMS, empty when nothing is."""
    clock.move_to(LATER + timedelta(minutes=minutes))
    write(text, HER_NUMBER)
    answer = Message.objects.filter(kind="answer").order_by("-pk").first()
    return answer.body if answer else ""


@pytest.mark.parametrize(("text", "position"), [("1", 1), ("2", 2), ("3", 3)])
def test_a_digit_moves_the_appointment_there(
    asked: Interrupted, clock: time_machine.Traveller, text: str, position: int
) -> None:
    assert "C'est changé" in says(text, clock)
    moved = Appointment.objects.get(pk=asked.appointment_id)
    assert moved.status == "booked" and moved.starts_at.isoformat() == asked.times[position - 1]["at"]
    # From now on a digit means what it always does.
    assert "annulé" in says("2", clock, minutes=11)


@pytest.mark.parametrize("text", ["4", "non", "Aucune"])
def test_none_of_them_is_for_the_team(asked: Interrupted, clock: time_machine.Traveller, text: str) -> None:
    assert "L'équipe vous appelle" in says(text, clock)
    asked.refresh_from_db()
    assert (asked.result, asked.why) == ("to_call", "none_suits")
    # Thought over: late is better than never.
    assert "C'est changé" in says("1", clock, minutes=30)


def test_a_yes_names_no_time_and_thanks_ask_for_nothing(
    asked: Interrupted, clock: time_machine.Traveller
) -> None:
    assert says("merci", clock) == ""
    assert "Répondez un chiffre" in says("oui", clock)
    asked.refresh_from_db()
    assert asked.result == "asked"


def test_what_is_gone_meanwhile_is_followed_by_others(
    asked: Interrupted, clock: time_machine.Traveller
) -> None:
    first = asked.times[0]
    Closure.objects.create(
        site_id=first["site"], starts_at=MONDAY_8AM, ends_at=MONDAY_8AM + timedelta(days=10)
    )
    said = says("1", clock)
    asked.refresh_from_db()
    assert asked.times and asked.times[0] != first
    assert "déjà prise" in said and "Aucune : 4" in said


def test_a_question_is_for_a_person(asked: Interrupted, clock: time_machine.Traveller) -> None:
    says("Est-ce que je peux venir avec ma fille ?", clock)
    assert InboundMessage.objects.get().state == "waiting"
