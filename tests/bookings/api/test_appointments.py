"""A program books for somebody, under the rules residents have, and changes what it booked."""

import json
from datetime import timedelta

import pytest
import time_machine

from bookings.actions.mark import mark
from bookings.actions.move import move
from bookings.models import Appointment, JournalEntry, MadeByApi, ReferralRules, Resident
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor
from tests import people
from tests.bookings.api.bodies import ELEVEN, TEN, booking
from tests.programs import Program, slug_of
from tests.staff import AT_THE_DESK

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE


@pytest.fixture
def booked(program, town):
    answer = program.post("appointments/", booking(town))
    assert answer.status_code == 201, answer.content
    return answer


def test_a_program_finds_a_time_and_books_it(program, town):
    times = program.get(f"free-times/?topic={town.topic.public_id}&site={town.site.public_id}&limit=3").json()
    first = times["results"][0]
    answer = program.post("appointments/", booking(town, starts_at=first["starts_at"]))
    assert answer.status_code == 201
    told = answer.json()
    assert told["starts_at"] == first["starts_at"] == "2026-11-30T09:00:00+01:00"
    assert told["status"] == "booked" and len(told["number"]) == 6
    assert answer["Location"] == f"/api/v1/appointments/{told['id']}/"
    row = Appointment.objects.get()
    assert row.channel == "api" and row.made_by_api.organisation == program.key.organisation
    assert program.get(answer["Location"]).json() == told


def test_no_answer_names_anybody(program, town, booked):
    said = booked.content.decode() + program.get("appointments/").content.decode()
    assert "Amina" not in said and "0639980001" not in said.replace(" ", "")


def test_a_time_that_is_gone_leaves_three_others_and_nothing_half_done(program, town, booked):
    answer = program.post("appointments/", booking(town, people=[{"name": "Jean"}]))
    assert answer.status_code == 409 and slug_of(answer) == "slot-taken"
    alternatives = answer.json()["alternatives"]
    assert len(alternatives) == 3 and TEN not in [each["starts_at"] for each in alternatives]
    assert Appointment.objects.count() == Resident.objects.count() == MadeByApi.objects.count() == 1
    again = booking(town, people=[{"name": "Jean"}], starts_at=alternatives[0]["starts_at"])
    assert program.post("appointments/", again).status_code == 201


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"starts_at": "2026-11-30T10:00:00"}, "/starts_at", "no_offset"),
        ({"starts_at": "demain"}, "/starts_at", "invalid"),
        ({"starts_at": "2026-11-27T10:30:00+01:00"}, "/starts_at", "too_soon"),
        ({"starts_at": "2027-11-29T10:00:00+01:00"}, "/starts_at", "too_far"),
        ({"topic": "inconnu"}, "/topic", "unknown"),
        ({"site": "inconnu"}, "/site", "unknown"),
        ({"mode": "phone"}, "/mode", "not_offered"),
        ({"people": []}, "/people", "min_length"),
        ({"people": [{"name": "Amina", "birth": 2031}]}, "/people/0/birth", "unknown_field"),
        ({"reach": {"kind": "mobile", "value": "06 39 98 00"}}, "/reach/value", "incomplete"),
        ({"reach": {"kind": "pigeon"}}, "/reach/kind", "invalid_choice"),
        ({"nam/e": 1}, "/nam~1e", "unknown_field"),
    ],
)
def test_each_mistake_is_named_by_its_field(program, town, fields, pointer, code):
    answer = program.post("appointments/", booking(town, **fields))
    assert answer.status_code == 422 and slug_of(answer) == "invalid", answer.content
    assert (pointer, code) in [(each["pointer"], each["code"]) for each in answer.json()["errors"]]
    assert not Appointment.objects.exists()


def test_mistakes_repeat_nothing_of_what_was_sent(program, town):
    answer = program.post("appointments/", booking(town, reach={"kind": "mobile", "value": "06 39 98 77"}))
    assert "06 39 98 77" not in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        (b"{", 400, "unreadable"),
        (b'{"a":' + b"[" * 2000 + b"]" * 2000 + b"}", 400, "unreadable"),
        (b'{"a": "\\u0000"}', 400, "unreadable"),
        (b'{"a": "' + b"x" * 1_000_000 + b'"}', 413, "too-large"),
    ],
)
def test_what_cannot_be_read_is_said_so(program, sent, status, slug):
    answer = program.post("appointments/", sent)
    assert answer.status_code == status and slug_of(answer) == slug


def test_a_form_is_no_json(program):
    answer = program.client.post(
        "/api/v1/appointments/", {"a": 1}, headers=program._with({"Idempotency-Key": "x"})
    )
    assert answer.status_code == 415 and slug_of(answer) == "unsupported-media-type"


def test_a_program_moves_what_it_booked(program, town, booked):
    path = booked["Location"]
    answer = program.post(f"{path}move/", {"starts_at": ELEVEN}, If_Match=booked["ETag"])
    assert answer.status_code == 200 and answer.json()["starts_at"] == ELEVEN
    assert answer["ETag"] != booked["ETag"]
    assert answer.json()["number"] == booked.json()["number"]


def test_a_move_to_a_time_that_is_gone_keeps_the_old_one(program, town, booked):
    town.books(people.TEN + timedelta(hours=1), "Jean", phone=people.JEAN_LANDLINE)
    answer = program.post(f"{booked['Location']}move/", {"starts_at": ELEVEN}, If_Match=booked["ETag"])
    assert slug_of(answer) == "slot-taken"
    assert program.get(booked["Location"]).json()["starts_at"] == TEN


def test_a_change_says_what_it_has_read(program, town, booked):
    path = booked["Location"]
    assert slug_of(program.post(f"{path}cancel/")) == "precondition-required"
    move(Appointment.objects.get(), starts_at=people.TEN + timedelta(hours=2), by=AT_THE_DESK, now=NOW)
    answer = program.post(f"{path}cancel/", If_Match=booked["ETag"])
    assert answer.status_code == 412 and slug_of(answer) == "changed-meanwhile"
    tag = program.get(path)["ETag"]
    assert program.post(f"{path}cancel/", If_Match=tag).json()["status"] == "cancelled_by_person"
    assert program.get(path).json()["status"] == "cancelled_by_person"


def test_a_program_says_that_the_person_will_come(program, booked):
    assert program.post(f"{booked['Location']}confirm/").status_code == 200
    assert JournalEntry.objects.filter(kind="confirmed", channel="api").count() == 1


def test_another_program_meets_nothing_of_it_not_even_of_the_same_organisation(program, other, booked):
    sister = Program(program.key.organisation)
    for stranger in (other, sister):
        path = booked["Location"]
        assert stranger.get(path).status_code == 404
        assert stranger.get("appointments/").json()["results"] == []
        for verb in ("move", "cancel", "confirm"):
            body = {"starts_at": ELEVEN} if verb == "move" else {}
            answer = stranger.post(f"{path}{verb}/", body, If_Match=booked["ETag"])
            assert answer.status_code == 404 and slug_of(answer) == "not-found"


def test_that_somebody_did_not_come_is_told_only_where_the_team_says_so(program, town, booked):
    desk = Actor("desk", town.lea_user.pk)
    with time_machine.travel(people.TEN + timedelta(minutes=20)):
        mark(Appointment.objects.get().pk, as_=Mark.NO_SHOW, by=desk, now=people.TEN + timedelta(minutes=20))
        assert program.get(booked["Location"]).json()["status"] == "booked"
    with time_machine.travel(people.TEN + timedelta(hours=2)):
        assert program.get(booked["Location"]).json()["status"] == "over"
        ReferralRules.objects.create(organisation=town.here, shows="all")
        assert program.get(booked["Location"]).json()["status"] == "missed"


def test_its_appointments_are_listed_in_parts_the_newest_first(program, town):
    for hour in (9, 10, 11):
        at = f"2026-11-30T{hour:02}:00:00+01:00"
        assert program.post("appointments/", booking(town, starts_at=at)).status_code == 201
    first = program.get("appointments/?limit=2").json()
    rest = program.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    hours = [each["starts_at"][11:13] for each in first["results"] + rest["results"]]
    assert hours == ["11", "10", "09"] and rest["next"] is None


def test_one_person_holds_three_appointments_ahead_and_no_more(program, town):
    answers = [
        program.post("appointments/", booking(town, starts_at=f"2026-11-30T{hour}:00:00+01:00"))
        for hour in (10, 11, 12, 13)
    ]
    assert [each.status_code for each in answers] == [201, 201, 201, 409]
    assert slug_of(answers[-1]) == "too-many-ahead"


def test_free_times_are_those_of_the_pages_one_site_several_or_anywhere(program, town):
    at = f"free-times/?topic={town.topic.public_id}"
    here, there = town.site.public_id, town.other_site.public_id
    one = program.get(f"{at}&site={here}&end=2026-12-01T00:00:00%2B01:00").json()["results"]
    assert len(one) == 8 and {each["site"] for each in one} == {here}
    both = program.get(f"{at}&site={here},{there}&end=2026-12-01T00:00:00%2B01:00").json()["results"]
    assert len(both) == 16
    anywhere = program.get(f"{at}&limit=2").json()
    assert [each["site"] for each in anywhere["results"]] == [here, there]
    following = program.get(anywhere["next"].removeprefix("http://127.0.0.1:8000")).json()["results"]
    assert following[0]["starts_at"] == "2026-11-30T10:00:00+01:00"


def test_parts_of_free_times_leave_nothing_out_and_repeat_nothing(program, town):
    at = f"/api/v1/free-times/?topic={town.topic.public_id}&end=2026-12-01T00:00:00%2B01:00"
    whole = program.get(f"{at}&limit=100").json()["results"]
    found, path = [], f"{at}&limit=3"
    while path:
        answer = program.get(path).json()
        found += answer["results"]
        path = (answer["next"] or "").removeprefix("http://127.0.0.1:8000")
    assert found == whole


def test_free_times_refuse_a_window_that_is_too_long_and_sites_that_are_not(program, town):
    at = f"free-times/?topic={town.topic.public_id}"
    assert program.get(f"{at}&end=2027-03-01T00:00:00Z").status_code == 400
    assert program.get(f"{at}&site=inconnu").status_code == 404
    assert program.get("free-times/").status_code == 400


def test_the_facts_of_the_journal_name_nobody(program, booked):
    assert "Amina" not in json.dumps(list(JournalEntry.objects.values("data")))
