"""Whether this instance lives, and whether it can do its work."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypedDict

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from mediation.access import public
from mediation.celery import app

logger = logging.getLogger(__name__)

_LAST_BEAT = "health.last-beat"
_BEAT_LATE_AFTER = timedelta(minutes=3)


class Age(TypedDict):
    """How old something is, in whole seconds (None: there is none), and whether that is too old."""

    seconds: int | None
    late: bool


def note_beat() -> None:
    """The clock has asked and a worker has answered: called by a task every minute."""
    cache.set(_LAST_BEAT, time.time(), timeout=None)


def age_of_last_beat() -> Age:
    """Since clock and worker last met. Never yet (an instance that has just started) is not late."""
    last = cache.get(_LAST_BEAT)
    seconds = None if last is None else int(time.time() - last)
    return {"seconds": seconds, "late": seconds is not None and seconds > _BEAT_LATE_AFTER.total_seconds()}


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.warning("the database does not answer", exc_info=True)
        return False
    return True


def _broker_answers() -> bool:
    try:
        with app.connection_for_write(transport_options={"socket_connect_timeout": 2}) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=3)
    except (OperationalError, OSError):
        logger.warning("the broker does not answer", exc_info=True)
        return False
    return True


def _ages() -> dict[str, Age]:
    """Each of `READINESS_AGES`: a name and the dotted path of a function without arguments."""
    measures: dict[str, Callable[[], Age]] = {
        name: import_string(path) for name, path in settings.READINESS_AGES.items()
    }
    return {name: measure() for name, measure in measures.items()}


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, 503 when not.

    What is late is told (`degraded`) and stays 200: a load balancer that took every web process away
    because the worker is behind would make it worse.
    """
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    works = all(answers.values())
    ages = _ages() if works else {}
    status = "ready" if not any(age["late"] for age in ages.values()) else "degraded"
    body = {"status": status if works else "unavailable", **answers, **ages}
    return JsonResponse(body, status=200 if works else 503, headers={"Cache-Control": "no-store"})
