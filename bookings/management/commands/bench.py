"""`manage.py bench`: the table of speeds, each beside a floor measured in the same run (`make bench`)."""

from argparse import ArgumentParser
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from bookings.bench import agenda, calendars, feed, pages, searches, writes
from bookings.bench.measure import Figure, report
from bookings.models import Appointment, Resident
from bookings.synthetic.generate import generate
from bookings.synthetic.ground import SyntheticGround
from mediation.demo.load import has_real_data

# As many as the table asks for in the end: 300, then 195, then five at one site.
_MORE = 195
_CHANGES = 1_000_000


class Command(BaseCommand):
    help = (
        "Measures speed on an empty PostgreSQL database that it fills itself. Each figure stands beside a floor "
        "of the same run, so that a slow or noisy machine changes both."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mediators", type=int, default=300)
        parser.add_argument("--appointments", type=int, default=1_000_000)
        parser.add_argument("--sites", type=int, default=120)
        parser.add_argument(
            "--bookings", type=int, default=480, help="bookings made by each of the two loads"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("The bench measures PostgreSQL: run `make bench`.")
        call_command("migrate", verbosity=0)
        if has_real_data() or Resident.objects.exists():
            raise CommandError("The bench fills the database itself: give it an empty one.")
        call_command("collectstatic", interactive=False, verbosity=0)
        began = perf_counter()
        load = generate(
            mediators=options["mediators"],
            appointments=options["appointments"],
            sites=options["sites"],
            seed=1,
            now=timezone.now(),
        )
        self.stdout.write(
            f"{options['appointments']} appointments generated in {perf_counter() - began:.0f} s."
        )
        report(self._figures(load, options["bookings"]), progress=self.stderr, result=self.stdout)

    def _figures(self, load: SyntheticGround, bookings: int) -> Iterator[Figure]:
        """In an order that lets each find what it needs: writes come last, they fill what searches measure."""
        now = timezone.now()
        yield from searches.fifty_mediators(load, now=now)
        yield searches.anywhere(load, now=now)
        yield calendars.feed_of_a_year(load, now=now)
        yield from agenda.agendas(Appointment.objects.count(), now=now)
        yield calendars.calendar_of_series(now=now)
        generate(mediators=_MORE, appointments=_MORE * 300, sites=60, seed=2, now=now)
        yield feed.far_along(_CHANGES)
        yield pages.site_page(len(load.mediators) + _MORE + 5)
        yield pages.journey(with_code=False)
        yield pages.journey(with_code=True)
        free = writes.free_times(load, now=now, count=2 * bookings)
        yield writes.over_http(load, free[:bookings])
        yield writes.action(load, free[bookings:])
