"""Two hundred people press "book" for one time, through real web processes on PostgreSQL."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bookings.models import Appointment, Commitment
from bookings.public import drafts
from mediation.models import Opening
from tests.people import a_mediator, a_site, a_topic, an_organisation
from tests.races.web import ask, web_processes
from tests.residents import take_address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

PEOPLE = 200


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Two gunicorn workers on the tests' own database."""
    with web_processes(tmp_path / "web.log") as number:
        yield number


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
    gate, address = threading.Barrier(PEOPLE), take_address(topic, site, ten)

    def press(number: int) -> None:
        form = {
            "relation": "self",
            "name": f"Personne {number}",
            "reach": "none",
            "draft": drafts.sign(drafts.new_id()),
        }
        gate.wait(timeout=120)
        answers[number] = ask(port, "POST", address, form).status

    people = [threading.Thread(target=press, args=(number,)) for number in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=120)

    assert Counter(answers) == {302: 1, 409: PEOPLE - 1}
    assert Appointment.objects.count() == 1
    assert Commitment.objects.count() == 1
