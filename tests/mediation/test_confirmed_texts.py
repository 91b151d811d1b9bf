"""What a machine wrote says so, until somebody of the team has read it; and again when it changes."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings.staff.languages import languages_and_costs
from mediation import confirmed_texts
from mediation.access import Kind
from mediation.models import ConfirmedText, Territory, Trace
from mediation.neighbours import words
from mediation.remembered import forget
from tests.people import MONDAY_8AM, an_organisation
from tests.sign_in import a_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
NOTE = words.BY_MACHINE["ar"]
PAGE = "/equipe/langues/"


@pytest.fixture
def coordinator(client: Client) -> Client:
    return sign_in(client, a_user(Kind.COORDINATOR, an_organisation()))


def resident_reads(address: str) -> str:
    return Client().get(address).content.decode()


def press(client: Client, text: str, **more: str) -> None:
    answer = client.post(PAGE, {"text": text, **more})
    assert answer.status_code == 302, answer.content


def test_a_resident_reads_that_a_machine_wrote_the_page_and_whom_to_call() -> None:
    Territory.objects.update_or_create(defaults={"phone": "+33261910000"})
    forget()
    html = resident_reads("/ar/")
    assert NOTE in html and "02\N{NO-BREAK SPACE}61" in html and 'dir="rtl"' in html
    assert "machine" not in resident_reads("/")


def test_the_mark_goes_when_a_coordinator_has_read_the_pages_and_comes_back(coordinator: Client) -> None:
    press(coordinator, "ar-pages")
    assert NOTE not in resident_reads("/ar/")
    assert words.BY_MACHINE["uk"] in resident_reads("/uk/")
    page = coordinator.get(PAGE).content.decode()
    assert "Relus par" in page and "30/11/2026" in page
    press(coordinator, "ar-pages", take_back="1")
    assert NOTE in resident_reads("/ar/")
    kinds = list(Trace.objects.filter(data__page="staff_languages").values_list("kind", flat=True))
    assert kinds == ["setting_changed", "setting_changed"]


def test_a_confirmation_says_nothing_of_texts_that_came_after_it(coordinator: Client) -> None:
    press(coordinator, "ar-pages")
    ConfirmedText.objects.update(digest="of yesterday")
    forget()
    assert NOTE in resident_reads("/ar/")
    assert "changés depuis" in coordinator.get(PAGE).content.decode()


def test_two_presses_are_one_confirmation_and_a_forged_one_is_none(coordinator: Client) -> None:
    press(coordinator, "es-phone")
    press(coordinator, "es-phone")
    assert ConfirmedText.objects.count() == 1
    assert coordinator.post(PAGE, {"text": "xx-pages"}).status_code == 404


def test_staff_who_choose_a_language_see_whether_its_messages_were_read(coordinator: Client) -> None:
    assert "texte automatique" in dict(languages_and_costs())["tr"]
    press(coordinator, "tr-messages")
    assert "texte automatique" not in dict(languages_and_costs())["tr"]
    assert "texte automatique" in dict(languages_and_costs())["pt"]


@pytest.mark.parametrize("language", ["ar", "uk", "tr", "pt", "es"])
def test_each_kind_of_text_has_a_digest_of_its_own_files(language: str) -> None:
    said = {confirmed_texts.digest(language, kind) for kind in ("pages", "messages")}
    assert len(said) == 2
    assert confirmed_texts.digest(language, "pages") != confirmed_texts.digest("fr_Falc", "pages")
    assert reverse("staff_languages") == PAGE
