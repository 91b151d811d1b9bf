"""A small town with a telephone: one site, one mediator, residents who book there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from bookings.actions.book import book
from bookings.models import Appointment
from bookings.people.who import RESIDENT_ON_WEB, Actor, Participant, WayToReach
from mediation.models import Mediator, Site, Territory, Topic
from notifications.channels import contract
from notifications.channels import forget as forget_channels
from notifications.channels.contract import Accepted, InDoubt
from notifications.models import BY_THE_TEAM
from notifications.outbox import delivery
from tests import people
from tests.notifications.caller import TOKEN


@dataclass
class Town:
    """The ground under the tests."""

    site: Site
    mediator: Mediator
    topic: Topic

    def book(
        self,
        starts_at: datetime = people.TEN,
        *,
        by: Actor = RESIDENT_ON_WEB,
        now: datetime = people.FRIDAY_BEFORE,
        name: str = "Amina",
        reach: WayToReach | None = None,
        **fields: Any,
    ) -> Appointment:
        """An appointment of a resident with a mobile of their own, at any minute: what is said does not ask how it came."""
        fields = {"offered": True} | fields
        wish = people.wish(
            self.topic,
            self.site,
            starts_at,
            participants=[Participant(name)],
            reach=reach or WayToReach("mobile", people.AMINA_MOBILE),
            **fields,
        )
        return book(wish, by=by, now=now, idempotency_key=f"{name}-{starts_at.isoformat()}")


@pytest.fixture
def town(db: None) -> Town:
    """A town that is open every day."""
    return build_town()


def build_town() -> Town:
    """Open every day from 8 to 18, for long."""
    Territory.objects.create(
        name="Rennes Métropole",
        service_name="Rendez-vous numérique",
        sms_name="RDV numérique",
        phone="+33261910000",
    )
    organisation = people.an_organisation()
    site = people.a_site(organisation)
    people.with_room(site, 100)
    mediator = people.a_mediator(organisation)
    topic = people.a_topic(notice_min=0, horizon_days=400)
    for day in range(2, 9):
        people.receives(mediator, site, 8, 18, first_day=date(2026, 3, day), on_holidays=True)
    return Town(site, mediator, topic)


@pytest.fixture(autouse=True)
def _channels_anew() -> None:
    """Settings of one test do not stay in the channels of the next."""
    forget_channels()


@pytest.fixture
def clock(settings: Any) -> Iterator[time_machine.Traveller]:
    """It is the Friday before, ten in the morning; webhooks are signed with the tests' own token."""
    settings.TWILIO_AUTH_TOKEN = TOKEN
    with time_machine.travel(people.FRIDAY_BEFORE, tick=False) as clock:
        yield clock


class Line:
    """A provider whose answers the test decides: what it raises, or that it takes the message."""

    seconds = 10.0
    remote = False

    def __init__(self) -> None:
        self.answers: list[Exception] = []
        self.taken: list[contract.Outgoing] = []
        self.asked = 0
        self.lies_dead = False

    def send(self, message: contract.Outgoing) -> Accepted:
        answer = self.answers.pop(0) if self.answers else None
        if answer is None or isinstance(answer, InDoubt):
            self.taken.append(message)
        if answer is not None:
            raise answer
        return Accepted(f"SM{len(self.taken)}")

    def find(self, message: contract.Outgoing) -> Accepted | None:
        self.asked += 1
        if self.lies_dead:
            raise InDoubt("dead")
        found = [taken for taken in self.taken if (taken.to, taken.body) == (message.to, message.body)]
        return Accepted("SMfound") if found else None

    def follow(self, provider_id: str) -> Accepted | None:
        self.asked += 1
        return None


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    line = Line()
    monkeypatch.setattr(delivery, "channel_for", lambda name: None if name in BY_THE_TEAM else line)
    return line
