"""Nobody sees what is somebody else's: a discreet record, a namesake, a number typed afterwards, another name's call."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.book import book
from bookings.actions.open_rights import give_desk_code
from bookings.models import CallBack, Contact, KeptApart, Resident
from bookings.people.contacts import value_index
from bookings.people.who import Participant
from tests.bookings.public.rights import MOBILE, link_of, past, proved
from tests.people import MONDAY_8AM, TEN, wish
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
HERS = "+33639980077"


@pytest.fixture
def town() -> Town:
    return Town()


def _held(client: Client) -> dict[str, list[dict[str, object]]]:
    held: dict[str, list[dict[str, object]]] = json.loads(client.get(reverse("rights_file")).content)["held"]
    return held


def _asks_to_be_called(name: str, phone: str) -> None:
    CallBack.objects.create(
        name=name,
        phone=phone,
        phone_index=value_index(Contact.Kind.MOBILE, phone),
        note="au sujet de la CAF",
        idempotency_key=f"{name} {phone}",
        created_at=MONDAY_8AM,
    )


def test_whoever_is_discreet_in_one_record_is_shown_by_no_telephone(town: Town, client: Client) -> None:
    """The web made another record, of which nobody has said so yet."""
    visit = past(town)
    later = town.books(TEN + timedelta(hours=2))
    Resident.objects.filter(participations__appointment=later).update(discreet=True)
    assert client.get(link_of(visit)).headers["Location"] == reverse("rights_code")


def test_a_telephone_does_not_tell_two_apart_whom_the_team_has_told_apart(town: Town, client: Client) -> None:
    """Father and son have one name and one telephone."""
    first, second = past(town), town.books(TEN + timedelta(hours=2))
    father, son = (visit.participants.get() for visit in (first, second))
    KeptApart.objects.create(first=father, second=son, decided_at=MONDAY_8AM)
    assert client.get(link_of(first)).headers["Location"] == reverse("rights_code")


def test_who_comes_along_under_the_same_name_is_somebody_else(town: Town, client: Client) -> None:
    visit = past(town)
    people = [Participant("Amina Essai"), Participant("Amina Essai")]
    two = wish(town.topic, town.site, TEN + timedelta(hours=2), participants=people)
    both = book(two, by=AT_THE_DESK, now=MONDAY_8AM, idempotency_key="both")
    Resident.objects.filter(participations__appointment=both, participations__position=2).update(
        language="ar"
    )
    assert {each.get("language") for each in _held(proved(client, visit))["person"]} == {"Français"}


def test_a_number_typed_afterwards_shows_nothing_of_who_has_it(town: Town, client: Client) -> None:
    """Somebody proves a telephone of their own, then says that they are reached at another's."""
    _asks_to_be_called("", HERS)
    visit = past(town)
    town.books(TEN + timedelta(hours=2))
    proved(client, visit)
    sent = {"form": "reach", "reach": "mobile", "mobile": HERS}
    assert client.post(reverse("rights_correct"), sent).status_code == 302
    held = _held(client)
    assert HERS in str(held["contacts"])
    assert "call_backs" not in held


def test_a_call_asked_for_from_ones_telephone_is_shown_but_not_that_of_another_name(
    town: Town, client: Client
) -> None:
    visit = past(town)
    for name in ("Mme Essai", "", "Karim Fictif"):
        _asks_to_be_called(name, MOBILE)
    held = _held(proved(client, visit))
    assert [each.get("name", "") for each in held["call_backs"]].count("Karim Fictif") == 0
    assert len(held["call_backs"]) == 2


def test_who_has_a_code_of_the_desk_sees_what_is_known_by_their_number(town: Town, client: Client) -> None:
    person = past(town).participants.get()
    _asks_to_be_called("Amina", MOBILE)
    number, code = give_desk_code(person.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    client.post(reverse("rights_code"), {"number": number, "code": code})
    assert len(_held(client)["call_backs"]) == 1
