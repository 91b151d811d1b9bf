"""The processes a fault falls upon: real workers and clocks of Celery, and a Redis of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection, connections
from redis import Redis
from redis.exceptions import RedisError

from tests.migrated import drop


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Waits until something is so; whether it came in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return true()


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Broker:
    """A Redis on a port of its own, to be killed at will."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = shutil.which("valkey-server") or shutil.which("redis-server")
        assert program, "needs Redis or Valkey"
        arguments = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)
        assert until(self._answers, 10)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def flush(self) -> None:
        Redis(port=self.port).flushall()

    def _answers(self) -> bool:
        try:
            return bool(Redis(port=self.port).ping())
        except RedisError:
            return False


class Fleet:
    """Workers and clocks, each a process group, all writing into one file."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = {**os.environ, **environment, "CELERY_SKIP_CHECKS": "1"}
        self.written = folder / "written"
        self.clock_file = folder / "clock"
        self.running: list[subprocess.Popen[bytes]] = []

    def worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", "--concurrency", "1", "--without-gossip", "--without-mingle")

    def clock(self) -> subprocess.Popen[bytes]:
        return self._start(
            "beat", "--scheduler", "celery.beat.Scheduler", "--max-interval", "1", "--pidfile="
        )

    def web(self) -> subprocess.Popen[bytes]:
        """The pages and webhooks, where PUBLIC_URL says."""
        place = self.environment["PUBLIC_URL"].removeprefix("http://")
        arguments = ["--config", "mediation/gunicorn_conf.py", "--workers", "2", "--bind", place]
        process = self._run("gunicorn", *arguments, "mediation.wsgi")
        assert until(lambda: _listens(place), 30)
        return process

    def clock_is_put(self, seconds: int) -> None:
        """The machine's clock, for all processes started since `on_a_clock_of_ours`; what waits still takes its time."""
        self.clock_file.write_text(f"{seconds:+d}")

    def on_a_clock_of_ours(self) -> None:
        """From now on processes are started with a clock that can be put."""
        self.clock_is_put(0)
        folder = Path(__file__).parent / "put_clock"
        self.environment |= {"PYTHONPATH": str(folder), "CLOCK_FILE": str(self.clock_file)}

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        # (Without Django's checks of all pages and forms, which a worker shows nobody: half of what its start costs.)
        return self._run("celery", "--app", "mediation", what, "--loglevel", "INFO", *arguments)

    def _run(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", *arguments]
        with self.written.open("ab") as written:
            process = subprocess.Popen(
                command, env=self.environment, stdout=written, stderr=written, start_new_session=True
            )
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """-9, children too: at whatever line they are."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """As a deployment does: it is asked to stop, and given time."""
        process.terminate()
        process.wait(30)
        self.running.remove(process)

    def all_alive(self) -> bool:
        return all(process.poll() is None for process in self.running)

    def stop(self) -> None:
        for process in list(self.running):
            if process.poll() is None:
                self.kill(process)


def _listens(place: str) -> bool:
    host, port = place.split(":")
    with closing(socket.socket()) as caller:
        return caller.connect_ex((host, int(port))) == 0


def restart_postgresql() -> None:
    """As when the machine loses power: no connection is told."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = cursor.fetchone()[0]
    connections.close_all()
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    program = shutil.which("pg_ctl") or str(programs[-1])
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*become, program, "-D", folder, "-m", "immediate", "-w", "-l", f"{folder}/log", "restart"],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
    )


def keep(name: str) -> None:
    """A copy of the database as it is now."""
    _copy(str(connection.settings_dict["NAME"]), name)


def restore(name: str) -> None:
    """The database as it was kept."""
    of_the_suite = str(connection.settings_dict["NAME"])
    connections.close_all()
    drop(of_the_suite)
    _copy(name, of_the_suite)


def _copy(source: str, target: str) -> None:
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
