"""Real web processes on the tests' own database, and what a browser asks of them."""

import os
import socket
import subprocess
import sys
import time as clock
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection


class Answer(NamedTuple):
    """What came back."""

    status: int
    page: str
    headers: Mapping[str, str]


@contextmanager
def web_processes(log: Path, *, database: str = "", workers: int = 2) -> Iterator[int]:
    """The port of gunicorn's workers. `database`: where PostgreSQL is found ("host:port"), if not where it is.

    What they logged of errors is shown with a test that fails.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    known = connection.settings_dict
    where = database or f"{known['HOST'] or '127.0.0.1'}:{known['PORT']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE_URL": f"postgres://{known['USER']}:{known['PASSWORD']}@{where}/{known['NAME']}",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "mediation/gunicorn_conf.py"]
    with log.open("w") as written:
        server = subprocess.Popen(
            [*command, "--workers", str(workers), "--bind", f"127.0.0.1:{number}", "mediation.wsgi"],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_alive(number)
        yield number
    finally:
        server.terminate()
        server.wait(timeout=30)
        print(*(line for line in log.read_text().splitlines() if '"error"' in line), sep="\n")


def _wait_until_alive(port: int) -> None:
    until = clock.monotonic() + 60
    while clock.monotonic() < until:
        try:
            if ask(port, "GET", "/healthz").status == 200:
                return
        except OSError:
            clock.sleep(0.2)
    pytest.fail("the web processes did not start")


def ask(
    port: int,
    method: str,
    address: str,
    form: Mapping[str, str] | None = None,
    *,
    body: str = "",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One request; `form` is sent as a browser does, `body` as it is."""
    browser = HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {**({"Content-Type": "application/x-www-form-urlencoded"} if form else {}), **(headers or {})}
    browser.request(method, address, urlencode(form) if form else body or None, sent)
    answer = browser.getresponse()
    page = answer.read().decode()
    browser.close()
    return Answer(answer.status, page, dict(answer.getheaders()))
