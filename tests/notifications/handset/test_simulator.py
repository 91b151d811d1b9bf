"""The telephone of demonstrations: whoever books with a made-up number finds the SMS there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.people.who import WayToReach
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from tests.notifications.conftest import Town
from tests.people import FRIDAY_BEFORE, TEN

NOW = FRIDAY_BEFORE + timedelta(minutes=1)


def receive(town: Town) -> str:
    appointment = town.book()
    compose(now=NOW)
    deliver(clock=lambda: NOW)
    return appointment.number


def take(client: Client, address: str) -> str:
    answer = client.post(reverse("simulator"), {"address": address})
    assert answer.status_code == 302
    return answer["Location"]


def test_the_sms_arrives_on_the_telephone_that_was_given(client: Client, town: Town) -> None:
    number = receive(town)
    page = client.get(take(client, "06 39 98 00 01")).content.decode()
    assert number in page
    assert 'href="http://127.0.0.1:8000/r/' in page
    assert "06 39 98 00 01" in page
    assert number not in client.get(take(client, "06 39 98 00 02")).content.decode()


def test_the_first_page_lists_the_telephones_that_rang_lately(client: Client, town: Town) -> None:
    receive(town)
    page = client.get(reverse("simulator")).content.decode()
    assert "06 39 98 00 01" in page
    assert page.count("/simulateur/") >= 2


def test_an_e_mail_is_read_there_too(client: Client, town: Town, settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    town.book(TEN, reach=WayToReach("email", "Amina@Example.org"))
    compose(now=NOW)
    deliver(clock=lambda: NOW)
    page = client.get(take(client, "amina@example.org")).content.decode()
    assert "Votre rendez-vous du lundi 30 novembre" in page


def test_no_number_is_ever_in_an_address(client: Client, town: Town) -> None:
    assert "639980001" not in take(client, "0639980001")


def test_what_is_not_a_number_is_said_beside_the_field(client: Client, db: None) -> None:
    answer = client.post(reverse("simulator"), {"address": "bonjour"})
    assert answer.status_code == 200
    assert "Écrivez un numéro" in answer.content.decode()
    assert 'value="bonjour"' in answer.content.decode()


def test_outside_demonstrations_the_telephone_does_not_exist(
    client: Client, settings: pytest.FixtureRequest, db: None
) -> None:
    settings.DEMO = False
    assert client.get(reverse("simulator")).status_code == 404
    assert client.get(reverse("handset", args=["abc"])).status_code == 404


def test_looking_leaves_no_cookie(client: Client, town: Town) -> None:
    client.get(take(client, "06 39 98 00 01"))
    assert not client.cookies
