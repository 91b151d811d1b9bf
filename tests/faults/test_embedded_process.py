"""A small town's one process, on SQLite, killed under way again and again: no message is lost, none goes twice."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.processes import until
from tests.notifications.twilio_stub import Stub, a_twilio

pytestmark = pytest.mark.faults
PEOPLE, KILLS = 60, 5


class Process:
    """The process, its database and what it wrote."""

    def __init__(self, folder: Path, address: str) -> None:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.database, self.written = folder / "town.sqlite3", folder / "written"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mediation.settings",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": "",
            "DEMO": "false",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": "a-token-of-tests",
            "TWILIO_SMS_FROM": "+33939980000",
            "TWILIO_API_URL": address,
            "TWILIO_TIMEOUT": "1",
            "MESSAGE_LOOKUP_LAG": "2",
            "MESSAGE_LEASE_MARGIN": "1",
            "MESSAGE_SWEEP_SECONDS": "1",
        }
        self.running: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        subprocess.run([*self._command("prepare"), str(PEOPLE)], env=self.environment, check=True)

    def start(self) -> None:
        with self.written.open("ab") as written:
            self.running = subprocess.Popen(
                [*self._command("serve"), self.port],
                env=self.environment,
                stdout=written,
                stderr=written,
                start_new_session=True,
            )

    def kill(self) -> None:
        if self.running is not None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()

    def _command(self, what: str) -> list[str]:
        return [sys.executable, "-m", "tests.faults.embedded", what]

    def states(self) -> Counter[str]:
        with closing(sqlite3.connect(self.database, timeout=10)) as database:
            return Counter(row[0] for row in database.execute("SELECT state FROM notifications_message"))


def one_more_is_out(twilio: Stub) -> None:
    out = len(twilio.taken)
    until(lambda: len(twilio.taken) > out, 20)


def test_the_one_process_is_killed_under_way_and_started_again(tmp_path: Path) -> None:
    with a_twilio() as (twilio, address):
        process = Process(tmp_path, address)
        twilio.delay_s = 0.3
        process.prepare()
        try:
            for _ in range(KILLS):
                process.start()
                one_more_is_out(twilio)
                process.kill()
            process.start()
            assert until(lambda: process.states() == {"sent": PEOPLE}, 90), process.states()
        finally:
            process.kill()
        copies = Counter(taken["Body"] for taken in twilio.taken)
        assert set(copies.values()) == {1} and len(copies) == PEOPLE
        written = process.written.read_text(errors="replace")
        numbers = {taken["To"].removeprefix("+33") for taken in twilio.taken}
        assert [text for text in (*copies, *numbers, "Zénobie", "/r/") if text in written] == []
