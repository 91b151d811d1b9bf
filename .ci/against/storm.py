"""Everything fails at once: four hundred people are to be told, until the last has been.

For the first minute workers are killed, Redis is flushed and the database restarts; all the while one request in four is
refused, reset (taken or not), left hanging or answered with nonsense, and no receipt ever comes. Who is told twice, or is not
told, fails the measure. A build that is not through after LIMIT seconds counts as that.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles
from typing import Any

import django

COUNT = int(os.environ.get("MESSAGES", "400"))
LIMIT = float(os.environ.get("LIMIT", "1200"))
FAULTS_S, A_DAY = 60, 9
_TIMES = {"TWILIO_TIMEOUT": "2", "MESSAGE_LOOKUP_LAG": "15", "MESSAGE_LEASE_MARGIN": "4"}
_FAULTS = {
    "20429": 0.10,
    "accept then reset": 0.05,
    "reset": 0.03,
    "accept then hang": 0.02,
    "hang then accept": 0.02,
    "accept then 503": 0.02,
    "500": 0.02,
}


def main() -> None:
    environment = {
        "DJANGO_SETTINGS_MODULE": "mediation.settings",
        "DEMO": "false",
        "PUBLIC_URL": "http://127.0.0.1:9",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "bench-only",
        "TWILIO_SMS_FROM": "+33939980000",
        **_TIMES,
    }
    os.environ.update(environment)
    django.setup()
    from tests.faults.processes import Broker, Fleet
    from tests.notifications.twilio_stub import a_twilio

    _forget()
    with tempfile.TemporaryDirectory() as folder, a_twilio() as (twilio, address):
        drawn = random.Random(4)  # noqa: S311 - the same storm for both
        twilio.behaviour = lambda: _one_of(drawn)
        twilio.delay_s = 0.05
        broker = Broker(Path(folder))
        broker.start()
        fleet = Fleet({**environment, "REDIS_URL": broker.url, "TWILIO_API_URL": address}, Path(folder))
        try:
            _book()
            seconds = _storm(twilio, broker, fleet)
        finally:
            fleet.stop()
            broker.kill()
        _each_once(twilio, seconds)
    _say(seconds)


def _one_of(drawn: random.Random) -> str:
    return drawn.choices([*_FAULTS, ""], [*_FAULTS.values(), 1 - sum(_FAULTS.values())])[0]


def _forget() -> None:
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


def _book() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from tests.notifications.conftest import build_town
    from tests.people import TEN

    try:
        from bookings.people.who import WayToReach
    except ImportError:
        from bookings.people import WayToReach

    town, now = build_town(), timezone.now()
    first = TEN + timedelta(days=(now.date() - TEN.date()).days + 3, hours=-2)
    for turn in range(COUNT):
        at = first + timedelta(days=turn // A_DAY, hours=turn % A_DAY)
        number = f"06 39 98 {turn // 100:02d} {turn % 100:02d}"
        town.book(at, now=now, name=f"Zénobie {turn}", reach=WayToReach("mobile", number))


def _storm(twilio: Any, broker: Any, fleet: Any) -> float:
    """Seconds until nothing waits any more."""
    from tests.faults.processes import restart_postgresql

    workers = [fleet.worker(), fleet.worker()]
    fleet.clock()
    began, turn = time.monotonic(), 0
    while time.monotonic() < began + FAULTS_S:
        time.sleep(6)
        turn += 1
        fleet.kill(workers.pop(0))
        workers.append(fleet.worker())
        if turn % 3 == 0:
            broker.flush()
        if turn == 4:
            broker.kill()
            broker.start()
        if turn == 6:
            restart_postgresql()
    while _waiting() and time.monotonic() < began + LIMIT:
        time.sleep(0.5)
    return time.monotonic() - began


def _waiting() -> int:
    from django.db import OperationalError, connections

    from bookings.models import JournalEntry
    from notifications.models import Message

    try:
        unread = JournalEntry.objects.filter(told_at__isnull=True).count()
        return unread + Message.objects.filter(state__in=["queued", "sending"]).count()
    except OperationalError:
        connections.close_all()
        return 1


def _each_once(twilio: Any, seconds: float) -> None:
    copies = Counter(taken["Body"] for taken in twilio.taken)
    twice = sum(count > 1 for count in copies.values())
    if twice or (seconds < LIMIT and len(copies) != COUNT):
        sys.exit(f"{COUNT - len(copies)} people were told nothing, {twice} twice")


def _say(seconds: float) -> None:
    from django.db.models import F

    from notifications.models import Message

    sent = Message.objects.filter(sent_at__isnull=False)
    took = [each.total_seconds() for each in sent.values_list(F("sent_at") - F("created_at"), flat=True)]
    left = COUNT - len(took)
    figure = {"name": f"{COUNT} messages in a storm, until the last is out", "value": seconds, "unit": "s"}
    print(json.dumps(figure | {"at_most": 0.3, "rounds": 1}))
    print(
        json.dumps(
            {"name": "  95th percentile of those out", "value": quantiles(took, n=20)[-1], "unit": "s"}
        )
    )
    print(json.dumps({"name": "  still waiting then", "value": left, "unit": "people"}))


main()
