"""The menu of the staff area says where somebody waits, to whoever may see them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bookings.models import JournalEntry, MissedTwice, NextStep, Resident
from bookings.records.journal import note
from mediation.access import Reach, Under
from mediation.models import Role, User
from mediation.staff.menu import _statement, entries_for
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
    # The page one is on is in sight too; the others stay folded, or a telephone would show them before the page.
    for page, here in (("staff_day", False), ("staff_duplicates", True)):
        in_sight, more = menu(client, page).split("<details>")
        assert "Réserver" in in_sight and ("Doublons" in in_sight) is here
        assert "Doublons" in more and "Plages et absences" not in in_sight


def test_a_short_menu_hides_nothing(town: Town, client: Client) -> None:
    sign_in(client, a_user("operator", None))
    assert "<details" not in menu(client, "staff_people")
    assert "Réglages" in menu(client, "staff_people")


def test_what_is_out_of_sight_stands_under_what_one_wants_to_do(town: Town, client: Client) -> None:
    sign_in(client, town.user("coordinator"))
    groups = menu(client).split('<p id="plus-')[1:]
    names = [group.partition('"')[0] for group in groups]
    assert names == [each.value for each in Under]
    labels = [[label for _address, _current, label, _count in TAB.findall(group)] for group in groups]
    assert all(1 <= len(each) <= 7 for each in labels), labels
    assert "Doublons" in labels[names.index("reach")] and "Ateliers" in labels[names.index("receive")]
    assert "Lieux, motifs, règles" in labels[names.index("set_up")]


def test_a_desk_has_no_heading_without_a_page(town: Town, client: Client) -> None:
    sign_in(client, town.user("desk"))
    names = re.findall('<p id="plus-([a-z_]+)', menu(client))
    assert "set_up" not in names and "partners" not in names and "reach" in names


def test_somebody_who_waits_out_of_sight_is_told_beside_plus(town: Town, client: Client) -> None:
    sign_in(client, town.user("desk"))
    assert "tabs__count" not in menu(client, "staff_day")
    appointment = town.books()
    MissedTwice.objects.create(
        resident=appointment.participations.get().resident, appointment=appointment, raised_at=MONDAY_8AM
    )
    assert "tabs__count" in menu(client, "staff_day").partition("</summary>")[0]


@pytest.mark.parametrize("kind", Role.Kind.values)
def test_the_statement_of_the_numbers_is_written_without_asking_anything(
    town: Town, kind: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """What was found while it was written would stay in it."""
    user = User(pk=4_711)
    reach = Reach(user=user, roles=frozenset({(kind, town.here.pk)}), mediator_id=town.lea.pk)
    with django_assert_num_queries(0):
        _statement.__wrapped__(connection.vendor, tuple(entries_for(reach)), reach)


def test_what_falls_due_is_counted_though_the_statement_was_written_before(
    town: Town, client: Client
) -> None:
    desk = town.user("desk")
    sign_in(client, desk)
    rose(town, not_before=timezone.now() + timedelta(hours=2))
    assert waiting(client) == {}
    with time_machine.travel(MONDAY_8AM + timedelta(hours=3), tick=False):
        sign_in(client, desk)
        assert waiting(client) == {"Rappels": "1"}


def test_a_local_day_begins_at_midnight_of_the_service_for_the_number_too(town: Town, client: Client) -> None:
    sign_in(client, town.lea_user)
    step = NextStep.objects.create(
        resident=Resident.objects.create(
            name="Amina Essai", created_at=MONDAY_8AM, last_contact_at=MONDAY_8AM
        ),
        organisation=town.here,
        mediator=town.lea,
        who=NextStep.Who.MEDIATOR,
        due_on=date(2026, 12, 2),
        words="Appeler la CAF",
        made_at=MONDAY_8AM,
        changed_at=MONDAY_8AM,
        form_key="step",
    )
    assert step.done_at is None and "À faire pour quelqu’un" not in waiting(client)
    # (It is 23:30 in London and half past midnight in Rennes: tomorrow is the second.)
    with time_machine.travel(datetime(2026, 11, 30, 23, 30, tzinfo=UTC), tick=False):
        sign_in(client, town.lea_user)
        assert waiting(client)["À faire pour quelqu’un"] == "1"


def test_whoever_changes_role_reads_other_numbers_at_once(town: Town, client: Client) -> None:
    user = town.user("desk")
    sign_in(client, user)
    writes(town)
    assert waiting(client) == {"Conversations": "1"}
    Role.objects.filter(user=user).update(organisation=town.elsewhere)
    assert waiting(client) == {}
