"""The Celery application: no result backend, argument-free sweeps, a static beat schedule."""

import functools
import logging
import os
import threading
import time
from collections.abc import Iterable

from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings")

app = Celery("mediation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

if not str(app.conf.broker_url).startswith("memory:"):  # Without a broker nothing of Redis is loaded (7 MB).
    from kombu.transport import redis as redis_transport

    # A worker that loses Redis in the middle of a sweep, with more sweeps waiting, would put those back over a connection that
    # it has closed already, and end ("Unrecoverable error", kombu 5.7). The clock asks for every sweep again: none is put back.
    redis_transport.Channel.do_restore = False

logger = logging.getLogger(__name__)

# A nudge that nobody has taken by then is of no use: the clock's own sweep has come meanwhile.
_NUDGE_SECONDS = 60
# A broker that did not answer is left alone for so long.
_LEFT_ALONE_SECONDS = 20.0
# What is asked for meanwhile goes together: one sweep handles whatever is due.
_TOGETHER_SECONDS = 0.05


def nudge(task: str) -> None:
    """Asks for a sweep as soon as the current transaction is committed, by the name of its task.

    Returns at once: a thread of this process speaks to the broker, so that no page waits for one that is slow or
    gone. A nudge that is lost (the broker gone, the process ended) costs some seconds: the clock asks by itself.
    """
    transaction.on_commit(functools.partial(nudger.ask, task), robust=True)


def nudge_in(seconds: float, task: str) -> None:
    """The same some seconds from now. Lost with this process: the clock asks by itself."""
    later = threading.Timer(seconds, nudger.ask, (task,))
    later.daemon = True
    later.start()


class Nudger:
    """The sweeps that this process wants done soon, and the thread that asks the broker for them."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()
        self.asking = False
        self.change = threading.Condition()
        self.thread: threading.Thread | None = None

    def ask(self, task: str) -> None:
        """Notes that `task` is wanted from now on; the thread is started at the first one, after any fork."""
        with self.change:
            self.wanted.add(task)
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="Nudger", daemon=True)
                self.thread.start()
            self.change.notify_all()

    def settled(self, seconds: float = 5.0) -> bool:
        """Waits until the broker was asked for everything; whether that came in time."""
        with self.change:
            return self.change.wait_for(lambda: not self.wanted and not self.asking, seconds)

    def _run(self) -> None:
        while True:
            with self.change:
                self.change.wait_for(lambda: bool(self.wanted))
                wanted, self.wanted, self.asking = self.wanted, set(), True
            answered = send(wanted)
            with self.change:
                self.asking = False
                self.change.notify_all()
            time.sleep(_TOGETHER_SECONDS if answered else _LEFT_ALONE_SECONDS)


def send(tasks: Iterable[str]) -> bool:
    """Asks the broker for these sweeps; whether it took them."""
    try:
        for task in tasks:
            app.send_task(task, expires=_NUDGE_SECONDS, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("the broker does not answer: what is due waits for the clock")
        return False
    return True


nudger = Nudger()
# A process that forks (gunicorn, Celery's pool) has no thread in its child: that one starts its own.
os.register_at_fork(after_in_child=nudger.__init__)  # type: ignore[misc]
