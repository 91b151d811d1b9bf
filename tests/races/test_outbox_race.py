"""Several workers at once: each message goes out once, on PostgreSQL and on SQLite."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from bookings.actions.move import move
from bookings.models import Appointment
from bookings.people.who import RESIDENT_ON_WEB
from notifications.channels.contract import Accepted, Outgoing
from notifications.models import Message, State
from notifications.outbox import delivery
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from tests.notifications.conftest import Town, build_town
from tests.people import FRIDAY_BEFORE, TEN

NOW = FRIDAY_BEFORE + timedelta(minutes=1)
PEOPLE = 40
WORKERS = 4


class Ledger:
    """A provider that counts how often each body was taken."""

    seconds = 10.0
    remote = True

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.lock = threading.Lock()

    def send(self, message: Outgoing) -> Accepted:
        with self.lock:
            self.taken[message.body] += 1
        return Accepted(message.reference)

    def find(self, message: Outgoing) -> Accepted | None:
        return Accepted(message.reference) if self.taken[message.body] else None

    def follow(self, provider_id: str) -> Accepted | None:
        return None


def at_once(work: Callable[[], object]) -> None:
    """The same work by several threads that start together, each with its own connection."""
    errors: list[Exception] = []
    together = threading.Barrier(WORKERS)

    def run() -> None:
        try:
            together.wait(10)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []


@pytest.fixture
def busy_town(transactional_db: None) -> Town:
    town = build_town()
    for turn in range(PEOPLE):
        town.book(TEN + timedelta(days=turn // 8, hours=turn % 8), name=f"Resident {turn}")
    return town


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    ledger = Ledger()
    monkeypatch.setattr(delivery, "channel_for", lambda name: ledger)
    return ledger


def test_four_workers_compose_and_deliver_each_message_once(busy_town: Town, ledger: Ledger) -> None:
    def work() -> None:
        compose(now=NOW)
        deliver(clock=lambda: NOW, at_once=4)

    at_once(work)
    work()
    assert Message.objects.filter(state=State.SENT).count() == PEOPLE
    assert len(ledger.taken) == PEOPLE
    assert set(ledger.taken.values()) == {1}


def test_nobody_is_told_of_the_old_time_once_a_move_is_made(busy_town: Town, ledger: Ledger) -> None:
    """Moves and deliveries at once: what a worker claims after a move has been committed is the new time."""
    compose(now=NOW)
    old = dict(Message.objects.values_list("body", "appointment_id"))
    sent_before: dict[int, bool] = {}
    waiting = list(Appointment.objects.order_by("pk"))
    turn = threading.Lock()

    def move_some() -> None:
        while True:
            with turn:
                if not waiting:
                    return
                appointment = waiting.pop()
            move(
                appointment, starts_at=appointment.starts_at + timedelta(days=30), by=RESIDENT_ON_WEB, now=NOW
            )
            claimed = Message.objects.filter(appointment=appointment, version=1).exclude(state=State.QUEUED)
            sent_before[appointment.pk] = claimed.exists()

    roles = iter([move_some, move_some, *[lambda: deliver(clock=lambda: NOW, at_once=4)] * (WORKERS - 2)])
    at_once(lambda: next(roles)())
    compose(now=NOW)
    deliver(clock=lambda: NOW)
    late = [old[body] for body in ledger.taken if body in old and not sent_before[old[body]]]
    assert late == []
    assert Message.objects.filter(kind="moved", state=State.SENT).count() == PEOPLE
    assert set(ledger.taken.values()) == {1}


def test_two_clocks_write_each_reminder_once(busy_town: Town, ledger: Ledger) -> None:
    compose(now=NOW)
    Message.objects.all().delete()
    at_once(lambda: remind(now=NOW + timedelta(days=2)))
    written = Message.objects.count()
    assert written > 8
    assert Message.objects.values("appointment", "rule").distinct().count() == written
