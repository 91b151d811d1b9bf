"""Whoever has proved who they are corrects, refuses and erases what is held of them."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.errors import Busy
from bookings.models import Contact, JournalEntry, LinkToken, Resident
from bookings.people.recognise import recognise
from tests.bookings.public.rights import MOBILE, past, proved
from tests.people import MONDAY_8AM, TEN
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town() -> Town:
    return Town()


def test_one_corrects_ones_name_everywhere(town: Town, client: Client) -> None:
    first = past(town)
    town.books(TEN + timedelta(hours=2))
    sent = {"form": "person", "name": "Amina Juste", "language": "en", "home": "none"}
    assert proved(client, first).post(reverse("rights_correct"), sent).status_code == 302
    assert set(Resident.objects.values_list("name", "language", "no_fixed_address")) == {
        ("Amina Juste", "en", True)
    }
    assert "Amina Juste" in client.get(reverse("rights")).content.decode()


def test_one_gives_another_number_and_is_still_shown_everything(town: Town, client: Client) -> None:
    first = past(town)
    ahead = town.books(TEN + timedelta(hours=2))
    sent = {"form": "reach", "reach": "mobile", "mobile": "06 39 98 00 77"}
    assert proved(client, first).post(reverse("rights_correct"), sent).status_code == 302
    ahead.refresh_from_db()
    assert ahead.contact.value == "+33639980077"
    answer = client.get(reverse("rights_file"))
    assert len(json.loads(answer.content)["held"]["appointments"]) == 2


def test_a_number_that_is_none_is_said_so(town: Town, client: Client) -> None:
    visit = town.books(TEN + timedelta(hours=2))
    sent = {"form": "reach", "reach": "mobile", "mobile": "12"}
    answer = proved(client, visit).post(reverse("rights_correct"), sent)
    assert answer.status_code == 400 and "error" in answer.content.decode()


def test_what_is_to_be_prepared_changes_and_an_interpreter_stays(town: Town, client: Client) -> None:
    visit = town.books(TEN + timedelta(hours=2), preparation=["large_print", "interpreter:ar"])
    proved(client, visit).post(reverse("rights_correct"), {"form": "needs", "needs": ["step_free"]})
    visit.refresh_from_db()
    assert visit.preparation == ["step_free", "interpreter:ar"]


def test_one_refuses_to_be_known_by_the_line_and_takes_that_back(town: Town, client: Client) -> None:
    visit = town.books(TEN + timedelta(hours=2))
    assert recognise(MOBILE, now=MONDAY_8AM) is not None
    proved(client, visit).post(reverse("rights_object"), {"ligne": "non", "avis": "non"})
    assert recognise(MOBILE, now=MONDAY_8AM) is None
    fact = JournalEntry.objects.get(kind="resident_changed")
    assert fact.data == {"fields": ["no_surveys", "no_recognition"]}
    client.post(reverse("rights_object"))
    assert recognise(MOBILE, now=MONDAY_8AM) is not None


def test_one_erases_at_once_what_has_nothing_ahead(town: Town, client: Client) -> None:
    visit = past(town)
    page = proved(client, visit).get(reverse("rights_erase")).content.decode()
    assert "Ce qui reste, et pourquoi" in page and "Vous avez un rendez-vous" not in page
    assert client.post(reverse("rights_erase")).status_code == 400
    answer = client.post(reverse("rights_erase"), {"sure": "on"})
    assert answer.headers["Location"] == reverse("rights_erased")
    assert Resident.objects.get().name == "" and not Contact.objects.exclude(value="").exists()
    assert not LinkToken.objects.exists()
    assert client.get(reverse("rights")).status_code == 302
    assert "C’est effacé" in client.get(reverse("rights_erased")).content.decode()


def test_an_appointment_ahead_is_called_off_first_if_that_is_said(town: Town, client: Client) -> None:
    first = past(town)
    ahead = town.books(TEN + timedelta(hours=2))
    proved(client, first)
    assert "Vous avez un rendez-vous" in client.get(reverse("rights_erase")).content.decode()
    assert client.post(reverse("rights_erase"), {"sure": "on"}).status_code == 400
    assert not Resident.objects.exclude(erased_at=None).exists()
    client.post(reverse("rights_erase"), {"sure": "on", "cancel_ahead": "on"})
    ahead.refresh_from_db()
    assert ahead.status == "excused"
    assert not Resident.objects.filter(erased_at=None).exists()


def test_no_other_site_can_erase_anybody(town: Town, client: Client) -> None:
    proved(client, past(town))
    forged = client.post(reverse("rights_erase"), {"sure": "on"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 403


def test_while_too_much_is_written_at_once_the_same_may_be_sent_again(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved(client, past(town))

    def busy(*_args: object, **_more: object) -> None:
        raise Busy

    monkeypatch.setattr("bookings.public.views.rights_change.erase", busy)
    answer = client.post(reverse("rights_erase"), {"sure": "on"})
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert Resident.objects.get().erased_at is None
