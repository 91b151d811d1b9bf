"""An appointment that we could not keep, on the telephone: three other times, or none; and what the line says of the day."""

from datetime import timedelta

import pytest
import time_machine

from bookings.models import Appointment, Contact, Interrupted
from mediation.models import Territory
from notifications.models import Message
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from tests.bookings.interruptions.away import HALF_PAST_SEVEN, FullDay
from tests.notifications.caller import Caller

pytestmark = pytest.mark.usefixtures("clock")
LATER = HALF_PAST_SEVEN + timedelta(minutes=30)


@pytest.fixture
def asked(db: None, clock: time_machine.Traveller) -> Interrupted:
    Territory.objects.create(
        name="Rennes Métropole", service_name="RDV numérique", sms_name="RDV numérique", phone="+33261910000"
    )
    clock.move_to(LATER)
    day = FullDay()
    day.falls_ill("offer", now=HALF_PAST_SEVEN, only=1)
    day.works(LATER)
    return Interrupted.objects.get()


def test_her_number_is_recognised_and_one_key_takes_a_time(asked: Interrupted) -> None:
    caller = Caller("+33639984000").call()
    assert (
        "est annulé" in caller.text and "une autre heure" in caller.text and caller.key_of("Si aucune") == "4"
    )
    caller.press("2")
    assert "C’est changé" in caller.text or "C’est réservé" in caller.text
    moved = Appointment.objects.get(pk=asked.appointment_id)
    assert moved.status == "booked" and moved.starts_at.isoformat() == asked.times[1]["at"]
    assert "est annulé" not in Caller("+33639984000").call().text


def test_from_another_telephone_the_booking_number_says_who_calls(asked: Interrupted) -> None:
    caller = Caller("+33261910077").call().choose("que vous avez déjà").press(asked.appointment.number)
    assert "est annulé" in caller.text
    caller.press("4")
    assert "une personne de l’équipe vous appelle" in caller.text
    asked.refresh_from_db()
    assert asked.why == "none_suits"


def test_the_menu_says_first_where_somebody_is_missing_today(asked: Interrupted) -> None:
    text = Caller("+33261910077").call().text
    assert "Aujourd’hui" in text and "une personne de l’équipe est absente" in text


def test_we_call_who_reads_no_sms(db: None, clock: time_machine.Traveller) -> None:
    Territory.objects.create(
        name="Rennes Métropole", service_name="RDV numérique", sms_name="RDV numérique", phone="+33261910000"
    )
    clock.move_to(LATER)
    day = FullDay()
    Contact.objects.filter(pk=day.appointments[0].contact_id).update(by_call=True)
    day.falls_ill("offer", now=HALF_PAST_SEVEN, only=1)
    day.works(LATER)
    compose(now=LATER)
    message = Message.objects.get(kind="choice")
    assert message.channel == "voice" and "annulé" in message.body
    deliver(clock=lambda: LATER)
    caller = Caller("+33639984000").pick_up(str(message.reference))
    assert "une autre heure" in caller.text and len(caller.choices) == 4
