"""A request sent twice is done once, whatever happened to its answer."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.actions.sweep import sweep
from bookings.models import Appointment, KeptAnswer, MadeByApi
from tests import people
from tests.bookings.api.bodies import booking
from tests.programs import Program, slug_of

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE


def test_the_same_request_again_is_answered_the_same_and_books_once(program, town):
    first, second = (program.post("appointments/", booking(town), key="une") for _twice in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json() and first["ETag"] == second["ETag"]
    assert "Idempotency-Replayed" in second and first["Location"] == second["Location"]
    assert Appointment.objects.count() == 1


def test_the_key_is_the_same_quoted_or_bare(program, town):
    program.post("appointments/", booking(town), key="une")
    assert program.post("appointments/", booking(town), key='"une"').status_code == 201
    assert Appointment.objects.count() == 1


def test_an_error_is_answered_again_too(program, town):
    town.books()
    first = program.post("appointments/", booking(town), key="une")
    Appointment.objects.all().update(status="excused")
    again = program.post("appointments/", booking(town), key="une")
    assert first.status_code == again.status_code == 409 and first.json() == again.json()
    assert again["Content-Type"] == "application/problem+json"


def test_the_same_key_for_something_else_is_refused(program, town):
    program.post("appointments/", booking(town), key="une")
    answer = program.post("appointments/", booking(town, people=[{"name": "Jean"}]), key="une")
    assert answer.status_code == 422 and slug_of(answer) == "idempotency-key-reused"
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("key", [" ", '""', "é", "deux mots", "x" * 300])
def test_without_a_key_nothing_is_done(program, town, key):
    answer = program.post("appointments/", booking(town), key=key)
    assert answer.status_code == 400 and slug_of(answer) == "idempotency-key-missing"
    assert not Appointment.objects.exists()


def test_two_programs_may_choose_the_same_key(program, other, town):
    program.post("appointments/", booking(town), key="une")
    answer = other.post("appointments/", booking(town, starts_at="2026-11-30T11:00:00+01:00"), key="une")
    assert answer.status_code == 201


def test_while_it_is_still_being_done_it_is_not_done_a_second_time(program, town):
    program.post("appointments/", booking(town), key="une")
    KeptAnswer.objects.update(status=None)
    answer = program.post("appointments/", booking(town), key="une")
    assert answer.status_code == 409 and slug_of(answer) == "still-running" and answer["Retry-After"]


def test_what_a_process_that_ended_has_done_is_found_not_done_again(program, town):
    first = program.post("appointments/", booking(town), key="une").json()
    KeptAnswer.objects.update(status=None, answer="")
    with time_machine.travel(NOW + timedelta(minutes=2)):
        again = program.post("appointments/", booking(town), key="une")
    assert again.status_code == 201 and again.json() == first and Appointment.objects.count() == 1


def test_after_a_day_the_answer_is_forgotten(program, town):
    program.post("appointments/", booking(town), key="une")
    sweep(now=NOW + timedelta(hours=23))
    assert KeptAnswer.objects.count() == 1
    sweep(now=NOW + timedelta(hours=25))
    assert not KeptAnswer.objects.exists()


def test_what_is_kept_says_nothing_of_anybody(program, town):
    program.post("appointments/", booking(town), key="une")
    kept = str(KeptAnswer.objects.values().get())
    assert "Amina" not in kept and "une" not in kept.split("'")


def test_a_key_that_replaces_another_finds_its_answers(program, town):
    first = program.post("appointments/", booking(town), key="une").json()
    heir = Program(program.key.organisation)
    type(heir.key).objects.filter(pk=heir.key.pk).update(application=program.key.application)
    assert heir.post("appointments/", booking(town), key="une").json() == first


def test_the_answer_is_kept_with_what_is_done(program, town):
    """In one transaction: no process can end between the two."""
    with CaptureQueriesContext(connection) as asked:
        program.post("appointments/", booking(town), key="une")
    kept = KeptAnswer.objects.get()
    assert kept.status == 201 and MadeByApi.objects.get().public_id in kept.answer
    assert sum("bookings_keptanswer" in each["sql"] for each in asked) == 1


def test_what_was_refused_is_answered_by_the_answer_not_tried_again(program, town):
    town.books()
    program.post("appointments/", booking(town), key="une")
    with CaptureQueriesContext(connection) as asked:
        again = program.post("appointments/", booking(town), key="une")
    assert again.status_code == 409 and "Idempotency-Replayed" in again
    assert not any('INSERT INTO "bookings_appointment"' in each["sql"] for each in asked)
