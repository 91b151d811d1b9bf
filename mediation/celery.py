"""The Celery application: no result backend, argument-free sweeps, a static beat schedule."""

import functools
import logging
import os

from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings")

app = Celery("mediation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

logger = logging.getLogger(__name__)

# A nudge that nobody has taken by then is of no use: the clock's own sweep has come meanwhile.
_NUDGE_SECONDS = 60


def nudge(task: str) -> None:
    """Asks for a sweep as soon as the current transaction is committed, by the name of its task.

    A broker that does not answer costs a line in the log: the clock asks again by itself.
    """
    transaction.on_commit(functools.partial(_ask, task), robust=True)


def _ask(task: str) -> None:
    try:
        app.send_task(task, expires=_NUDGE_SECONDS, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("the broker does not answer: %s waits for the clock", task)
