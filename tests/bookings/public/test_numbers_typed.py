"""Telephone numbers as people write them, on every form: read, said back, or offered on a press, never guessed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import Appointment, CallBack, Contact, WaitingEntry
from mediation.models import Site, Topic
from mediation.phone import read_phone
from tests.people import MONDAY_8AM, TEN, a_mediator, a_site, a_topic, an_organisation, receives
from tests.residents import AMINA, Resident, take_address, whom_address
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def place() -> tuple[Topic, Site]:
    site, topic = a_site(an_organisation()), a_topic()
    receives(a_mediator(site.organisation), site)
    return topic, site


def offers(answer) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    """(what a press sends, its words) of each number offered."""
    page = unescape(answer.content.decode()).replace("\xa0", " ")
    return re.findall(r'name="numero" value="([^"]+)">\s*(C’est le [^<]+)<', page)


def books(place: tuple[Topic, Site], **answers):  # type: ignore[no-untyped-def]
    return Resident().book(*place, TEN, **answers)


def test_a_number_of_la_reunion_is_booked_with_and_said_back(place: tuple[Topic, Site]) -> None:
    resident = Resident()
    sent = resident.book(*place, TEN, mobile="0692 12 34 56")
    card = unescape(resident.get(sent.headers["Location"]).content.decode()).replace("\xa0", " ")
    assert "par SMS au 0692 12 34 56 (La Réunion)" in card
    contact = Appointment.objects.get().contact
    assert (contact.kind, contact.value, contact.last4) == ("mobile", "+262692123456", "3456")


def test_the_number_is_said_back_once_not_whenever_the_card_is_opened(place: tuple[Topic, Site]) -> None:
    resident = Resident()
    booked = resident.book(*place, TEN).headers["Location"]
    assert "06\xa039\xa098\xa000\xa001" in resident.get(booked).content.decode()
    before, after = reverse("booked", args=["TOKEN"]).split("TOKEN")
    later = reverse("appointment", args=[booked.removeprefix(before).removesuffix(after)])
    assert "par SMS au" not in resident.get(later).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("39 49", "numéro court d’un service"),
        ("06 39 98 00", "n’est pas complet"),
        ("06 39 98 00 011", "11 chiffres"),
        ("07 00 00 00 00", "n’existe pas"),
        ("0691 99 99 99", "n’existe pas"),
        ("06 39 98 00 01 / 02 61 91 00 02", "plusieurs numéros"),
        ("06 39 98 00 01 Amina", "seulement le numéro"),
    ],
)
def test_each_way_to_be_wrong_has_its_sentence_and_nothing_is_booked(
    place: tuple[Topic, Site], typed: str, words: str
) -> None:
    answer = books(place, mobile=typed)
    page = answer.content.decode()
    assert answer.status_code == 400 and words in page and not Appointment.objects.exists()
    assert words == "n’est pas complet" or "pas complet" not in page


def test_two_numbers_are_offered_and_one_press_books_with_one(place: tuple[Topic, Site]) -> None:
    topic, site = place
    resident = Resident()
    draft = resident.form_at(whom_address(topic, site, TEN))
    typed = {**AMINA, "draft": draft, "mobile": "06 39 98 00 01 ou 06 39 98 00 02"}
    answer = resident.post(take_address(topic, site, TEN), typed)
    assert [words for _value, words in offers(answer)] == [
        "C’est le 06 39 98 00 01",
        "C’est le 06 39 98 00 02",
    ]
    press = {**typed, "numero": offers(answer)[1][0]}
    assert resident.post(take_address(topic, site, TEN), press).status_code == 302
    assert Appointment.objects.get().contact.value == "+33639980002"


@pytest.mark.parametrize("typed", ["06 39 98 00 01 ou 06 39 98 00 02", "06 39 98 00 03"])
def test_nothing_that_one_resident_typed_is_on_the_page_of_the_next(
    place: tuple[Topic, Site], typed: str
) -> None:
    """They share one blank form, and one that was sent right shares its fields."""
    books(place, mobile=typed)
    asked = Resident().get(whom_address(*place, TEN + timedelta(hours=1)))
    wrong = books(place, name="", mobile="06 39 98 00 09")
    for page in (asked, wrong):
        assert offers(page) == []
        assert "06 39 98 00 0" not in page.content.decode().replace("06 39 98 00 09", "")


def test_the_enter_key_does_not_press_what_is_offered(place: tuple[Topic, Site]) -> None:
    """A browser's Enter presses the form's first button: that one sends the form as it is."""
    page = books(place, mobile="O6 39 98 00 01").content.decode()
    form = page[page.index('name="draft"') :]
    assert "numero" not in form[form.index("<button") :].split(">")[0]
    assert 'value="O6 39 98 00 01"' in page


def test_a_press_fills_only_a_field_that_was_sent(place: tuple[Topic, Site]) -> None:
    answer = books(place, mobile="06", numero="relation=0639980001")
    assert answer.status_code == 400
    assert books(place, mobile="06", numero="nothing=0639980001").status_code == 400


def test_who_asks_to_be_called_back_sees_the_number_and_is_offered_what_was_meant() -> None:
    client = Client()
    address = reverse("call_back")
    page = client.get(address)
    wrong = client.post(address, {"draft": page.context["draft"], "phone": "0262 12 34 56 maman", "when": ""})
    value, words = offers(wrong)[0]
    assert words == "C’est le 0262 12 34 56 (La Réunion)" and not CallBack.objects.exists()
    done = client.post(
        address,
        {"draft": page.context["draft"], "phone": "0262 12 34 56 maman", "when": "", "numero": value},
        follow=True,
    )
    assert "0262\xa012\xa034\xa056 (La Réunion)" in unescape(done.content.decode())
    assert CallBack.objects.get().phone == "+262262123456"
    assert "0262" not in client.get(reverse("call_back_done")).content.decode()


def test_the_waiting_list_offers_and_says_back_too(place: tuple[Topic, Site]) -> None:
    topic, site = place
    client, address = Client(), reverse("wait_here", args=[topic.public_id, site.public_id])
    typed = {"draft": client.get(address).context["draft"], "name": "Amina", "reach": "mobile", "part": ""}
    wrong = client.post(address, {**typed, "mobile": "O696 2O 12 34"})
    value, words = offers(wrong)[0]
    assert words.startswith("C’est le 0696 20 12 34")
    done = client.post(address, {**typed, "mobile": "O696 2O 12 34", "numero": value}, follow=True)
    assert "0696\xa020\xa012\xa034 (Martinique)" in unescape(done.content.decode())
    assert WaitingEntry.objects.get().contact.value == "+596696201234"


def test_a_telephone_appointment_without_a_number_is_refused_beside_the_question(
    place: tuple[Topic, Site],
) -> None:
    topic, _site = place
    topic.modes = ["phone"]
    topic.save()
    for reach in ({"reach": "none"}, {"reach": "email", "email": "amina@exemple.test"}):
        answer = books(place, **reach)
        assert answer.status_code == 409 and "se fait par téléphone" in answer.content.decode()
    assert not Appointment.objects.exists()
    assert books(place).status_code == 302


# -- The counter ------------------------------------------------------------------------------------
@pytest.fixture
def town() -> Town:
    return Town()


def at_the_desk(client: Client, town: Town, **typed: str):  # type: ignore[no-untyped-def]
    sign_in(client, town.user("desk"))
    key = client.get("/equipe/reserver/").context["form"].initial["key"]
    slot = f"{int(TEN.timestamp())}-{town.site.pk}-{town.lea.pk}"
    answers = {
        "key": key,
        "name": "Amina Essai",
        "reach": "phone",
        "topic": town.topic.public_id,
        "slot": slot,
    }
    return client.post("/equipe/reserver/", {**answers, "action": "reserver", **typed}, follow=True)


def test_the_desk_reads_overseas_numbers_and_sees_what_an_sms_costs(client: Client, town: Town) -> None:
    card = unescape(at_the_desk(client, town, phone="0690 12 34 56").content.decode()).replace("\xa0", " ")
    assert Contact.objects.get().value == "+590690123456"
    assert "0690 12 34 56 (Guadeloupe). Un SMS y coûte 0,20 €" in card


def test_the_desk_is_offered_what_was_meant_and_a_press_only_fills_it_in(client: Client, town: Town) -> None:
    answer = at_the_desk(client, town, phone="06 39 98 00 O1")
    value, words = offers(answer)[0]
    assert answer.status_code == 422 and words.strip() == "C’est le 06 39 98 00 01"
    filled = client.post(
        "/equipe/reserver/", {"name": "Amina Essai", "phone": "06 39 98 00 O1", "numero": value}
    )
    assert 'value="06 39 98 00 01"' in filled.content.decode() and not Appointment.objects.exists()


def test_the_desk_gives_a_telephone_appointment_only_with_a_number(client: Client, town: Town) -> None:
    town.topic.modes = ["phone"]
    town.topic.save()
    answer = at_the_desk(client, town, reach="none", mode="phone")
    assert answer.status_code == 422 and "il faut un numéro" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_new_number_of_a_person_is_offered_when_it_is_not_one(client: Client, town: Town) -> None:
    person = town.books().participants.get()
    sign_in(client, town.user("desk"))
    page = f"/equipe/habitants/{person.pk}/"
    wrong = client.post(page, {"form": "reach", "reach": "phone", "value": "06 39 98 00 02 / 02 61 91 00 02"})
    assert wrong.status_code == 422
    press = {"form": "reach", "reach": "phone", "value": "x", "numero": offers(wrong)[1][0]}
    assert client.post(page, press).status_code == 302
    assert Appointment.objects.get().contact.value == read_phone("02 61 91 00 02").e164
