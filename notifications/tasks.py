"""Sweeps. None takes an argument: the database says what is due, so losing a task loses nothing."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from notifications.compose import compose
from notifications.delivery import deliver
from notifications.models import SimulatedMessage
from notifications.reminders import remind

_SIMULATED_KEPT = timedelta(days=7)


@shared_task(name="notifications.tasks.compose")
def compose_messages() -> None:
    """New facts become messages, and go on their way."""
    if compose(now=timezone.now()):
        deliver()


@shared_task(name="notifications.tasks.remind")
def remind_people() -> None:
    """Reminders that are due become messages."""
    if remind(now=timezone.now()):
        deliver()


@shared_task(name="notifications.tasks.deliver")
def deliver_messages() -> None:
    """Whatever is due goes, is asked about, or is ended."""
    deliver()


@shared_task(name="notifications.tasks.wipe")
def wipe_simulator() -> None:
    """What the simulator received goes after a week. (The outbox wipes its own texts as soon as they are sent.)"""
    SimulatedMessage.objects.filter(received_at__lt=timezone.now() - _SIMULATED_KEPT).delete()
