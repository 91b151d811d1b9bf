"""Another program reads the workshops, registers somebody and gives the seats back."""

from datetime import date

import pytest

from bookings.actions.leave_workshop import leave_workshop
from bookings.models import ApiKey, MadeByApi, Registration
from tests.bookings.workshops.planned import six_thursdays
from tests.bookings.workshops.test_enrol import joins, taken
from tests.people import FRIDAY_BEFORE
from tests.programs import Program, slug_of
from tests.referring import a_partner
from tests.staff import AT_THE_DESK

pytestmark = pytest.mark.django_db
AMINA = {"people": [{"name": "Amina"}], "reach": {"kind": "mobile", "value": "06 39 98 00 01"}}


@pytest.fixture
def workshop(town):
    return six_thursdays(town, capacity=1, times=2, first=date(2026, 12, 10))


@pytest.fixture
def program():
    return Program(a_partner(), *ApiKey.Scope.values)


def enrols(program, workshop, key, **body):
    address = f"/api/v1/workshops/{workshop.public_id}/registrations/"
    return program.post(address, {**AMINA, **body}, key=key)


def test_it_reads_dates_and_seats_registers_for_one_and_gives_it_back(program, workshop):
    (shown,) = program.get("/api/v1/workshops/").json()["results"]
    assert shown["title"] == "Mon premier courriel" and [d["seats_left"] for d in shown["dates"]] == [1, 1]
    second = shown["dates"][1]["starts_at"]
    made = enrols(program, workshop, "a", dates=[second])
    again = enrols(program, workshop, "a", dates=[second])
    assert made.status_code == again.status_code == 201 and made.json() == again.json()
    assert made.json()["status"] == "registered" and made.json()["dates"] == [second]
    assert taken(workshop) == [0, 1] and Registration.objects.get().channel == "api"
    assert program.get(made["Location"]).json() == made.json()
    left = program.post(f"{made['Location']}leave/", {}, key="b")
    assert left.json()["status"] == "left" and taken(workshop) == [0, 0]


def test_a_full_workshop_is_a_problem_with_a_name_and_a_place_in_the_queue(program, workshop):
    has = joins(workshop, "Jean", phone="06 39 98 00 02", now=FRIDAY_BEFORE)
    full = enrols(program, workshop, "a")
    assert full.status_code == 409 and slug_of(full) == "workshop-full"
    waits = enrols(program, workshop, "b", wait=True)
    assert waits.json()["status"] == "waiting"
    assert slug_of(enrols(program, workshop, "c", wait=True)) == "already-enrolled"
    assert slug_of(enrols(program, workshop, "d", dates=["2026-12-11T14:00:00+01:00"])) == "too-late"
    leave_workshop(has.pk, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    offered = program.get(waits["Location"]).json()
    assert offered["status"] == "offered" and offered["answer_by"].startswith("2026-11-28T10:00")


def test_another_program_sees_none_of_it(program, workshop):
    made = enrols(program, workshop, "a")
    other = Program(a_partner("Autre"), *ApiKey.Scope.values)
    assert other.get(made["Location"]).status_code == 404
    assert other.post(f"{made['Location']}leave/", {}, key="x").status_code == 404
    assert MadeByApi.objects.count() == 1 and taken(workshop) == [1, 1]


def test_a_seat_that_is_offered_is_taken_or_left_by_who_has_read_the_offer(program, workshop):
    has = joins(workshop, "Jean", phone="06 39 98 00 02", now=FRIDAY_BEFORE)
    waits = enrols(program, workshop, "a", wait=True)
    address, tag = waits["Location"], waits["ETag"]
    assert slug_of(program.post(f"{address}accept/", {}, key="b", If_Match=tag)) == "seat-gone"
    assert slug_of(program.post(f"{address}decline/", {}, key="c", If_Match=tag)) == "seat-gone"
    leave_workshop(has.pk, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    assert slug_of(program.post(f"{address}accept/", {}, key="d", If_Match=tag)) == "changed-meanwhile"
    assert slug_of(program.post(f"{address}accept/", {}, key="e")) == "precondition-required"
    offered = program.get(address)["ETag"]
    took = program.post(f"{address}accept/", {}, key="f", If_Match=offered)
    again = program.post(f"{address}accept/", {}, key="f", If_Match=offered)
    assert took.status_code == again.status_code == 200 and took.json() == again.json()
    assert took.json()["status"] == "registered" and taken(workshop) == [1, 1]


def test_a_no_passes_the_seat_on(program, workshop):
    has = joins(workshop, "Jean", phone="06 39 98 00 02", now=FRIDAY_BEFORE)
    first = enrols(program, workshop, "a", wait=True)
    other = {"people": [{"name": "Inès"}], "reach": {"kind": "mobile", "value": "06 39 98 00 03"}}
    second = program.post(
        f"/api/v1/workshops/{workshop.public_id}/registrations/", {**other, "wait": True}, key="b"
    )
    leave_workshop(has.pk, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    offered = program.get(first["Location"])["ETag"]
    assert (
        program.post(f"{first['Location']}decline/", {}, key="c", If_Match=offered).json()["status"] == "left"
    )
    assert program.get(second["Location"]).json()["status"] == "offered"
