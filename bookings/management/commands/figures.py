"""`manage.py figures rebuild|check`: counts all figures again, or compares them with the facts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bookings.actions.count_figures import check, rebuild


class Command(BaseCommand):
    help = "Counts all figures again from the facts (rebuild), or compares the last two months with them (check)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["rebuild", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["what"] == "rebuild":
            for month in rebuild(now=now):
                self.stdout.write(f"{month:%Y-%m} is counted")
            return
        wrong = check(now=now)
        for day in wrong:
            self.stdout.write(f"{day} differed and is counted again")
        self.stdout.write(f"{len(wrong)} days differed")
