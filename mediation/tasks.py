"""Work that the clock asks of the ground floor."""

from typing import Any

from celery.signals import beat_init, worker_init
from django.utils import timezone

from mediation import health
from mediation.actions.close_unused import close_unused
from mediation.actions.sweep_sign_in import sweep_sign_in
from mediation.celery import app
from mediation.keys.start import stop_on_wrong_keys
from mediation.traces.check import check_all
from mediation.traces.keep import forget_old_traces, tie


@worker_init.connect
@beat_init.connect
def prove_keys_fit(**_: Any) -> None:
    """Neither worker nor clock starts with keys that do not fit the data."""
    stop_on_wrong_keys()


@app.task(name="mediation.tasks.note_beat")
def note_beat() -> None:
    """Leave a trace that clock and worker are alive, for `/readyz`."""
    health.note_beat()


@app.task(name="mediation.tasks.sweep_signed_in")
def sweep_signed_in() -> None:
    """Delete sessions, kept forms and invitations whose time is over."""
    sweep_sign_in(now=timezone.now())


@app.task(name="mediation.tasks.tie_traces")
def tie_traces() -> None:
    """Traces of the last minute get their place in the chain."""
    tie(now=timezone.now())


@app.task(name="mediation.tasks.forget_traces")
def forget_traces() -> None:
    """Traces whose time is over go, in whole days; what is left is checked as a whole."""
    now = timezone.now()
    forget_old_traces(now=now)
    check_all(now=now, channel="system")


@app.task(name="mediation.tasks.close_unused")
def close_unused_accounts() -> None:
    """Write to whoever has not come for long; close the account of whoever did not come back."""
    close_unused(now=timezone.now())
