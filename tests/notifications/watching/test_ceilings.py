"""A ceiling on a month's costs: who is warned, and what waits. What people count on goes in any case."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.people.who import WayToReach
from notifications.models import Ceiling, Message, State
from notifications.outbox import holding
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.tasks import watch_messages
from notifications.texts.kinds import MAY_BE_HELD, Kind
from notifications.watching.ceilings import reckon
from tests.notifications.conftest import Line, Town
from tests.notifications.outbox.test_sweeps import ahead
from tests.notifications.watching.test_message_pages import by, sent
from tests.sent_back import sends
from tests.sign_in import a_user

COUNTED_ON = {
    Kind.CONFIRMATION,
    Kind.REMINDER,
    Kind.MOVED,
    Kind.CANCELLED_BY_US,
    Kind.CANCELLED_BY_YOU,
    Kind.CODE,
}


def a_ceiling(town: Town, euros: str = "1") -> Ceiling:
    return Ceiling.objects.create(organisation=town.site.organisation, euros=Decimal(euros))


def spent(town: Town) -> None:
    """Thirteen parts at 8 cents: more than a euro."""
    sent(waiting(town, 9, name="Jean"), parts=13, due_at=None, to="", subject="", body="")


@pytest.fixture
def spare(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if confirmations were offers: no kind of today may be held."""
    monkeypatch.setattr(holding, "MAY_BE_HELD", frozenset({Kind.CONFIRMATION}))


def waiting(town: Town, days: int = 3, **fields: Any) -> Message:
    """A message that has not been looked at yet."""
    town.book(**ahead(days), **fields)
    compose(now=timezone.now())
    return Message.objects.latest("pk")


def test_nothing_that_people_count_on_may_be_held() -> None:
    assert not MAY_BE_HELD & COUNTED_ON


def test_over_the_ceiling_what_people_count_on_goes(town: Town, line: Line) -> None:
    a_ceiling(town)
    spent(town)
    reckon(now=timezone.now())
    assert Ceiling.objects.get().reached == timezone.localdate().replace(day=1)
    waiting(town)
    deliver()
    assert len(line.taken) == 1


@pytest.mark.usefixtures("spare")
def test_over_the_ceiling_an_offer_waits_and_goes_when_it_is_raised(
    client: Client, town: Town, line: Line
) -> None:
    ceiling = a_ceiling(town)
    spent(town)
    reckon(now=timezone.now())
    message = waiting(town)
    deliver()
    message.refresh_from_db()
    assert line.taken == [] and (message.state, message.why) == (State.QUEUED, "over_ceiling")
    by(client, "coordinator", town.site.organisation)
    assert (
        "le plafond des coûts du mois est atteint" in client.get(reverse("staff_messages")).content.decode()
    )
    sends(client, reverse("staff_ceiling", args=[ceiling.organisation_id]), {"euros": "50"})
    later = timezone.now() + timedelta(minutes=61)
    deliver(clock=lambda: later)
    message.refresh_from_db()
    assert len(line.taken) == 1 and (message.state, message.why) == (State.SENT, "")


@pytest.mark.usefixtures("spare")
def test_an_offer_that_waited_too_long_ends_and_says_why(town: Town, line: Line) -> None:
    a_ceiling(town)
    spent(town)
    reckon(now=timezone.now())
    message = waiting(town)
    deliver()
    deliver(clock=lambda: message.expires_at)
    message.refresh_from_db()
    assert line.taken == [] and (message.state, message.why) == (State.EXPIRED, "over_ceiling")


@pytest.mark.usefixtures("spare")
def test_an_offer_by_e_mail_costs_nothing_and_goes(town: Town, line: Line) -> None:
    a_ceiling(town)
    spent(town)
    reckon(now=timezone.now())
    waiting(town, reach=WayToReach("email", "amina@example.org"))
    deliver()
    assert len(line.taken) == 1


@pytest.mark.usefixtures("spare")
def test_an_offer_of_another_structure_or_of_the_next_month_goes(town: Town, line: Line) -> None:
    a_ceiling(town)
    spent(town)
    reckon(now=timezone.now())
    Ceiling.objects.update(reached=(timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1))
    waiting(town)
    deliver()
    assert len(line.taken) == 1


def test_where_nothing_may_be_held_a_claim_asks_nothing_more(town: Town) -> None:
    message = waiting(town)
    with CaptureQueriesContext(connection) as captured:
        assert holding.held([message], timezone.now()) == set()
    assert len(captured) == 0


def test_a_structure_without_a_coordinator_has_the_territorys_warned(town: Town) -> None:
    a_ceiling(town)
    spent(town)
    metro = a_user("metro_coordinator", None)
    watch_messages()
    watch_messages()
    assert [letter.to for letter in mail.outbox] == [[metro.email]]


def test_a_warning_that_cannot_leave_is_tried_again(town: Town, settings: Any) -> None:
    a_ceiling(town)
    spent(town)
    a_user("coordinator", town.site.organisation)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    reckon(now=timezone.now())
    settings.EMAIL_BACKEND = backend
    reckon(now=timezone.now())
    reckon(now=timezone.now())
    assert len(mail.outbox) == 1
