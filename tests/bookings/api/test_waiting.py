"""Somebody waits for a time, through a program."""

import pytest

from bookings.models import WaitingEntry
from tests.bookings.api.bodies import booking, waiting
from tests.programs import slug_of

pytestmark = pytest.mark.django_db


def test_somebody_joins_the_list_and_leaves_it(program, town):
    answer = program.post("waiting/", waiting(town, parts=["morning"]), key="une")
    assert answer.status_code == 201 and answer.json()["status"] == "waiting"
    assert program.post("waiting/", waiting(town, parts=["morning"]), key="une").json() == answer.json()
    entry = WaitingEntry.objects.get()
    assert entry.channel == "api" and entry.parts == ["morning"]
    assert program.get(answer["Location"]).json()["sites"] == [town.site.public_id]
    assert program.post(f"{answer['Location']}leave/").json()["status"] == "left"


def test_somebody_with_an_appointment_waits_for_an_earlier_one(program, town):
    booked = program.post("appointments/", booking(town, starts_at="2026-11-30T14:00:00+01:00")).json()
    answer = program.post("waiting/", {"appointment": booked["id"]})
    assert answer.status_code == 201 and answer.json()["until"] == "2026-11-30T13:00:00+00:00"
    assert program.post("waiting/", {"appointment": booked["id"]}).json()["id"] == answer.json()["id"]


def test_without_an_appointment_one_says_who_waits_and_for_what(program, town):
    answer = program.post("waiting/", {})
    pointers = {each["pointer"] for each in answer.json()["errors"]}
    assert answer.status_code == 422 and pointers == {"/topic", "/name", "/reach"}


def test_another_partner_meets_nothing_of_it(program, other, town):
    path = program.post("waiting/", waiting(town))["Location"]
    assert slug_of(other.get(path)) == "not-found"
    assert other.post(f"{path}leave/").status_code == 404
    assert WaitingEntry.objects.get().status == "waiting"
    booked = program.post("appointments/", booking(town)).json()
    assert other.post("waiting/", {"appointment": booked["id"]}).status_code == 404
