"""The telephone of demonstrations calls the line: through the line's own signed address, one key after the other."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from bookings.models import Appointment, CallBack, Commitment
from notifications.handset import wire
from notifications.models import Call, Handset, SimulatedCall, SpokenName
from notifications.tasks import wipe_old_messages
from tests.notifications.conftest import Town
from tests.notifications.telephone import Telephone

pytestmark = pytest.mark.usefixtures("clock")
MOBILE, LANDLINE = "06 39 98 00 01", "02 61 91 00 02"


@pytest.fixture
def amina(town: Town) -> Telephone:
    return Telephone(MOBILE)


def test_the_voice_is_read_and_each_sentence_says_its_language(amina: Telephone) -> None:
    amina.dial()
    assert "Bonjour, ici Rendez-vous numérique." in amina.sentences
    assert 'lang="en-GB" data-new>Languages, press 9.' in amina.page
    assert 'lang="fr-FR" data-new>Pour prendre un rendez-vous, faites 1.' in amina.page
    assert Call.objects.get().last4 == "0001"


def test_keys_book_and_the_booking_is_read_back(amina: Telephone) -> None:
    amina.dial().choose("prendre").press("1").choose("plus tôt").press("1").choose("sans dire")
    amina.choose("réserver")
    made = Appointment.objects.get()
    assert (made.channel, made.contact.value) == ("phone", "+33639980001")
    assert "C’est réservé" in amina.text and "vendredi 27 novembre à dix heures" in amina.text
    amina.does("wait")
    assert "L’appel est terminé." in amina.text and "Raccrocher" not in amina.text
    assert Call.objects.get().answer == ""  # The end was reported: nothing is kept for a second copy.


def test_a_key_sent_twice_by_one_page_is_pressed_once(amina: Telephone) -> None:
    amina.dial()
    form, address = {"press": "1", "turn": str(amina.call.turn)}, amina.address_of(amina.call)
    for _ in range(2):
        amina.client.post(address, form)
    assert Call.objects.get().step == 2
    assert [each["text"] for each in amina.call.known["transcript"] if each["kind"] == "press"] == ["1"]


def to_the_postcode(amina: Telephone) -> Telephone:
    return amina.dial().choose("prendre").press("1").choose("code postal")


def test_several_digits_go_together_once_all_are_typed(amina: Telephone) -> None:
    to_the_postcode(amina).press("3500")
    assert "5 chiffres attendus" in amina.text and "Déjà tapé : 3500" in amina.text
    before = Call.objects.get().step
    amina.press("0")
    assert Call.objects.get().step == before + 1
    assert "Touches 35000" in amina.text and "Déjà tapé" not in amina.text


def test_several_keys_may_be_typed_at_once_as_they_are_written(amina: Telephone) -> None:
    to_the_postcode(amina)
    form = {"does": "press", "keys": "35 000", "turn": str(amina.call.turn)}
    amina.client.post(amina.address_of(amina.call), form)
    assert "35000" in str(amina.call.known["transcript"])


def test_silence_sends_what_was_typed_and_without_anything_the_voice_repeats(amina: Telephone) -> None:
    to_the_postcode(amina).press("35").does("wait")
    assert "Touches 35" in amina.text
    amina.does("wait")
    assert "Vous laissez passer le temps." in amina.text
    assert amina.call.state == "talking"


def test_a_withheld_number_is_not_told_to_the_line(amina: Telephone) -> None:
    amina.dial(withheld="1")
    assert (Call.objects.get().caller, Call.objects.get().last4) == ("withheld", "")
    assert "numéro masqué" in amina.text


def test_a_name_is_spoken_after_the_tone(amina: Telephone) -> None:
    amina.dial().choose("prendre").press("1").choose("plus tôt").press("1").choose("Pour dire votre nom")
    assert "Bip" in amina.sentences and "Parler après le bip" in amina.text
    amina.does("speak")
    assert SpokenName.objects.count() == 1 and "Vous parlez." in amina.text


@pytest.mark.parametrize(
    ("gesture", "heard"), [("answered", "Quelqu’un décroche"), ("unanswered", "Personne")]
)
def test_a_transfer_is_answered_or_not(town: Town, amina: Telephone, gesture: str, heard: str) -> None:
    town.site.phone, town.site.national = "+33261910077", {"horaires": "Mo-Su 08:00-18:00"}
    town.site.save()
    amina.dial().choose("prendre").press("1").choose("plus tôt").press("1").press("0")
    assert "ça sonne au 02 61 91 00 77" in amina.text
    amina.does(gesture)
    assert heard in amina.text and amina.call.state == "over"
    assert CallBack.objects.exists() is (gesture == "unanswered")


def test_hanging_up_is_reported_and_the_held_time_is_free_again(amina: Telephone) -> None:
    amina.dial().choose("prendre").press("1").choose("plus tôt").press("1")
    assert Commitment.objects.count() == 1
    amina.does("hang_up")
    assert not Commitment.objects.exists()
    assert Call.objects.get().ended_at is not None
    assert "Vous raccrochez." in amina.text


def test_a_dead_line_takes_no_more_keys(amina: Telephone) -> None:
    amina.dial().does("hang_up").press("1")
    assert Call.objects.get().step == 1


@pytest.mark.parametrize(
    "form",
    [
        {"press": "A", "turn": "0"},
        {"press": "", "turn": "0"},
        {"does": "fly", "turn": "0"},
        {"does": "answered", "turn": "0"},
        {"does": "pick_up", "turn": "0"},
        {"press": "1"},
        {"press": "1", "turn": "-1"},
        {"press": "1", "turn": "9" * 7},
    ],
    ids=str,
)
def test_what_no_telephone_can_do_does_nothing(amina: Telephone, form: dict[str, str]) -> None:
    amina.dial()
    assert amina.client.post(amina.address_of(amina.call), form).status_code == 302
    assert (Call.objects.get().step, amina.call.state) == (1, "talking")


def test_a_landline_calls_and_writes_no_sms(town: Town) -> None:
    jean = Telephone(LANDLINE)
    assert "Envoyer" not in jean.text and "Appeler le service" in jean.text
    assert jean.client.post(f"{jean.home}ecrire/", {"body": "oui"}).status_code == 404
    jean.dial()
    assert Call.objects.get().caller == "landline"


def test_behind_a_real_number_is_a_person_nobody_calls_or_writes_for(town: Town) -> None:
    real = Telephone("06 12 34 56 78")
    assert "Appeler" not in real.text and "Envoyer" not in real.text
    for address in ("appeler/", "ecrire/"):
        assert real.client.post(f"{real.home}{address}", {"body": "oui"}).status_code == 404
    assert not Call.objects.exists()


def test_without_a_token_the_line_refuses_and_the_telephone_says_so(amina: Telephone, settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    assert wire.post("/twilio/voice", {"CallSid": "CA1", "From": "+33639980001", "To": ""}).status == 403
    amina.dial()
    assert "L’appel est coupé." in amina.text and not Call.objects.exists()


def test_whoever_asks_the_line_keeps_the_language_of_their_page(town: Town) -> None:
    with translation.override("en"):
        assert wire.post("/twilio/voice", {"CallSid": "CA1", "From": "+33639980001", "To": ""}).status == 200
        assert translation.get_language() == "en"


def test_no_address_of_a_call_holds_a_number(amina: Telephone) -> None:
    amina.dial()
    assert "639980001" not in amina.address_of(amina.call) + amina.home
    row = SimulatedCall.objects.filter(pk=amina.call.pk).extra(select={"raw": "number"}).values("raw")
    assert "639980001" not in str(row)


def test_calls_go_after_a_day_and_telephones_after_a_week(amina: Telephone) -> None:
    amina.dial()
    wipe_old_messages()
    assert (SimulatedCall.objects.count(), Handset.objects.count()) == (1, 1)
    SimulatedCall.objects.update(started_at=timezone.now() - timedelta(hours=25))
    Handset.objects.update(taken_at=timezone.now() - timedelta(days=8))
    wipe_old_messages()
    assert not SimulatedCall.objects.exists() and not Handset.objects.exists()


def test_outside_demonstrations_nothing_calls_and_nothing_is_written(amina: Telephone, settings) -> None:
    amina.dial()
    settings.DEMO = False
    client = Client()
    assert client.get(amina.address_of(amina.call)).status_code == 404
    assert client.post(amina.address_of(amina.call), {"press": "1", "turn": "0"}).status_code == 404
    for name in ("handset_dial", "handset_write"):
        address = reverse(name, args=[amina.call.inbox])
        assert client.post(address, {"body": "oui"}).status_code == 404
