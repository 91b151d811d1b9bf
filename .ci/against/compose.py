"""Composing: ten thousand people's reminders fall due in one hour, and are written into the outbox."""

import json
import time

import django
from django.core.management import call_command

COUNT, TIMES = 10_000, 4


def main() -> None:
    django.setup()
    from bookings.models import Appointment, LinkToken
    from notifications.bench.load import forget_messages, people_to_remind
    from notifications.bench.provider import provided_by
    from notifications.models import Message

    try:
        from notifications.reminding.compose import remind
    except ImportError:
        from notifications.reminders import remind

    if not Appointment.objects.exists():
        load = {"mediators": 300, "appointments": TIMES * COUNT, "sites": 120, "seed": 1}
        call_command("generate", **load, verbosity=0)
    forget_messages()
    LinkToken.objects.all().delete()
    now = people_to_remind(COUNT)
    with provided_by("http://127.0.0.1:9"):
        from notifications.channels import can_be_answered

        can_be_answered()  # A worker has read the addresses of the site long before.
        began, spent = time.perf_counter(), time.process_time()
        remind(now=now)
        seconds, processor = time.perf_counter() - began, time.process_time() - spent
    if Message.objects.count() < COUNT:
        raise RuntimeError(f"{Message.objects.count()} reminders were written instead of {COUNT}")
    figure = {"name": f"composing {COUNT:,} reminders", "value": seconds, "unit": "s"}
    print(json.dumps(figure | {"at_most": 0.3, "rounds": 3}))
    print(json.dumps({"name": "  processor time of the composer", "value": processor, "unit": "s"}))


main()
