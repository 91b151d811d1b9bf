"""PostgreSQL is cut off under real web processes: everybody reads what to do, nothing typed is lost, and it goes on by itself."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from bookings.locks import Scope
from bookings.models import Appointment, CallBack
from mediation.models import Territory
from tests import people
from tests.bookings.api.bodies import booking
from tests.programs import Program, slug_of
from tests.races.relay import Relay, relay_to
from tests.races.web import Answer, ask, web_processes
from tests.referring import a_partner
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
PHONE = "02\u00a061\u00a091\u00a000\u00a000"
CALL = {"name": "Amina Essai", "phone": "06 39 98 00 01", "when": "le matin"}


@pytest.fixture
def territory() -> Territory:
    """The service, with its telephone."""
    return Territory.objects.create(
        name="Territoire d’essai", service_name="Rendez-vous", sms_name="RDV", phone="+33261910000"
    )


@pytest.fixture
def wire(territory: Territory) -> Iterator[Relay]:
    """Between the web processes and the database."""
    known = connection.settings_dict
    with relay_to(known["HOST"] or "127.0.0.1", int(known["PORT"])) as relay:
        yield relay


@pytest.fixture
def port(wire: Relay, tmp_path: Path) -> Iterator[int]:
    """One worker, so that it has met the database before."""
    with web_processes(tmp_path / "web.log", database=f"127.0.0.1:{wire.port}", workers=1) as number:
        yield number


def hidden(page: str) -> dict[str, str]:
    """The fields that go along to the next try."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def draft_on(page: str) -> str:
    """The signed id of a resident's form."""
    found = re.search(r'name="draft" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def is_said(answer: Answer, words: str) -> None:
    """503, in these words, with the telephone, and no trace."""
    assert answer.status == 503 and words in answer.page and PHONE in answer.page
    assert int(answer.headers["Retry-After"]) > 0 and answer.headers["Cache-Control"] == "no-store"
    assert "OperationalError" not in answer.page and "127.0.0.1:" not in answer.page


def to_book(program: Program, town: Town, day: date) -> dict[str, Any]:
    """The request of a program, whole."""
    body = {
        "topic": town.topic.public_id,
        "site": town.site.public_id,
        "starts_at": datetime.combine(day, time(10), ZoneInfo("Europe/Paris")).isoformat(),
        "people": [{"name": "Amina Essai"}],
        "reach": {"kind": "none"},
    }
    said = {
        "Authorization": f"Bearer {program.secret}",
        "Idempotency-Key": "une-fois",
        "Content-Type": "application/json",
    }
    return {"body": json.dumps(body), "headers": said}


def test_whoever_asks_meanwhile_reads_what_to_do_and_a_form_is_sent_again_as_it_was(
    port: int, wire: Relay
) -> None:
    form = {**CALL, "draft": draft_on(ask(port, "GET", "/etre-rappele/").page)}
    wire.cut()
    sent = ask(port, "POST", "/etre-rappele/", form)
    is_said(sent, "Vos réponses ne sont pas perdues")
    assert hidden(sent.page) == form
    is_said(ask(port, "GET", "/mon-rendez-vous/abcdefgh/"), "Essayer encore")
    is_said(ask(port, "GET", "/en/mon-rendez-vous/abcdefgh/"), '<html lang="en"')
    is_said(ask(port, "GET", "/equipe/", headers={"Cookie": f"sessionid={'a' * 32}"}), "Essayer encore")
    signs_in = {"login": "lea@exemple.org", "password": "secret-typed"}
    assert "secret-typed" not in ask(port, "POST", "/compte/login/", signs_in).page

    wire.join_again()
    assert ask(port, "POST", "/etre-rappele/", hidden(sent.page)).status == 302
    assert CallBack.objects.get().name == CALL["name"]


def test_a_program_hears_when_to_ask_again_and_its_key_books_once_it_is_back(port: int, wire: Relay) -> None:
    town, program = Town(), Program(a_partner())
    day = timezone.localdate() + timedelta(days=7)
    town.lea.openings.update(first_day=day, opens=time(9), closes=time(12), repeat_weeks=0, on_holidays=True)
    request = to_book(program, town, day)
    wire.cut()
    answer = ask(port, "POST", "/api/v1/appointments/", **request)
    assert answer.status == 503 and answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.page)["type"].endswith("/busy/") and int(answer.headers["Retry-After"]) > 0
    wire.join_again()
    answers = [ask(port, "POST", "/api/v1/appointments/", **request).status for _twice in range(2)]
    assert answers == [201, 201] and Appointment.objects.count() == 1


def test_a_lock_that_somebody_keeps_is_answered_too_and_the_key_books_afterwards(
    territory: Territory,
) -> None:
    with time_machine.travel(people.FRIDAY_BEFORE):
        town, program = Town(), Program(a_partner())
        somebody = connection.copy()
        somebody.set_autocommit(False)
        try:
            with somebody.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [Scope.MEDIATOR, town.lea.pk])
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'")
            answer = program.post("appointments/", booking(town), key="une")
        finally:
            somebody.close()
        assert answer.status_code == 503 and slug_of(answer) == "busy" and int(answer["Retry-After"]) > 0
        assert not Appointment.objects.exists()
        assert program.post("appointments/", booking(town), key="une").status_code == 201
        connection.close()
