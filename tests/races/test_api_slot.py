"""Two hundred programs and fifty people on the web want one time, through real web processes on PostgreSQL."""

import threading
from collections import Counter
from datetime import datetime, time, timedelta
from http.client import HTTPConnection
from json import dumps, loads
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bookings.models import Appointment, Commitment, KeptAnswer, MadeByApi
from bookings.public import drafts
from mediation.models import Opening, Site, Topic
from tests.people import a_mediator, a_site, a_topic, an_organisation
from tests.programs import Program
from tests.races.test_http_slot import port
from tests.races.web import ask
from tests.residents import take_address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

PROGRAMS, PEOPLE = 200, 50
__all__ = ["port"]


def _free_ten(site: Site) -> datetime:
    lea, day = a_mediator(site.organisation), timezone.now().date() + timedelta(days=7)
    for each in (day, day + timedelta(days=1)):
        Opening.objects.create(
            mediator=lea,
            site=site,
            first_day=each,
            opens=time(9),
            closes=time(12),
            repeat_weeks=0,
            on_holidays=True,
        )
    return datetime.combine(day, time(10), ZoneInfo(site.timezone))


def _book(
    port: int, program: Program, topic: Topic, site: Site, at: datetime, number: int
) -> tuple[int, int]:
    """The status, and how many other times were named."""
    status, said = _sent(port, program, topic, site, at, name=f"Personne {number}", key=f"clef-{number}")
    return status, len(said.get("alternatives", []))


def _sent(
    port: int, program: Program, topic: Topic, site: Site, at: datetime, *, name: str, key: str
) -> tuple[int, dict[str, Any]]:
    """The status and what was answered."""
    body = {
        "topic": topic.public_id,
        "site": site.public_id,
        "starts_at": at.isoformat(),
        "people": [{"name": name}],
        "reach": {"kind": "none"},
    }
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {program.secret}",
        "Idempotency-Key": key,
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=90)
    connection.request("POST", "/api/v1/appointments/", dumps(body), headers)
    answer = connection.getresponse()
    said = loads(answer.read())
    connection.close()
    return answer.status, said


def test_one_of_them_all_gets_it_and_every_other_hears_of_three_more(port: int) -> None:
    site, topic = a_site(an_organisation()), a_topic()
    ten, programs = _free_ten(site), [Program(site.organisation) for _each in range(4)]
    answers: list[tuple[int, int]] = [(0, 0)] * (PROGRAMS + PEOPLE)
    gate, address = threading.Barrier(PROGRAMS + PEOPLE), take_address(topic, site, ten)

    def press(number: int) -> None:
        gate.wait(timeout=120)
        if number < PROGRAMS:
            answers[number] = _book(port, programs[number % 4], topic, site, ten, number)
            return
        form = {"relation": "self", "name": f"Personne {number}", "reach": "none"}
        form["draft"] = drafts.sign(drafts.new_id())
        answers[number] = (ask(port, "POST", address, form).status, 3)

    callers = [threading.Thread(target=press, args=(number,)) for number in range(PROGRAMS + PEOPLE)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(timeout=120)

    by_programs, by_people = (
        Counter(answers[:PROGRAMS]),
        Counter(status for status, _three in answers[PROGRAMS:]),
    )
    assert set(by_programs) <= {(201, 0), (409, 3)} and set(by_people) <= {302, 409}
    assert by_programs[(201, 0)] + by_people[302] == 1
    assert Appointment.objects.count() == Commitment.objects.count() == 1
    assert MadeByApi.objects.count() == by_programs[(201, 0)]
    assert KeptAnswer.objects.filter(status=None).count() == 0 and KeptAnswer.objects.count() == PROGRAMS


def test_a_request_sent_twenty_times_at_once_is_one_appointment_and_one_answer(port: int) -> None:
    site, topic = a_site(an_organisation()), a_topic()
    ten, program = _free_ten(site), Program(site.organisation)
    answers: list[tuple[int, dict[str, Any]]] = [(0, {})] * 20
    gate = threading.Barrier(len(answers))

    def press(number: int) -> None:
        """Every fourth says somebody else under the same key."""
        gate.wait(timeout=120)
        name = "Jean Fictif" if number % 4 == 0 else "Amina Essai"
        answers[number] = _sent(port, program, topic, site, ten, name=name, key="une")

    callers = [threading.Thread(target=press, args=(number,)) for number in range(len(answers))]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(timeout=120)

    booked = [said for status, said in answers if status == 201]
    refused = [said["type"].rsplit("/", 2)[-2:] for status, said in answers if status != 201]
    assert Appointment.objects.count() == KeptAnswer.objects.count() == MadeByApi.objects.count() == 1
    assert len(booked) in (5, 15) and all(said == booked[0] for said in booked)
    assert all("idempotency-key-reused" in said for said in refused)
