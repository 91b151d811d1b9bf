"""An open agenda asks every few seconds whether it has changed; nearly always it has not, and that costs next to nothing."""

import html
import re
from datetime import timedelta

import pytest
import time_machine

from bookings.actions.mark import mark
from bookings.actions.move import move
from bookings.models import Appointment
from bookings.outcomes.marks import Mark
from tests.people import MONDAY_8AM, TEN, receives
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
WEEK = "/equipe/semaine/?jour=2026-11-30"
TEAM = "/equipe/semaine/?jour=2026-11-30&mediateur=0"
SIDE = "/equipe/jour/cote-a-cote/?jour=2026-11-30&mediateur=0"


@pytest.fixture
def town() -> Town:
    return Town()


def tag_in(page: str) -> str:
    """The ETag that an open page sends when it asks again."""
    found = re.search(r"hx-headers='\{\"If-None-Match\": \"([^']+)\"\}'", page)
    assert found
    return found[1].encode().decode("unicode_escape")


def opened(client, address):  # type: ignore[no-untyped-def]
    return tag_in(client.get(address).content.decode())


def again(client, address, tag):  # type: ignore[no-untyped-def]
    return client.get(address, headers={"HX-Request": "true", "If-None-Match": tag})


@pytest.mark.parametrize("address", [WEEK, TEAM, SIDE])
def test_an_agenda_that_has_not_changed_is_not_made_again(town, client, address, django_assert_num_queries):
    town.books()
    sign_in(client, town.lea_user)
    tag = opened(client, address)
    # The session, the person, their reach; and whether anything has changed.
    with django_assert_num_queries(4):
        answer = again(client, address, tag)
    assert answer.status_code == 304 and not answer.content


def arrives(town: Town, appointment: Appointment) -> None:
    mark(appointment.pk, as_=Mark.ARRIVED, by=AT_THE_DESK, now=MONDAY_8AM)


CHANGES = {
    "a booking": lambda town, _appointment: town.books(
        TEN + timedelta(hours=2), "Jean Essai", phone="06 39 98 00 02"
    ),
    "a move": lambda town, one: move(one, starts_at=TEN + timedelta(hours=3), by=AT_THE_DESK, now=MONDAY_8AM),
    "a booking elsewhere": lambda town, _one: town.books(
        TEN + timedelta(hours=9), "Jean Autre", site=town.other_site
    ),
    "an arrival": arrives,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("address", [WEEK, TEAM, SIDE])
def test_whatever_changes_shows_when_an_open_agenda_asks_again(town, client, change, address):
    receives(town.lea, town.other_site, 18, 20)
    appointment = town.books()
    sign_in(client, town.user("coordinator"))
    address = f"{address}&mediateur={town.lea.pk}" if address == WEEK else address
    tag = opened(client, address)
    CHANGES[change](town, appointment)
    answer = again(client, address, tag)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="agenda"') and "<html" not in page
    assert again(client, address, tag_in(page)).status_code == 304
    if change == "a booking" and address != TEAM:
        assert "Jean Essai" in html.unescape(page)


def test_time_that_passes_shows_after_five_minutes_at_most(town, client):
    sign_in(client, town.lea_user)
    tag = opened(client, WEEK)
    with time_machine.travel(MONDAY_8AM + timedelta(minutes=5), tick=False):
        assert again(client, WEEK, tag).status_code == 200


def test_a_tag_is_of_one_person_and_one_page_and_nothing_can_be_made_up(town, client):
    sign_in(client, town.lea_user)
    tag = opened(client, WEEK)
    assert again(client, TEAM, tag).status_code == 200
    for wrong in ('"1.1.0"', "*", '"9-9-x.1.ab"', '"..00"', 'W/"' + "9" * 4000 + '"'):
        assert again(client, WEEK, wrong).status_code == 200
    sign_in(client, town.user("desk"))
    assert again(client, WEEK, tag).status_code == 200


def test_an_open_page_keeps_nobody_signed_in(town, client):
    sign_in(client, town.lea_user)
    tag = opened(client, WEEK)
    seen = client.session["seen"]
    with time_machine.travel(MONDAY_8AM + timedelta(minutes=20), tick=False):
        again(client, WEEK, tag)
        assert client.session["seen"] == seen
        client.get(WEEK)
        assert client.session["seen"] > seen


def test_once_the_session_is_over_an_open_page_gives_way_to_the_sign_in(town, client):
    sign_in(client, town.lea_user)
    tag = opened(client, WEEK)
    client.logout()
    answer = again(client, WEEK, tag)
    assert answer.status_code == 401 and not answer.content and answer["HX-Redirect"] == WEEK
