"""The telephone of demonstrations receives: SMS that are answered, reminders that ring."""

from datetime import datetime, timedelta

import pytest
import time_machine

from bookings.models import Appointment, JournalEntry
from bookings.people.who import WayToReach
from bookings.records.told import to_be_told
from notifications.handset.channel import Ringing
from notifications.models import InboundMessage, Message, SimulatedCall, SimulatedMessage, State
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from tests.notifications.conftest import Town
from tests.notifications.outbox.test_calls_out import LONG_BEFORE, REMINDED_AT, TUESDAY
from tests.notifications.telephone import Telephone
from tests.people import FRIDAY_BEFORE, JEAN_LANDLINE

MOBILE, LANDLINE = "06 39 98 00 01", "02 61 91 00 02"


# -- SMS -----------------------------------------------------------------------------------------
@pytest.fixture
def amina(town: Town, clock: time_machine.Traveller) -> Telephone:
    town.book()
    told(FRIDAY_BEFORE)
    return Telephone(MOBILE)


def told(now: datetime) -> None:
    compose(now=now)
    deliver(clock=lambda: now)


def test_a_word_cancels_and_the_answer_comes_to_the_same_telephone(amina: Telephone) -> None:
    amina.write("annuler")
    assert Appointment.objects.get().status == "excused"
    assert "Vous avez écrit annuler" in amina.text
    told(FRIDAY_BEFORE)
    assert "est annulé" in amina.look().text
    assert [message.own for message in SimulatedMessage.objects.all()].count(True) == 1


def test_what_is_written_is_read_by_the_service_as_it_stands(amina: Telephone) -> None:
    amina.write("  <b>Où</b> est-ce ? é€ 😀 & 1+1 ")
    assert InboundMessage.objects.get().body == "<b>Où</b> est-ce ? é€ 😀 & 1+1"
    assert "&lt;b&gt;Où" in amina.page and "<b>Où" not in amina.page


def test_nothing_written_is_nothing_sent(amina: Telephone) -> None:
    amina.write("   ")
    assert not InboundMessage.objects.exists()


def test_an_sms_that_the_service_refuses_has_not_gone_and_stays_in_its_field(
    amina: Telephone, settings
) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    answer = amina.client.post(f"{amina.home}ecrire/", {"body": "annuler"})
    page = answer.content.decode()
    assert "Votre SMS n’est pas parti." in page and 'value="annuler"' in page
    assert not SimulatedMessage.objects.filter(own=True).exists()


def test_a_telephone_that_has_received_nothing_writes_first(town: Town, clock: object) -> None:
    other = Telephone("06 39 98 00 77").write("bonjour")
    assert "06 39 98 00 77" in other.text and "Vous avez écrit bonjour" in other.text
    assert InboundMessage.objects.count() == 1


# -- It rings ------------------------------------------------------------------------------------
@pytest.fixture
def jean(town: Town, clock: time_machine.Traveller) -> Telephone:
    """Jean has a landline, and it rings for the reminder of Tuesday's appointment."""
    town.book(TUESDAY, now=LONG_BEFORE, name="Jean", reach=WayToReach("landline", JEAN_LANDLINE))
    clock.move_to(REMINDED_AT)
    remind(now=REMINDED_AT)
    deliver(clock=lambda: REMINDED_AT)
    return Telephone(LANDLINE)


def state() -> str:
    return Message.objects.earliest("pk").state


def test_it_rings_and_says_nothing_before_it_is_answered(jean: Telephone) -> None:
    assert "Le téléphone sonne" in jean.text and "mardi 8 décembre" not in jean.text
    assert state() == State.SENT
    assert "Le téléphone sonne" in jean.client.get("/simulateur/").content.decode()


def test_whoever_picks_up_hears_the_reminder_and_confirms_with_a_key(jean: Telephone) -> None:
    jean.does("pick_up")
    assert "Vous décrochez." in jean.sentences
    assert "mardi 8 décembre à quatorze heures trente" in jean.text
    jean.choose("confirmer")
    assert JournalEntry.objects.filter(kind="confirmed").exists()
    assert state() == State.SENT
    jean.does("hang_up")
    assert state() == State.DELIVERED
    assert "Vous avez décroché" in jean.look().text


def test_a_machine_keeps_the_message_that_is_read_later(jean: Telephone) -> None:
    jean.does("machine")
    assert "Le répondeur prend l’appel." in jean.sentences and "faites" not in " ".join(jean.sentences)
    assert state() == State.DELIVERED
    assert "mardi 8 décembre à quatorze heures trente" in jean.look().text
    assert "message sur le répondeur" in jean.text


def test_not_answered_it_rings_again_later(jean: Telephone) -> None:
    jean.does("decline")
    assert state() == State.FAILED
    assert "Appel manqué" in jean.look().text and "mardi 8 décembre" not in jean.text
    assert Message.objects.latest("pk").state == State.QUEUED


def test_nobody_looks_at_it_for_ten_minutes_and_it_counts_as_not_answered(
    jean: Telephone, clock: time_machine.Traveller
) -> None:
    at = REMINDED_AT
    for _ in range(6):
        at += timedelta(hours=1)
        clock.move_to(at)
        told(at)
    assert SimulatedCall.objects.count() == 3
    assert to_be_told(at).count() == 1
    assert "Appel manqué" in jean.look().text and "sonne" not in jean.text


def test_a_telephone_that_has_stopped_ringing_cannot_be_picked_up(
    jean: Telephone, clock: time_machine.Traveller
) -> None:
    clock.move_to(REMINDED_AT + timedelta(minutes=11))
    jean.does("pick_up")
    assert "Appel manqué" in jean.text and jean.call.known["transcript"] == []


def test_picked_up_twice_at_once_it_is_picked_up_once(jean: Telephone) -> None:
    call = jean.call
    jean.does("pick_up", call=call).does("machine", call=call)
    assert jean.call.state == "talking" and not jean.call.by_machine


def test_a_call_that_the_telephone_has_forgotten_is_asked_about_in_vain(jean: Telephone) -> None:
    found = Ringing().follow(jean.call.sid)
    assert found is not None and (found.delivered, found.failure) == (False, None)
    SimulatedCall.objects.all().delete()
    assert Ringing().follow(found.provider_id) is None
