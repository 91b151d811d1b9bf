"""A program asks what has changed since the number it has come to."""

import pytest
import time_machine

from bookings.actions.number_changes import number_changes
from bookings.actions.step import take_step
from bookings.people.who import RESIDENT_ON_WEB
from bookings.referrals.states import State, Who
from tests import people
from tests.programs import Program, slug_of
from tests.referring import a_partner, refers
from tests.staff import Town

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE


@pytest.fixture(autouse=True)
def _on_friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def ccas():
    return a_partner()


def test_a_program_reads_each_change_once_in_order(town, ccas):
    referral = refers(town, ccas)
    number_changes(now=NOW)
    program, found, path = Program(ccas, "changes:read"), [], "changes/?limit=2"
    while path:
        answer = program.get(path).json()
        found += answer["results"]
        path = (answer["next"] or "").removeprefix("http://127.0.0.1:8000")
    assert [each["type"] for each in found] == ["referral.received", "referral.accepted", "referral.invited"]
    assert found[0] == {
        "number": found[0]["number"],
        "type": "referral.received",
        "at": "2026-11-27T09:00:00+00:00",
        "referral": referral.public_id,
        "appointment": None,
        "state": "received",
        "sdoh_status": "requested",
        "met": False,
        "next_step": "to_answer",
    }
    again = program.get(f"changes/?after={answer['last']}").json()
    assert again == {"results": [], "last": answer["last"], "next": None}
    take_step(referral.pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=NOW)
    number_changes(now=NOW)
    news = program.get(f"changes/?after={answer['last']}").json()["results"]
    assert [each["type"] for each in news] == ["referral.withdrawn"]


def test_the_person_is_named_nowhere(town, ccas):
    refers(town, ccas, name="Zénobie Marquée")
    number_changes(now=NOW)
    text = Program(ccas).get("changes/").content.decode()
    assert "Marqu" not in text and "39980001" not in text


def test_another_partners_changes_are_not_there(town, ccas):
    refers(town, ccas)
    number_changes(now=NOW)
    assert Program(a_partner("Mission locale Fictive")).get("changes/").json()["results"] == []


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=9223372036854775808", "limit=501", "since=3"]
)
def test_a_question_that_makes_no_sense_is_refused(ccas, query):
    answer = Program(ccas).get(f"changes/?{query}")
    assert answer.status_code == 400 and slug_of(answer) == "invalid-parameters"


def test_a_key_without_that_scope_reads_none(ccas):
    assert Program(ccas, "catalogue:read").get("changes/").status_code == 403


def test_it_costs_the_same_queries_for_one_change_as_for_many(town, ccas, django_assert_num_queries):
    program = Program(ccas)
    refers(town, ccas)
    number_changes(now=NOW)
    program.get("changes/?limit=1")
    with django_assert_num_queries(3):
        program.get("changes/?limit=100")
