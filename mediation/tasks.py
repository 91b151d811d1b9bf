"""Work that the clock asks of the ground floor."""

from mediation import health
from mediation.celery import app


@app.task(name="mediation.tasks.note_beat")
def note_beat() -> None:
    """Leave a trace that clock and worker are alive, for `/readyz`."""
    health.note_beat()
