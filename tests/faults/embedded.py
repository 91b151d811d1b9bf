"""The one process of `make run` on a database of its own, and people who book there: `python -m tests.faults.embedded`."""

import sys
from datetime import timedelta

import django


def prepare(people: int) -> None:
    """An empty database becomes a town in which so many have booked."""
    from django.core.management import call_command
    from django.utils import timezone

    from bookings.people.who import WayToReach
    from tests.notifications.conftest import build_town
    from tests.people import TEN

    call_command("migrate", verbosity=0)
    town, now = build_town(), timezone.now()
    first = TEN + timedelta(days=(now.date() - TEN.date()).days + 3)
    for turn in range(people):
        at = first + timedelta(days=turn // 8, hours=turn % 8 - 2)
        town.book(at, now=now, name=f"Zénobie {turn}", reach=WayToReach("mobile", f"06 39 98 00 {turn:02d}"))


def serve(port: int) -> None:
    """Serves until it is ended."""
    from mediation.embedded.server import EmbeddedServer

    EmbeddedServer(host="127.0.0.1", port=port).run()


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "serve": serve}[sys.argv.pop(1)](int(sys.argv.pop(1)))
