"""Omar comes with Amina and is called at his own number: what he writes concerns the appointment, and is not Amina's word."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.book import book
from bookings.models import Appointment, JournalEntry
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from notifications.models import InboundMessage, Message
from tests.notifications.conftest import Town
from tests.notifications.talk.test_talk import AMINA, SOMEBODY, answers, last, write
from tests.people import FRIDAY_BEFORE, wish
from tests.sign_in import a_user, sign_in

OMAR = "+33639980002"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def both(town: Town) -> Appointment:
    """Amina, whose number the appointment has, and Omar, called at his own."""
    people = [Participant("Amina Essai"), Participant("Omar Fictif", phone=OMAR)]
    town.topic.modes = ["phone", "on_site"]
    town.topic.save()
    asked = wish(town.topic, town.site, participants=people, mode="phone", offered=True)
    return book(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="both")


def of_omar() -> InboundMessage:
    return InboundMessage.objects.latest("pk")


@pytest.mark.parametrize(
    "text", ["non", "2", "Je ne viens pas", "annuler", "oui", "1", "plus tard svp", "aide", "0"]
)
def test_what_one_of_two_writes_changes_nothing_for_both_and_is_read_beside_the_appointment(
    both: Appointment, text: str
) -> None:
    facts = JournalEntry.objects.count()
    write(text, OMAR)
    both.refresh_from_db()
    assert both.status == "booked" and JournalEntry.objects.count() == facts
    assert of_omar().appointment == both and of_omar().state == "waiting"
    assert "Amina" not in last() and len(answers()) == 1


def test_the_counter_reads_that_one_of_two_wrote_and_what(
    both: Appointment, client: Client, town: Town
) -> None:
    write("je ne viens pas", OMAR)
    page = (
        sign_in(client, a_user("desk", town.site.organisation))
        .get(reverse("staff_conversations"))
        .content.decode()
    )
    assert "ne vient pas (écrit de son propre numéro" in page


def test_being_late_is_noted_at_once_whoever_of_them_writes(both: Appointment) -> None:
    write("j'ai 10 minutes de retard", OMAR)
    assert both.journal.filter(kind="late", channel="sms").count() == 1
    assert of_omar().done == "late"


def test_a_kind_word_is_no_work_for_anybody(both: Appointment) -> None:
    write("merci", OMAR)
    assert answers() == [] and of_omar().state != "waiting" and of_omar().appointment == both


def test_whoever_has_an_appointment_of_their_own_speaks_of_that_one(both: Appointment, town: Town) -> None:
    own = town.book(both.starts_at + timedelta(days=1), name="Omar", reach=WayToReach("mobile", OMAR))
    write("non", OMAR)
    own.refresh_from_db()
    both.refresh_from_db()
    assert own.status == "excused" and both.status == "booked"


def test_the_answer_belongs_to_the_number_that_wrote_and_its_refusal_silences_nobody_else(
    both: Appointment,
) -> None:
    write("non", OMAR)
    answer = Message.objects.get(kind="answer")
    assert answer.contact is not None and answer.contact.value == OMAR and answer.to == OMAR


def test_a_number_that_nobody_has_is_tied_to_nothing(both: Appointment) -> None:
    write("non", SOMEBODY)
    assert of_omar().appointment is None


def test_nothing_is_said_of_an_appointment_whose_people_chose_discretion(both: Appointment) -> None:
    both.participants.update(discreet=True)
    write("non", OMAR)
    assert of_omar().appointment is None


def test_amina_still_decides_by_her_own_number(both: Appointment) -> None:
    write("non", AMINA)
    both.refresh_from_db()
    assert both.status == "excused"
