"""Faults fall upon real workers, clocks, Redis and PostgreSQL: no message is lost, none goes twice.

`make faults` runs them on services of their own, which they break; MESSAGES, TIMES and DOWN (seconds without a broker)
make them longer.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections
from django.utils import timezone

from bookings.models import JournalEntry
from bookings.people.who import WayToReach
from notifications.models import Message, State
from tests.faults.callbacks import Reporter
from tests.faults.processes import Broker, Fleet, free_port, keep, restart_postgresql, restore, until
from tests.notifications.conftest import Town, build_town
from tests.notifications.twilio_stub import Stub, a_twilio
from tests.people import TEN

MESSAGES = int(os.environ.get("MESSAGES", "300"))
pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(max(900, MESSAGES * 6)),
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("turn", range(int(os.environ.get("TIMES", "1")))),
]
DOWN_S = float(os.environ.get("DOWN", "5"))
KILLS = 20
TOKEN = "a-token-of-tests"
A_DAY = 9
"""Appointments a day of the one mediator: as many as fit before and after a clock change."""

_booked: dict[int, Town] = {}


def _number(turn: int) -> str:
    return f"06 39 98 {turn // 100 % 100:02d} {turn % 100:02d}"


class Scene:
    """A town with people to tell, the stand-in that counts, and the processes."""

    def __init__(self, town: Town, twilio: Stub, broker: Broker, fleet: Fleet) -> None:
        self.town, self.twilio, self.broker, self.fleet = town, twilio, broker, fleet
        self.booked = 0

    def book(self, count: int = MESSAGES) -> None:
        """So many people more. Before anything runs it is the same for every scene: done once, and copied."""
        if self.booked or self.fleet.running:
            self._book(count)
        elif count in _booked:
            self.town = _booked[count]
            restore(f"booked_{count}")
        else:
            self._book(count)
            _booked[count] = self.town
            keep(f"booked_{count}")
        self.booked += count

    def _book(self, count: int) -> None:
        now = timezone.now()
        first = TEN + timedelta(days=(now.date() - TEN.date()).days + 3, hours=-2)
        for turn in range(self.booked, self.booked + count):
            at = first + timedelta(days=turn // A_DAY, hours=turn % A_DAY)
            self.town.book(at, now=now, name=f"Zénobie {turn}", reach=WayToReach("mobile", _number(turn)))

    def start(self, *, workers: int = 2, clocks: int = 1) -> None:
        for _ in range(workers):
            self.fleet.worker()
        for _ in range(clocks):
            self.fleet.clock()

    def settled(self) -> bool:
        try:
            # Facts first: one that becomes messages between the two questions is seen by the second.
            if JournalEntry.objects.filter(told_at__isnull=True).exists():
                return False
            return not Message.objects.filter(state__in=[State.QUEUED, State.SENDING]).exists()
        except OperationalError:
            connections.close_all()
            return False

    def some_are_out(self, share: float = 0.2) -> None:
        assert until(lambda: len(self.twilio.taken) >= share * self.booked, 60)

    def one_more_is_out(self) -> None:
        out = len(self.twilio.taken)
        until(lambda: len(self.twilio.taken) > out or self.settled(), 12)

    def each_once(self, *, seconds: float = 120.0, ends_as: tuple[State, ...] = (State.SENT,)) -> None:
        """Nothing lost, nothing extra, nobody's number or text in what the processes wrote."""
        assert until(self.settled, seconds + 0.1 * MESSAGES), Counter(
            Message.objects.values_list("state", "in_doubt")
        )
        copies = Counter(taken["Body"] for taken in self.twilio.taken)
        assert [copy for copy in copies.values() if copy != 1] == []
        assert len(copies) == self.booked == Message.objects.filter(state__in=ends_as).count()
        assert self.fleet.all_alive()
        self.nobody_is_named()

    def nobody_is_named(self) -> None:
        written = self.fleet.written.read_text(errors="replace")
        assert "celery" in written
        texts = {taken["Body"] for taken in self.twilio.taken}
        numbers = {taken["To"].removeprefix("+33") for taken in self.twilio.taken}
        assert [text for text in (*texts, *numbers, "Zénobie", "/r/") if text in written] == []


@pytest.fixture
def scene(transactional_db: None, tmp_path: Path) -> Iterator[Scene]:
    database = connection.settings_dict
    place = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    broker = Broker(tmp_path)
    with a_twilio() as (twilio, address):
        environment = {
            "PUBLIC_URL": f"http://127.0.0.1:{free_port()}",
            "DJANGO_SETTINGS_MODULE": "mediation.settings",
            "DATABASE_URL": f"postgres://{database['USER']}@{place}",
            "REDIS_URL": broker.url,
            "DEMO": "false",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_SMS_FROM": "+33939980000",
            "TWILIO_API_URL": address,
            "TWILIO_TIMEOUT": "1",
            "MESSAGE_LOOKUP_LAG": "3",
            "MESSAGE_LEASE_MARGIN": "1",
            "MESSAGE_SWEEP_SECONDS": "1",
        }
        fleet = Fleet(environment, tmp_path)
        broker.start()
        twilio.delay_s = 0.05
        # Composed with Twilio's name in the workers: this process only books.
        assert settings.PUBLIC_URL
        try:
            yield Scene(build_town(), twilio, broker, fleet)
        finally:
            fleet.stop()
            broker.kill()


def test_a_worker_killed_twenty_times_between_sending_and_recording(scene: Scene, turn: int) -> None:
    scene.twilio.delay_s = 0.3
    scene.book()
    scene.start(workers=0)
    in_doubt = 0
    for _ in range(KILLS):
        worker = scene.fleet.worker()
        scene.one_more_is_out()
        scene.fleet.kill(worker)
        in_doubt += Message.objects.filter(in_doubt=True).exists()
    scene.start(workers=1, clocks=0)
    scene.each_once()
    assert in_doubt >= KILLS // 2


def test_a_worker_is_asked_to_stop_ten_times_under_way(scene: Scene, turn: int) -> None:
    scene.twilio.delay_s = 0.3
    scene.book()
    scene.start(workers=0)
    for _ in range(KILLS // 2):
        worker = scene.fleet.worker()
        scene.one_more_is_out()
        scene.fleet.end(worker)
    scene.start(workers=1, clocks=0)
    scene.each_once()


def test_redis_forgets_everything_and_restarts(scene: Scene, turn: int) -> None:
    # Long enough for the clock to ask for more sweeps behind the one under way.
    scene.twilio.delay_s = 0.3
    scene.book()
    scene.start()
    scene.some_are_out()
    time.sleep(2)
    scene.broker.flush()
    scene.broker.kill()
    time.sleep(1)
    scene.broker.start()
    scene.book(20)
    scene.each_once()


def test_the_broker_is_down_for_a_while(scene: Scene, turn: int) -> None:
    scene.start()
    scene.broker.kill()
    scene.book()
    time.sleep(DOWN_S)
    scene.broker.start()
    scene.each_once()


def test_postgresql_restarts_in_the_middle(scene: Scene, turn: int) -> None:
    scene.twilio.delay_s = 0.3
    scene.book()
    scene.start()
    scene.some_are_out()
    restart_postgresql()
    scene.each_once()


@pytest.mark.parametrize(
    "fault", ["accept then reset", "accept then hang", "hang then accept", "accept then 503", "reset"]
)
def test_one_call_in_five_ends_in_doubt(scene: Scene, turn: int, fault: str) -> None:
    bad = random.Random(turn)
    scene.twilio.behaviours = [fault if bad.random() < 0.2 else "" for _ in range(MESSAGES)]
    scene.book()
    scene.start()
    scene.each_once()


def test_a_storm_of_too_many_requests(scene: Scene, turn: int) -> None:
    scene.twilio.behaviours = ["20429"] * 60
    scene.book()
    scene.start()
    scene.each_once(seconds=240)


def test_everything_fails_at_once(scene: Scene, turn: int) -> None:
    bad = random.Random(turn)
    faults = ["20429", "accept then reset", "reset", "hang then accept", "accept then 503", "500"]
    scene.twilio.behaviour = lambda: bad.choice(faults) if bad.random() < 0.25 else ""
    scene.book()
    scene.start(workers=1)
    for number in range(6):
        worker = scene.fleet.worker()
        scene.one_more_is_out()
        scene.fleet.kill(worker)
        if number % 3 == 1:
            scene.broker.flush()
    restart_postgresql()
    scene.each_once()


def test_ten_workers_and_two_clocks(scene: Scene, turn: int) -> None:
    scene.book()
    scene.start(workers=10, clocks=2)
    scene.each_once()


def test_numbers_that_do_not_exist_are_left_to_the_team_and_nobody_else_waits(
    scene: Scene, turn: int
) -> None:
    scene.twilio.behaviours = ["21211", ""] * (MESSAGES // 2)
    scene.book()
    scene.start()
    sms = Message.objects.filter(channel="sms")
    assert until(
        lambda: sms.filter(state__in=[State.SENT, State.FAILED]).count() == scene.booked, 120 + 0.1 * MESSAGES
    ), Counter(sms.values_list("state", flat=True))
    copies = Counter(taken["Body"] for taken in scene.twilio.taken)
    assert set(copies.values()) == {1}
    assert len(copies) == sms.filter(state=State.SENT).count() == MESSAGES // 2
    assert Message.objects.filter(channel="people").count() == MESSAGES // 2
    scene.nobody_is_named()


def test_reports_come_twice_shuffled_forged_or_never_and_states_only_go_forward(
    scene: Scene, turn: int
) -> None:
    scene.book()
    scene.fleet.web()
    scene.start()
    reporter = Reporter(scene.twilio, TOKEN, random.Random(turn))
    scene.each_once(ends_as=(State.SENT, State.DELIVERED))
    reporter.stop()
    assert reporter.answers == {204, 403}
    unheard_of = Message.objects.filter(state=State.SENT).values_list("provider_id", flat=True)
    assert set(unheard_of) == {f"SM{index:032d}" for index in reporter.dropped}
    assert Message.objects.filter(state=State.DELIVERED).count() == scene.booked - len(reporter.dropped)
    scene.nobody_is_named()


@pytest.mark.parametrize("seconds", [3600, -30])
def test_the_machine_s_clock_is_put_forward_or_back_while_calls_are_under_way(
    scene: Scene, turn: int, seconds: int
) -> None:
    bad = random.Random(turn)
    scene.twilio.behaviours = ["accept then reset" if bad.random() < 0.2 else "" for _ in range(MESSAGES)]
    scene.twilio.delay_s = 0.3
    scene.fleet.on_a_clock_of_ours()
    scene.book()
    scene.start()
    scene.some_are_out()
    scene.fleet.clock_is_put(seconds)
    scene.each_once()
    told = Message.objects.latest("sent_at").sent_at
    assert told is not None and abs(told - timezone.now() - timedelta(seconds=seconds)) < timedelta(minutes=5)
