"""The menu of the staff area says where somebody waits, to whoever may see them."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import JournalEntry
from bookings.records.journal import note
from notifications.models import InboundMessage
from tests.call_backs import rose
from tests.people import MONDAY_8AM
from tests.sign_in import a_user, sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db
TAB = re.compile(
    r'<li><a href="([^"]+)"( aria-current="page")?>([^<]+?)(?: <b class="tabs__count">(\d+\+?)<.*?)?</a>'
)


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(MONDAY_8AM, tick=False):
        yield


@pytest.fixture
def town() -> Town:
    return Town()


def menu(client: Client, page: str = "staff_duplicates") -> str:
    text = client.get(reverse(page)).content.decode()
    return text[text.index('<nav class="tabs') : text.index("</nav>")]


def waiting(client: Client) -> dict[str, str]:
    """How many wait, by the label of the page."""
    return {label: count for _address, _current, label, count in TAB.findall(menu(client)) if count}


def writes(town: Town, **fields: object) -> None:
    InboundMessage.objects.create(
        sid=f"SM{InboundMessage.objects.count()}",
        received_at=timezone.now(),
        state=InboundMessage.State.WAITING,
        **{"organisation": town.here, **fields},
    )


def test_nobody_waits_no_number_is_shown(town: Town, client: Client) -> None:
    sign_in(client, town.user("desk"))
    assert waiting(client) == {}


def test_the_desk_sees_how_many_wait_to_be_called_told_and_answered(town: Town, client: Client) -> None:
    rose(town)
    rose(town, not_before=timezone.now() + timedelta(hours=2))
    note(JournalEntry.Kind.NOT_TOLD, appointment=town.books(), by=AT_THE_DESK, now=MONDAY_8AM)
    writes(town)
    writes(town)
    sign_in(client, town.user("desk"))
    assert waiting(client) == {"Rappels": "1", "À prévenir": "1", "Conversations": "2"}


def test_who_waits_elsewhere_is_not_counted(town: Town, client: Client) -> None:
    writes(town, organisation=town.elsewhere)
    sign_in(client, town.user("desk"))
    assert waiting(client) == {}
    assert waiting(sign_in(Client(), town.user("central_desk"))) == {"Conversations": "1"}


def test_a_hundred_and_more_are_many(town: Town, client: Client) -> None:
    for _each in range(101):
        writes(town)
    sign_in(client, town.user("desk"))
    assert waiting(client) == {"Conversations": "99+"}


def test_the_numbers_cost_one_query(town: Town, client: Client) -> None:
    sign_in(client, town.user("desk"))
    writes(town)
    with CaptureQueriesContext(connection) as asked:
        menu(client)
    counting = [each["sql"] for each in asked if "staff_conversations" in each["sql"]]
    assert len(counting) == 1 and "staff_to_tell" in counting[0] and "staff_call_backs" in counting[0]


def test_everyday_pages_are_in_sight_and_the_others_one_press_away(town: Town, client: Client) -> None:
    sign_in(client, town.user("desk"))
    for page, opened in (("staff_day", False), ("staff_duplicates", True)):
        in_sight, more = menu(client, page).split("<details")
        assert "Réserver" in in_sight and "Doublons" not in in_sight and "Doublons" in more
        assert more.startswith(" open") is opened


def test_a_short_menu_hides_nothing(town: Town, client: Client) -> None:
    sign_in(client, a_user("operator", None))
    assert "<details" not in menu(client, "staff_people")
    assert "Réglages" in menu(client, "staff_people")
