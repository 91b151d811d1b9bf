"""Sending: one process beside a bare HTTP client on the same stub, and the memory of a worker that goes on."""

import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter

from bookings.bench.measure import Figure, seconds
from notifications.bench.load import due_messages, forget_messages
from notifications.bench.provider import ACCOUNT, provided_by, standing_in
from notifications.models import Message, State
from notifications.outbox.delivery import AT_ONCE, deliver

ROUNDS = 3
FIRST = 1_000
_ANSWERS_IN = 0.1


def rate(count: int) -> Figure:
    """`count` messages by one process, beside as many bare requests, turn by turn, to a stub of 100 ms."""
    ours, bare = [], []
    with standing_in(seconds=_ANSWERS_IN) as address, provided_by(address):
        _post_all(address, 2 * AT_ONCE)
        for _ in range(ROUNDS):
            bare.append(count / seconds(lambda: _post_all(address, count)))
            due_messages(count)
            ours.append(count / seconds(deliver))
            _all_sent(count)
    measured, floor = median(ours), median(bare)
    ratio = measured / floor
    return Figure(
        f"messages sent by one process, {AT_ONCE} at a time",
        f"{measured:.0f}/s",
        f"{floor:.0f}/s (bare client)",
        f"{ratio:.2f} x",
        ">= 0.8 x",
        ratio >= 0.8,
    )


def _post_all(address: str, count: int) -> None:
    """The same requests without anything of ours."""
    path = f"{address}/2010-04-01/Accounts/{ACCOUNT['TWILIO_ACCOUNT_SID']}/Messages.json"
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", HTTPAdapter(pool_maxsize=AT_ONCE))
    form = {"To": "+33639980000", "From": ACCOUNT["TWILIO_SMS_FROM"], "Body": "x" * 120}

    def post(_: int) -> str:
        return str(session.post(path, data=form, timeout=10).json()["sid"])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(post, range(count)))


def _all_sent(count: int) -> None:
    sent = Message.objects.filter(state=State.SENT).count()
    if sent != count:
        raise RuntimeError(f"{sent} of {count} messages were sent")
    forget_messages()


def memory(count: int) -> Figure:
    """The most that a worker alone ever holds: after `count` messages beside after its first thousand."""
    with standing_in(seconds=0) as address:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench_messages", "--as-worker"]
        environment = {**os.environ, **ACCOUNT, "TWILIO_API_URL": address}
        worker = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        with worker:
            first = _peak_after(worker, FIRST)
            last = _peak_after(worker, count - FIRST)
    _all_sent(count)
    ratio = last / first
    return Figure(
        f"a worker's memory over {count:,} messages",
        f"{last // 1024} MB",
        f"{first // 1024} MB (after {FIRST:,})",
        f"{ratio:.3f} x",
        "<= 1.05 x",
        ratio <= 1.05,
    )


def _peak_after(worker: "subprocess.Popen[str]", count: int) -> int:
    """Gives the worker that many more, and has it say the most it has held, in kB."""
    due_messages(count)
    if worker.stdin is None or worker.stdout is None:
        raise RuntimeError("the worker was started without pipes")
    worker.stdin.write("go\n")
    worker.stdin.flush()
    return int(worker.stdout.readline())


def work() -> None:
    """The worker: for each line it is given, sends all that is due and says the most memory it has held."""
    for _ in sys.stdin:
        while Message.objects.filter(state=State.QUEUED).exists():
            deliver()
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
