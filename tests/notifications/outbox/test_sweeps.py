"""The sweeps that clock and nudges ask for: without arguments, harmless twice, and honest about being late."""

import re
from datetime import timedelta
from threading import Event

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from kombu.exceptions import OperationalError

from bookings.models import JournalEntry
from mediation import celery
from notifications.bench.load import past_messages
from notifications.models import Message, SimulatedMessage
from notifications.outbox import delivery
from notifications.outbox.compose import compose
from notifications.outbox.readiness import age_of_oldest_due
from notifications.talk.conversation import receive
from notifications.talk.turn import Text
from notifications.tasks import compose_messages, deliver_messages, remind_people, wipe_old_messages
from tests.notifications.conftest import Town, build_town
from tests.people import TEN


def ahead(days: int = 3) -> dict[str, object]:
    """A booking made now for some days ahead, at ten."""
    now = timezone.now()
    return {"starts_at": TEN + timedelta(days=(now.date() - TEN.date()).days + days), "now": now}


def test_one_sweep_composes_and_delivers(town: Town) -> None:
    town.book(**ahead())
    compose_messages()
    assert SimulatedMessage.objects.count() == 1
    compose_messages()
    deliver_messages()
    remind_people()
    assert SimulatedMessage.objects.count() == 1


def test_a_reminder_that_is_due_is_sent_by_its_sweep(town: Town) -> None:
    town.book(**ahead(1))
    JournalEntry.objects.update(at=timezone.now() - timedelta(days=9), told_at=timezone.now())
    remind_people()
    assert Message.objects.filter(kind="reminder").count() == 1


def test_every_sweep_in_the_schedule_exists_and_takes_no_argument() -> None:
    current_app.loader.import_default_modules()
    for entry in django_settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in current_app.tasks
        assert not entry.get("args")
    assert set(django_settings.JOURNAL_READERS) <= set(current_app.tasks)


@pytest.fixture
def nudger(monkeypatch: pytest.MonkeyPatch) -> celery.Nudger:
    """A process that has asked for nothing yet."""
    fresh = celery.Nudger()
    monkeypatch.setattr(celery, "nudger", fresh)
    return fresh


@pytest.mark.django_db(transaction=True)
def test_a_fact_nudges_the_composer_once_it_is_committed(
    monkeypatch: pytest.MonkeyPatch, nudger: celery.Nudger
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(celery.app, "send_task", lambda task, **_: asked.append(task))
    build_town().book(**ahead())
    assert nudger.settled()
    assert asked == ["notifications.tasks.compose"]


@pytest.mark.django_db(transaction=True)
def test_an_sms_is_answered_without_waiting_for_the_clock(
    monkeypatch: pytest.MonkeyPatch, nudger: celery.Nudger
) -> None:
    build_town()
    asked: list[str] = []
    monkeypatch.setattr(celery.app, "send_task", lambda task, **_: asked.append(task))
    receive(Text("SM1", "+33639980001", "bonjour"), now=timezone.now())
    assert nudger.settled()
    assert "notifications.tasks.deliver" in asked


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_gone_does_not_keep_anybody_from_booking(
    monkeypatch: pytest.MonkeyPatch, nudger: celery.Nudger
) -> None:
    def gone(task: str, **options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(celery.app, "send_task", gone)
    build_town().book(**ahead())
    compose_messages()
    assert SimulatedMessage.objects.count() == 1
    assert nudger.settled()


@pytest.mark.django_db(transaction=True)
def test_no_page_waits_for_a_broker_that_hangs(
    monkeypatch: pytest.MonkeyPatch, nudger: celery.Nudger
) -> None:
    answered = Event()
    monkeypatch.setattr(celery.app, "send_task", lambda task, **_: answered.wait(10))
    town = build_town()
    town.book(**ahead())
    assert not nudger.settled(0.2)
    answered.set()
    assert nudger.settled()


def test_what_is_asked_for_at_once_goes_together(
    monkeypatch: pytest.MonkeyPatch, nudger: celery.Nudger
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(celery.app, "send_task", lambda task, **_: asked.append(task))
    for _ in range(50):
        nudger.ask("a sweep")
    assert nudger.settled()
    assert 1 <= len(asked) < 10


def test_readiness_tells_how_late_messages_are(client: Client, town: Town) -> None:
    assert age_of_oldest_due() == {"seconds": None, "late": False}
    town.book(**ahead())
    compose_messages()
    Message.objects.update(state="queued", due_at=timezone.now() - timedelta(minutes=6))
    assert age_of_oldest_due()["late"]
    assert client.get("/readyz").json()["status"] == "degraded"


def test_old_texts_of_the_simulator_and_old_messages_go(town: Town) -> None:
    town.book(**ahead())
    compose_messages()
    wipe_old_messages()
    assert (SimulatedMessage.objects.count(), Message.objects.count()) == (1, 1)
    SimulatedMessage.objects.update(received_at=timezone.now() - timedelta(days=8))
    Message.objects.update(created_at=timezone.now() - timedelta(days=800))
    wipe_old_messages()
    assert (SimulatedMessage.objects.count(), Message.objects.count()) == (0, 0)


MORE_THAN_VALUES_IN_A_STATEMENT = 66_000


@pytest.mark.postgresql
def test_years_of_messages_can_be_wiped_at_once(town: Town) -> None:
    past_messages(MORE_THAN_VALUES_IN_A_STATEMENT)
    Message.objects.update(created_at=timezone.now() - timedelta(days=800))
    wipe_old_messages()
    assert not Message.objects.exists()


@pytest.mark.postgresql
def test_an_idle_look_goes_by_the_index_whatever_the_moment_asked_for(town: Town) -> None:
    past_messages(MORE_THAN_VALUES_IN_A_STATEMENT)
    with CaptureQueriesContext(connection) as seen:
        assert not Message.objects.anything_due(timezone.now())
    asked = re.sub("'[^']*'::timestamptz", "$1", seen.captured_queries[-1]["sql"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE look (timestamptz) AS {asked}")
        cursor.execute("EXPLAIN EXECUTE look (now())")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("DEALLOCATE look")
    assert "message_due" in plan


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_has_taken_its_time_ends_and_asks_for_the_next(
    monkeypatch: pytest.MonkeyPatch, nudger: celery.Nudger
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(celery.app, "send_task", lambda task, **_: asked.append(task))
    town = build_town()
    for day in range(3, 6):
        town.book(**ahead(day))
    compose(now=timezone.now())
    assert nudger.settled()
    asked.clear()
    monkeypatch.setattr(delivery, "SWEEP_SECONDS", -1)
    assert delivery.deliver() == 0
    assert nudger.settled()
    assert (asked, Message.objects.filter(state="queued").count()) == (["notifications.tasks.deliver"], 3)
