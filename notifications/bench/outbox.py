"""The outbox itself: looking for work where there is none, and composing many reminders."""

from django.db import connection

from bookings.bench.measure import Figure, counted, in_turn, ms, seconds
from notifications.bench.load import forget_messages, past_messages, people_to_remind
from notifications.bench.provider import provided_by
from notifications.models import Message
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import BATCH, remind

_A_BATCH = 10
"""Queries for a batch of reminders at most."""


def idle(rows: int) -> Figure:
    """A sweep that finds nothing due, beside the smallest statement there is."""
    past_messages(rows)
    spent, floor = in_turn(_sweep, _select_one, rounds=301)
    forget_messages()
    ratio = spent / floor
    return Figure(
        f"idle look for due messages among {rows:,}",
        ms(spent),
        f"{ms(floor)} (SELECT 1)",
        f"{ratio:.1f} x",
        "<= 5 x",
        ratio <= 5,
    )


def _sweep() -> None:
    if deliver():
        raise RuntimeError("something was due")


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def composing(count: int) -> Figure:
    """Reminders that all fall due at once: statements by batch, none by reminder."""
    now = people_to_remind(count)
    with provided_by("http://127.0.0.1:9"), counted() as statements:
        spent = seconds(lambda: remind(now=now))
    written = Message.objects.count()
    if written < count:
        raise RuntimeError(f"{written} reminders were written instead of {count}")
    forget_messages()
    batches = -(-count // BATCH)
    each = len(statements) / batches
    return Figure(
        f"composing {count:,} reminders",
        f"{spent:.1f} s, {len(statements)} queries",
        f"{batches} batches of {BATCH}",
        f"{each:.1f} a batch",
        f"<= {_A_BATCH} a batch",
        each <= _A_BATCH,
    )
