"""Two hundred people press "book" for one time, through real web processes on PostgreSQL."""

import os
import socket
import subprocess
import sys
import threading
import time as clock
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bookings.models import Appointment, Commitment
from bookings.public import drafts
from mediation.models import Opening
from tests.people import a_mediator, a_site, a_topic, an_organisation
from tests.residents import take_address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

PEOPLE = 200


@pytest.fixture
def port() -> Iterator[int]:
    """Two gunicorn workers on the tests' own database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    database = connection.settings_dict
    where = f"{database['USER']}:{database['PASSWORD']}@{database['HOST'] or '127.0.0.1'}:{database['PORT']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE_URL": f"postgres://{where}/{database['NAME']}",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "mediation/gunicorn_conf.py", "--workers", "2"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{number}", "mediation.wsgi"],
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_alive(number)
        yield number
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_alive(port: int) -> None:
    until = clock.monotonic() + 60
    while clock.monotonic() < until:
        try:
            if _ask(port, "GET", "/healthz")[0] == 200:
                return
        except OSError:
            clock.sleep(0.2)
    pytest.fail("the web processes did not start")


def _ask(port: int, method: str, address: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    browser = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    browser.request(method, address, urlencode(form) if form else None, headers)
    answer = browser.getresponse()
    page = answer.read().decode()
    browser.close()
    return answer.status, page


def test_two_hundred_people_one_slot_one_appointment_and_no_error(port: int) -> None:
    site = a_site(an_organisation())
    lea, topic = a_mediator(site.organisation), a_topic()
    day = timezone.now().date() + timedelta(days=7)
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
    ten = datetime.combine(day, time(10), ZoneInfo(site.timezone))
    answers: list[int] = [0] * PEOPLE
    gate = threading.Barrier(PEOPLE)

    def press(number: int) -> None:
        form = {
            "relation": "self",
            "name": f"Personne {number}",
            "reach": "none",
            "draft": drafts.sign(drafts.new_id()),
        }
        gate.wait()
        answers[number] = _ask(port, "POST", take_address(topic, site, ten), form)[0]

    people = [threading.Thread(target=press, args=(number,)) for number in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=120)

    assert Counter(answers) == {302: 1, 409: PEOPLE - 1}
    assert Appointment.objects.count() == 1
    assert Commitment.objects.count() == 1
