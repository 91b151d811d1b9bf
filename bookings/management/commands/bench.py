"""`manage.py bench`: the table of speeds, each beside a floor measured in the same run (`make bench`)."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from bookings.bench import (
    agenda,
    calendars,
    feed,
    figures,
    in_hand,
    keeping,
    lines,
    pages,
    programs,
    searches,
    small,
    workshops,
    writes,
)
from bookings.bench.measure import Figure, report
from bookings.models import Appointment, Resident
from bookings.synthetic.generate import generate
from bookings.synthetic.ground import SyntheticGround
from mediation.demo.load import has_real_data

# As many as the table asks for in the end: 300, then 195, then five at one site.
_MORE = 195
_CHANGES = 1_000_000
_LINES = 10_000
# So many times the bookings of another row: a turn of theirs takes a second.
_BY_API = 10
Rows = Callable[[], Iterable[Figure]]


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
        parser.add_argument(
            "--only",
            nargs="+",
            metavar="ROW",
            default=(),
            help="of these rows alone (an unknown name lists them)",
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
        found = self._figures(load, options["bookings"], options["only"])
        report(found, progress=self.stderr, result=self.stdout)

    def _figures(self, load: SyntheticGround, bookings: int, only: Sequence[str]) -> Iterator[Figure]:
        rows = self._rows(load, bookings, timezone.now())
        if unknown := set(only) - set(rows):
            raise CommandError(
                f"No row is called {', '.join(sorted(unknown))}. There are: {', '.join(rows)}."
            )
        for name, measured in rows.items():
            if not only or name in only:
                yield from measured()

    def _rows(self, load: SyntheticGround, bookings: int, now: datetime) -> dict[str, Rows]:
        """In an order that lets each find what it needs: writes come last, they fill what searches measure."""
        seats = writes.ROUNDS * workshops.SEATS

        @cache
        def free() -> Sequence[writes.Free]:
            """Times that can be booked, none of them by two of the rows."""
            return writes.free_times(load, now=now, count=(2 + _BY_API) * bookings + seats)

        def beside_small() -> Iterator[Figure]:
            with small.small_beside() as beside:
                yield pages.site_page(beside, len(load.mediators) + _MORE + 5)
                yield in_hand.in_hand(beside)

        def more() -> Sequence[Figure]:
            generate(mediators=_MORE, appointments=_MORE * 300, sites=60, seed=2, now=now)
            return []

        return {
            "searches": lambda: [
                *searches.fifty_mediators(load, now=now),
                searches.anywhere(load, now=now),
            ],
            "feed": lambda: [calendars.feed_of_a_year(load, now=now)],
            "agenda": lambda: agenda.agendas(Appointment.objects.count(), now=now),
            "series": lambda: [calendars.calendar_of_series(now=now)],
            "more": more,
            "figures": figures.reckonings,
            "changes": lambda: [feed.far_along(_CHANGES)],
            "times_by_api": lambda: [programs.free_times(load, now=now)],
            "site_page": beside_small,
            "journey": lambda: [pages.journey(with_code=False), pages.journey(with_code=True)],
            "http": lambda: [writes.over_http(load, free()[:bookings])],
            "booking": lambda: [writes.action(load, free()[bookings : 2 * bookings])],
            "workshops": lambda: [
                workshops.registrations(load, free()[2 * bookings : 2 * bookings + seats], now=now)
            ],
            "booking_by_api": lambda: [programs.booking(load, free()[2 * bookings + seats :], now=now)],
            "backup": lambda: [keeping.copied_whole()],
            "keys": lambda: [keeping.sealed_anew()],
            "lines": lambda: lines.referred(load, _LINES, now=now),
        }
