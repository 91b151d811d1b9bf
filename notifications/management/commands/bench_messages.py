"""`manage.py bench_messages`: the speed of messages and calls, each figure beside a floor of the same run (`make bench`)."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from bookings.bench.measure import Figure, report
from bookings.models import Resident
from bookings.synthetic.generate import generate
from mediation.demo.load import has_real_data
from notifications.bench import line, outbox, sending, webhooks


class Command(BaseCommand):
    help = (
        "Measures messages on an empty PostgreSQL database that it fills itself, with a provider of its own."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=1_000_000, help="messages an idle look goes past")
        parser.add_argument("--reminders", type=int, default=10_000)
        parser.add_argument("--sent", type=int, default=800, help="messages of each round of sending")
        parser.add_argument("--lasting", type=int, default=100_000, help="messages one worker sends")
        parser.add_argument("--webhooks", type=int, default=10_000, help="events told to a program")
        parser.add_argument("--calls", type=int, default=60, help="callers who book")
        parser.add_argument("--as-worker", action="store_true", help="send what the bench writes")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["as_worker"]:
            sending.work()
            return
        if connection.vendor != "postgresql":
            raise CommandError("The bench measures PostgreSQL: run `make bench`.")
        call_command("migrate", verbosity=0)
        if has_real_data() or Resident.objects.exists():
            raise CommandError("The bench fills the database itself: give it an empty one.")
        generate(mediators=300, appointments=4 * options["reminders"], sites=120, seed=1, now=timezone.now())
        report(self._figures(options), progress=self.stderr, result=self.stdout)

    def _figures(self, options: dict[str, Any]) -> Iterator[Figure]:
        yield sending.rate(options["sent"])
        yield sending.memory(options["lasting"])
        yield webhooks.rate(options["webhooks"])
        yield outbox.idle(options["rows"])
        yield outbox.composing(options["reminders"])
        # Last: those callers really book, and would be reminded too.
        yield line.turns(options["calls"])
