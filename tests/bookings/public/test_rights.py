"""A resident sees what is held of them, by their own link and a code, or by a code of the desk's."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.book import book
from bookings.actions.open_rights import give_desk_code
from bookings.models import (
    ConfirmationCode,
    JournalEntry,
    Resident,
    WaitingEntry,
)
from bookings.people.who import Participant, WayToReach
from tests.bookings.public.rights import MOBILE, link_of, past, proved
from tests.people import MONDAY_8AM, TEN, wish
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town() -> Town:
    return Town()


def test_after_the_code_everything_is_read_in_plain_words(town: Town, client: Client) -> None:
    page = proved(client, past(town)).get(reverse("rights"))
    text = page.content.decode()
    for held in (
        "Amina Essai",
        "06 39 98 00 01",
        "Maison de quartier Fictive",
        "a bien compris",
        "Ce qui s’est passé",
    ):
        assert held.replace(" ", " ") in text.replace("\xa0", " ")
    assert page.headers["Cache-Control"] == "private, no-store"


def test_the_same_is_a_file_that_programs_read(town: Town, client: Client) -> None:
    answer = proved(client, past(town)).get(reverse("rights_file"))
    held = json.loads(answer.content)["held"]
    assert held["person"][0]["name"] == "Amina Essai"
    assert held["appointments"][0]["note"] == "a bien compris"
    assert held["contacts"][0]["value"] == MOBILE
    assert JournalEntry.objects.filter(kind="data_shown", data__how="file").count() == 1


def test_whoever_holds_the_link_alone_sees_nothing(town: Town, client: Client) -> None:
    link = link_of(past(town))
    page = client.get(link).content.decode()
    assert "Amina" not in page and "0001" in page
    for name in ("rights", "rights_file", "rights_correct", "rights_erase"):
        assert client.get(reverse(name)).headers["Location"] == reverse("rights_code")
    assert client.post(reverse("rights_object")).headers["Location"] == reverse("rights_code")
    assert Resident.objects.get().no_surveys is False


def test_a_code_is_guessed_five_times_and_no_more(town: Town, client: Client) -> None:
    link = link_of(past(town))
    client.post(link, {"envoyer": "1"})
    right = ConfirmationCode.objects.get().clear
    wrong = "000000" if right != "000000" else "111111"
    assert [client.post(link, {"code": wrong}).status_code for _each in range(6)] == [400] * 5 + [429]
    assert client.post(link, {"code": right}).status_code == 429


def test_codes_are_not_sent_to_a_number_without_end(town: Town, client: Client) -> None:
    visit = past(town)
    answers = [client.post(link_of(visit), {"envoyer": "1"}).status_code for _each in range(6)]
    assert answers == [200] * 4 + [429] * 2


def test_what_was_opened_closes_after_half_an_hour_and_when_one_says_so(
    town: Town, client: Client, time_machine
) -> None:  # type: ignore[no-untyped-def]
    visit = past(town)
    # A page that is left open goes from the screen by itself.
    assert proved(client, visit).get(reverse("rights")).headers["Refresh"] == "1801; url=/mes-donnees/code/"
    time_machine.move_to(MONDAY_8AM + timedelta(minutes=31))
    assert client.get(reverse("rights")).status_code == 302
    kept = dict(proved(client, visit).cookies)["mes-donnees"].value
    client.post(reverse("rights_close"))
    client.cookies["mes-donnees"] = kept
    assert client.get(reverse("rights")).status_code == 302


@pytest.mark.parametrize(
    "reach",
    [
        WayToReach("mobile", "06 39 98 00 01", shared=True),
        WayToReach("mobile", "06 39 98 00 01", by_call=True),
        WayToReach("landline", "02 61 91 00 02"),
        WayToReach("letter", "1 rue Fictive"),
    ],
)
def test_no_code_goes_where_somebody_else_may_read_it_or_nobody_can(
    town: Town, client: Client, reach: WayToReach
) -> None:
    link = link_of(past(town, reach=reach))
    assert client.get(link).headers["Location"] == reverse("rights_code")
    assert client.post(link, {"envoyer": "1"}).headers["Location"] == reverse("rights_code")
    assert not ConfirmationCode.objects.exists()


def test_a_number_that_two_names_use_proves_nobody(town: Town, client: Client) -> None:
    visit = past(town)
    town.books(TEN + timedelta(hours=2), "Karim Essai")
    assert client.get(link_of(visit)).headers["Location"] == reverse("rights_code")


def test_nor_does_one_at_which_somebody_else_waits(town: Town, client: Client) -> None:
    visit = past(town)
    karim = Resident.objects.create(
        name="Karim", name_key="karim", created_at=MONDAY_8AM, last_contact_at=MONDAY_8AM
    )
    WaitingEntry.objects.create(
        topic=town.topic,
        resident=karim,
        contact=visit.contact,
        channel="web",
        joined_at=MONDAY_8AM,
        until=TEN + timedelta(days=30),
        idempotency_key="waits",
    )
    assert client.get(link_of(visit)).headers["Location"] == reverse("rights_code")


def test_who_came_along_with_her_does_not_keep_her_from_seeing(town: Town, client: Client) -> None:
    visit = past(town)
    people = [Participant("Amina Essai"), Participant("Karim Essai")]
    two = wish(town.topic, town.site, TEN + timedelta(hours=2), participants=people)
    book(two, by=AT_THE_DESK, now=MONDAY_8AM, idempotency_key="both")
    assert "Amina Essai" in proved(client, visit).get(reverse("rights")).content.decode()


def test_who_helps_somebody_sees_nothing_of_them_by_the_link(town: Town, client: Client) -> None:
    link = link_of(past(town, relation="carer", contact_name="Sa fille"))
    assert client.get(link).headers["Location"] == reverse("rights_code")


def test_an_e_mail_can_carry_the_code(town: Town, client: Client) -> None:
    visit = past(town, reach=WayToReach("email", "amina@example.org"))
    asked = client.post(link_of(visit), {"envoyer": "1"}).content.decode()
    assert "Le code reçu par e-mail" in asked and "Le code reçu par SMS" not in asked
    assert "amina@example.org" in proved(client, visit).get(reverse("rights")).content.decode()


def test_records_that_the_web_made_anew_are_one_person(town: Town, client: Client) -> None:
    """The same name at the same telephone; another name is not shown."""
    first = past(town)
    town.books(TEN + timedelta(hours=2))
    assert Resident.objects.count() == 2
    answer = proved(client, first).get(reverse("rights_file"))
    assert len(json.loads(answer.content)["held"]["appointments"]) == 2


def test_of_who_came_along_nothing_is_said(town: Town, client: Client) -> None:
    visit = past(town)
    people = [Participant("Amina Essai"), Participant("Karim Essai")]
    two = wish(town.topic, town.site, TEN + timedelta(hours=2), participants=people)
    both = book(two, by=AT_THE_DESK, now=MONDAY_8AM, idempotency_key="both")
    record = both.participants.get(name="Amina Essai")
    number, code = give_desk_code(record.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    client.post(reverse("rights_code"), {"number": number, "code": code})
    page = client.get(reverse("rights")).content.decode()
    assert "Avec quelqu’un d’autre" in page and "Karim" not in page
    assert visit.number not in page


def test_a_code_of_the_desk_opens_once(town: Town, client: Client) -> None:
    person = past(town, reach=WayToReach("letter", "1 rue Fictive")).participants.get()
    number, code = give_desk_code(person.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    typed = {"number": number, "code": f"{code[:4]} {code[4:]}"}
    assert client.post(reverse("rights_code"), typed).headers["Location"] == reverse("rights")
    assert "1 rue Fictive" in client.get(reverse("rights")).content.decode()
    assert Client().post(reverse("rights_code"), typed).status_code == 400


def test_codes_of_the_desk_are_not_guessed(town: Town, client: Client) -> None:
    person = past(town).participants.get()
    number, code = give_desk_code(person.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    wrong = {"number": number, "code": "00000000" if code != "00000000" else "1"}
    assert [client.post(reverse("rights_code"), wrong).status_code for _each in range(6)] == [400] * 5 + [429]
    assert client.post(reverse("rights_code"), {"number": number, "code": code}).status_code == 429


@pytest.mark.parametrize("prefix", ["/en", "/fr-falc"])
def test_the_pages_are_there_in_every_language(town: Town, client: Client, prefix: str) -> None:
    proved(client, past(town))
    names = ("rights", "rights_code", "rights_correct", "rights_erase", "rights_erased")
    for address in [prefix + reverse(name) for name in names]:
        assert client.get(address).status_code == 200, address
