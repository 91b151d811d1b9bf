"""The desk sees how each SMS was read and why, a line a number, and puts it right in one press."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bookings.models import Appointment, Contact, JournalEntry, WaitingEntry
from bookings.people.who import WayToReach
from notifications.models import InboundMessage, Message
from notifications.outbox.compose import compose
from tests.notifications.conftest import Town
from tests.notifications.talk.test_talk import AMINA, SOMEBODY, write
from tests.people import TEN, an_organisation
from tests.sign_in import a_user, sign_in

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/equipe/conversations/"


@pytest.fixture
def amina(town: Town) -> Appointment:
    """Amina comes on Monday at ten."""
    return town.book()


@pytest.fixture
def desk(client: Client, town: Town) -> Client:
    return sign_in(client, a_user("desk", town.site.organisation))


def press(desk: Client, action: str, inbound: InboundMessage | None = None) -> str:
    """The button of the list, and the page it comes back to."""
    inbound = inbound or InboundMessage.objects.latest("pk")
    address = f"{PAGE}{inbound.pk}/corriger/"
    return desk.post(address, {"action": action, "retour": PAGE}, follow=True).content.decode()


def test_twelve_texts_of_one_person_are_one_line_of_work(desk: Client, amina: Appointment) -> None:
    for number in range(12):
        write(f"bonjour je voudrais savoir {number}")
    write("une question d’une autre personne", SOMEBODY)
    page = desk.get(PAGE).content.decode()
    assert "(2)" in page and page.count('<li class="late">') == 2
    assert "et 11 autres messages à lire" in page and "Conversations <b" in page and ">2<" in page
    first = InboundMessage.objects.earliest("pk")
    shown = desk.get(f"{PAGE}{first.pk}/").content.decode()
    assert "savoir 0" in shown and "savoir 11" in shown
    desk.post(f"{PAGE}{first.pk}/traite/")
    assert InboundMessage.objects.filter(state="waiting").count() == 1  # The other person's.


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("c’est où ?", "une question"),
        ("oui si je peux", "un doute ou une condition"),
        ("je viens d’être hospitalisé", "autre chose qu’un oui ou un non"),
        ("je ne viens pas", "ne vient pas → question posée"),
        ("je serai en retard", "sera en retard → retard noté"),
        ("oui", "vient → venue confirmée"),
        ("2", "un chiffre → rendez-vous annulé"),
        ("merci", "un mot aimable"),
    ],
)
def test_the_desk_sees_what_was_read_and_what_it_changed(
    desk: Client, amina: Appointment, text: str, read: str
) -> None:
    write(text)
    for page in (PAGE, f"{PAGE}{InboundMessage.objects.get().pk}/"):
        assert read in desk.get(page).content.decode()


def test_a_cancellation_is_taken_back_in_one_press(desk: Client, amina: Appointment) -> None:
    write("2")
    assert "Rétablir le rendez-vous" in desk.get(PAGE).content.decode()
    assert "Le rendez-vous est rétabli." in press(desk, "retablir")
    amina.refresh_from_db()
    assert amina.status == "booked"
    compose(now=timezone.now())
    assert Message.objects.filter(kind="confirmation", appointment=amina).exists()  # They hear of it.


def test_a_confirmation_nobody_meant_is_called_off_in_one_press(desk: Client, amina: Appointment) -> None:
    write("oui")
    assert "Le rendez-vous est annulé." in press(desk, "annuler")
    amina.refresh_from_db()
    assert amina.status == "excused"
    entry = JournalEntry.objects.get(kind="cancelled_by_resident")
    assert entry.actor is not None and entry.channel == "desk"


@pytest.mark.parametrize(("action", "status"), [("vient", "booked"), ("annuler", "excused")])
def test_what_only_a_person_could_read_is_done_in_one_press(
    desk: Client, amina: Appointment, action: str, status: str
) -> None:
    write("je viens d’être hospitalisé")
    write("prévenez ma fille")
    press(desk, action)
    amina.refresh_from_db()
    assert amina.status == status
    assert JournalEntry.objects.filter(kind="confirmed").exists() is (action == "vient")
    assert not InboundMessage.objects.filter(state="waiting").exists()


def test_a_time_nobody_meant_is_put_back_in_one_press(desk: Client, amina: Appointment) -> None:
    write("3")
    write("5")
    assert "Remettre à l’heure d’avant" in desk.get(PAGE).content.decode()
    press(desk, "heure-avant")
    amina.refresh_from_db()
    assert amina.starts_at == TEN


def test_a_time_that_is_taken_meanwhile_is_said(desk: Client, town: Town, amina: Appointment) -> None:
    write("3")
    write("5")
    town.book(name="Jean")
    moved = Appointment.objects.get(pk=amina.pk).starts_at
    assert "Ce n’est plus possible" in press(desk, "heure-avant", InboundMessage.objects.get(done="moved"))
    amina.refresh_from_db()
    assert amina.starts_at == moved != TEN


def test_who_is_on_the_waiting_list_by_mistake_is_taken_off(desk: Client, amina: Appointment) -> None:
    write("plus tôt")
    assert WaitingEntry.objects.get().status == "waiting"
    press(desk, "hors-liste")
    assert WaitingEntry.objects.get().status == "left"


def test_who_is_stopped_by_mistake_gets_texts_again(desk: Client, amina: Appointment) -> None:
    write("STOP")
    press(desk, "sms")
    assert Contact.objects.get().opted_out_at is None


def test_what_is_no_longer_possible_is_not_offered_and_changes_nothing(
    desk: Client, amina: Appointment, time_machine
) -> None:
    write("2")
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    assert "Rétablir" not in desk.get(PAGE).content.decode()
    assert "Ce n’est plus possible" in press(desk, "retablir")
    amina.refresh_from_db()
    assert amina.status == "excused"
    assert (
        desk.post(f"{PAGE}{InboundMessage.objects.get().pk}/corriger/", {"action": "autre"}).status_code
        == 404
    )


def test_the_address_to_come_back_to_is_one_of_ours(desk: Client, amina: Appointment) -> None:
    write("oui")
    pk = InboundMessage.objects.get().pk
    answer = desk.post(f"{PAGE}{pk}/corriger/", {"action": "annuler", "retour": "https://example.org/"})
    assert answer.headers["Location"] == f"{PAGE}{pk}/"


def test_another_organisation_s_desk_puts_nothing_right(client: Client, amina: Appointment) -> None:
    write("oui")
    sign_in(client, a_user("desk", an_organisation("Une autre")))
    pk = InboundMessage.objects.get().pk
    assert client.post(f"{PAGE}{pk}/corriger/", {"action": "annuler"}).status_code == 404
    amina.refresh_from_db()
    assert amina.status == "booked"


def test_the_list_costs_the_same_however_much_waits(
    desk: Client, town: Town, django_assert_max_num_queries
) -> None:
    for hour in range(8, 14):
        name = f"Personne {hour}"
        at = datetime.fromisoformat(f"2026-12-02T{hour:02}:00:00+00:00")
        town.book(at, name=name, reach=WayToReach("mobile", f"06 39 98 05 {hour:02}"))
        write("une question ?", f"+336399805{hour:02}")
        write("encore une", f"+336399805{hour:02}")
    with django_assert_max_num_queries(25):
        assert desk.get(PAGE).content.decode().count("et 1 autre message à lire") == 6


def test_an_unread_sms_without_appointment_offers_nothing_to_press(desk: Client, town: Town) -> None:
    write("je veux un rendez-vous", SOMEBODY)
    assert "corriger" not in desk.get(PAGE).content.decode()
    assert "Ce n’est plus possible" in press(desk, "annuler")


def test_the_same_number_is_shown_by_its_last_four_digits(desk: Client, amina: Appointment) -> None:
    write("c’est où ?")
    assert AMINA not in desk.get(PAGE).content.decode()
