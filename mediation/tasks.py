"""Work that the clock asks of the ground floor."""

from django.utils import timezone

from mediation import health
from mediation.actions.sweep_sign_in import sweep_sign_in
from mediation.celery import app


@app.task(name="mediation.tasks.note_beat")
def note_beat() -> None:
    """Leave a trace that clock and worker are alive, for `/readyz`."""
    health.note_beat()


@app.task(name="mediation.tasks.sweep_signed_in")
def sweep_signed_in() -> None:
    """Delete sessions, kept forms and invitations whose time is over."""
    sweep_sign_in(now=timezone.now())
