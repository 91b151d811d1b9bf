"""A person to talk to on every page, pages that explain, and plain pages when something fails."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from bookings.models import CallBack, JournalEntry
from bookings.public.views import information
from mediation import context
from mediation.models import Territory
from tests.residents import Resident, hidden_draft

pytestmark = pytest.mark.django_db
PHONE = "02 61 91 00 00".replace(" ", "\xa0")
INFORMATION = ("about", "personal_data", "accessibility", "call_back", "call_back_done", "find", "home")


@pytest.fixture
def territory() -> Territory:
    """The service, with its phone number."""
    return Territory.objects.create(
        name="Rennes Métropole", service_name="Rendez-vous numérique", sms_name="RDV", phone="+33261910000"
    )


@pytest.mark.parametrize("name", INFORMATION)
def test_every_page_has_the_phone_number_and_call_me_back(territory, name: str) -> None:  # type: ignore[no-untyped-def]
    page = Resident().get(reverse(name)).content.decode()
    assert 'href="tel:+33261910000"' in page and PHONE in page
    assert reverse("call_back") in page and reverse("personal_data") in page


def test_asking_to_be_called_back_is_noted_once(territory) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    draft = hidden_draft(resident.get(reverse("call_back")))
    data = {"draft": draft, "phone": "06 39 98 00 04", "name": "Jean", "when": "le matin"}
    for _ in range(2):
        assert resident.post(reverse("call_back"), data).headers["Location"] == reverse("call_back_done")
    request = CallBack.objects.get()
    assert (request.phone, request.name, request.when) == ("+33639980004", "Jean", "le matin")
    assert JournalEntry.objects.get().kind == "call_back_requested"


@pytest.mark.parametrize("phone", ["", "06 39", "0899 70 00 00", "a\x00b"])
def test_a_number_nobody_can_call_is_refused_kindly(territory, phone: str) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().post(reverse("call_back"), {"phone": phone, "name": "Jean"})
    assert answer.status_code == 400 and not CallBack.objects.exists()
    assert 'value="Jean"' in answer.content.decode()


def test_another_site_cannot_ask_for_a_call(territory) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().post(reverse("call_back"), {"phone": "06 39 98 00 04"}, Origin="https://x.example")
    assert answer.status_code == 403 and PHONE in answer.content.decode()


def test_an_unexpected_error_is_a_plain_page_without_a_trace(territory, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def fails(_language: str) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("bookings.public.catalogue.topics", fails)
    answer = Client(raise_request_exception=False).get("/")
    page = answer.content.decode()
    assert answer.status_code == 500 and PHONE in page
    assert "secret detail" not in page and "RuntimeError" not in page


def test_the_error_page_needs_no_database(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def fails() -> Territory:
        raise OperationalError

    monkeypatch.setattr(context, "current_territory", fails)
    answer = information.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500 and "Quelque chose n’a pas marché" in answer.content.decode()


def test_a_request_nobody_can_read_is_a_plain_page_too(territory) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().post(reverse("call_back"), {f"field{number}": "x" for number in range(1100)})
    assert answer.status_code == 400 and PHONE in answer.content.decode()


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_each_language_names_itself(territory, prefix: str) -> None:  # type: ignore[no-untyped-def]
    page = Resident().get(prefix).content.decode()
    assert 'lang="en" hreflang="en"' in page and "Facile à lire" in page
    assert page.count('aria-current="true"') == 1


def test_headers_keep_the_page_to_itself(territory) -> None:  # type: ignore[no-untyped-def]
    headers = Resident().get("/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin" and headers["X-Frame-Options"] == "DENY"
