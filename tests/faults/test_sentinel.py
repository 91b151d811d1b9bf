"""The broker behind Redis Sentinel: its master is killed, the replica takes over, and messages go on to it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

from mediation import broker_settings

REDIS = shutil.which("redis-server") or ""
pytestmark = pytest.mark.skipif(not REDIS, reason="needs redis-server")
MASTER = "mediation"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def start(folder: Path, name: str, text: str, *more: str) -> subprocess.Popen[bytes]:
    (folder / name).mkdir()
    file = folder / f"{name}.conf"
    file.write_text(f'bind 127.0.0.1\ndir "{folder / name}"\n{text}')
    return subprocess.Popen([REDIS, str(file), *more], stdout=subprocess.DEVNULL)


def connect(port: int) -> Connection:
    url = f"sentinel://127.0.0.1:{port}"
    return Connection(url, transport_options=broker_settings.transport_options(url, MASTER))


def until(done: str, port: int, *question: str) -> None:
    for _ in range(150):
        asked = ["redis-cli", "-p", str(port), *question]
        if done in subprocess.run(asked, capture_output=True, text=True).stdout:
            return
        time.sleep(0.2)
    pytest.fail(f"{question} never said {done}")


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, int]]:
    one, two, watching = free_port(), free_port(), free_port()
    plain = 'save ""\nappendonly no\n'
    with ExitStack() as started:

        def keep(process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
            started.callback(process.wait)
            started.callback(process.kill)
            return process

        master = keep(start(tmp_path, "one", f"port {one}\n{plain}repl-diskless-sync-delay 0\n"))
        keep(start(tmp_path, "two", f"port {two}\n{plain}replicaof 127.0.0.1 {one}\n"))
        until("master_link_status:up", two, "info", "replication")
        rules = (
            f"sentinel monitor {MASTER} 127.0.0.1 {one} 1\nsentinel down-after-milliseconds {MASTER} 1000\n"
        )
        keep(start(tmp_path, "watching", f"port {watching}\n{rules}", "--sentinel"))
        until(str(two), watching, "sentinel", "replicas", MASTER)
        yield master, watching, two


def test_a_message_sent_before_and_after_the_master_dies_is_read_once(
    servers: tuple[subprocess.Popen[bytes], int, int],
) -> None:
    master, watching, two = servers
    with connect(watching) as broker:
        queue = broker.SimpleQueue("nudges")
        for number in range(20):
            queue.put(number)
        until("20", two, "llen", "nudges")
        master.kill()
        master.wait()
        until(str(two), watching, "sentinel", "get-master-addr-by-name", MASTER)
        until("role:master", two, "info", "replication")
    with connect(watching) as broker:
        queue = broker.SimpleQueue("nudges")
        for number in range(20, 40):
            queue.put(number)
        read = []
        try:
            while True:
                message = queue.get(timeout=1)
                read.append(message.payload)
                message.ack()
        except Empty:
            pass
    assert sorted(read) == list(range(40))


def test_sentinels_that_call_the_master_otherwise_are_an_error_and_no_wait(
    servers: tuple[subprocess.Popen[bytes], int, int],
) -> None:
    url = f"sentinel://127.0.0.1:{servers[1]}"
    options = broker_settings.transport_options(url, "another")
    with Connection(url, transport_options=options) as broker, pytest.raises(OperationalError):
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=3)
