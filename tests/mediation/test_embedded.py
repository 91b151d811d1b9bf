"""One process on one folder, with keys of its own."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from mediation import health
from mediation.celery import app
from mediation.embedded import secrets
from mediation.embedded.background import Background
from mediation.embedded.only_one import AlreadyRunning, hold
from mediation.embedded.server import EmbeddedServer


def test_a_first_start_makes_keys_that_only_the_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "var" / "env"
    assert secrets.ensure(path) is True
    assert path.stat().st_mode & 0o777 == 0o600
    made = dict(line.split("=", 1) for line in path.read_text().splitlines() if not line.startswith("#"))
    assert set(made) == {"SECRET_KEY", "ENCRYPTION_KEYS", "INDEX_KEY", "BACKUP_KEY", "DEMO"}
    Fernet(made["ENCRYPTION_KEYS"]), Fernet(made["BACKUP_KEY"])
    assert len(made["SECRET_KEY"]) >= 50


def test_a_second_start_keeps_the_keys(tmp_path: Path) -> None:
    secrets.ensure(tmp_path / "env")
    before = (tmp_path / "env").read_text()
    assert secrets.ensure(tmp_path / "env") is False
    assert (tmp_path / "env").read_text() == before


def test_a_second_process_on_one_folder_is_told_who_serves_it(tmp_path: Path) -> None:
    with hold(tmp_path / "lock"), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        hold(tmp_path / "lock")
    hold(tmp_path / "lock").close()


def test_a_killed_process_leaves_the_folder_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from mediation.embedded.only_one import hold;"
        "f = hold(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=str(other.pid)):
            hold(tmp_path / "lock")
        other.kill()
    hold(tmp_path / "lock").close()


@pytest.fixture
def background() -> Iterator[Background]:
    running = Background(app)
    running.start()
    yield running
    running.stop()


@pytest.mark.sqlite
def test_worker_and_clock_live_and_end_in_the_web_process(background: Background) -> None:
    app.send_task("mediation.tasks.note_beat")
    # How long a busy machine takes to start them is not what this is about.
    end = time.monotonic() + 60
    while health.age_of_last_beat()["seconds"] is None and time.monotonic() < end:
        time.sleep(0.05)
    assert health.age_of_last_beat() == {"seconds": 0, "late": False}
    background.stop()
    assert not [thread for thread in threading.enumerate() if thread.name in {"Worker", "Clock"}]


def test_one_more_web_process_is_not_started_beside_the_worker() -> None:
    class Arbiter:
        class log:  # noqa: N801 # gunicorn names it so
            warning = staticmethod(lambda sentence: None)

        num_workers = 2

    arbiter = Arbiter()
    server = EmbeddedServer(host="127.0.0.1", port=0)
    server.one_worker_only(arbiter, 2, 1)
    assert arbiter.num_workers == 1


def test_an_address_of_the_new_kind_is_written_in_brackets() -> None:
    assert EmbeddedServer(host="::1", port=8000).cfg.bind == ["[::1]:8000"]


@pytest.mark.parametrize(
    ("environment", "signs"),
    [
        ({"DEMO": "true"}, "a token of its own"),
        ({"DEMO": "true", "TWILIO_AUTH_TOKEN": "given"}, "given"),
        ({"DEMO": "true", "TWILIO_ACCOUNT_SID": "AC1"}, ""),
        ({"DEMO": "false"}, ""),
    ],
    ids=str,
)
def test_only_a_demonstration_without_a_provider_makes_the_token_of_its_telephone(
    environment: dict[str, str], signs: str
) -> None:
    code = "from mediation import settings; print(settings.TWILIO_AUTH_TOKEN)"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TWILIO_")}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, check=True
    )
    token = ran.stdout.strip()
    assert token == signs or (signs == "a token of its own" and len(token) == 64)


def test_the_process_that_watches_over_the_server_stays_small() -> None:
    code = (
        "import sys; from mediation.embedded import prepare, server; server.EmbeddedServer(host='127.0.0.1', port=0);"
        "print([name for name in ('django', 'celery', 'kombu') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
