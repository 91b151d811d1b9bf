"""A small town with a telephone: one site, one mediator, residents who book there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from bookings.actions.book import book
from bookings.models import Appointment
from bookings.people import RESIDENT_ON_WEB, Actor, Participant, WayToReach
from mediation.models import Mediator, Site, Territory, Topic
from notifications.channels import forget as forget_channels
from tests import people


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
        """An appointment of a resident with a mobile of their own."""
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
