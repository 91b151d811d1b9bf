"""`manage.py generate`: synthetic load for measuring."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bookings.models import JournalEntry, Resident
from bookings.synthetic.generate import generate
from mediation.demo.load import has_real_data


class Command(BaseCommand):
    help = (
        "Ajoute une charge synthétique à une base vide, pour mesurer : les mêmes arguments le même jour "
        "donnent la même charge."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mediators", type=int, required=True)
        parser.add_argument("--appointments", type=int, required=True)
        parser.add_argument("--sites", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if has_real_data() or Resident.objects.exists() or JournalEntry.objects.exists():
            raise CommandError("Cette base n’est pas vide : la charge synthétique ne s’y mélange pas.")
        if options["mediators"] < 1 or options["sites"] < 1 or options["appointments"] < 0:
            raise CommandError("Il faut au moins un médiateur et un lieu.")
        began = perf_counter()
        generate(
            mediators=options["mediators"],
            appointments=options["appointments"],
            sites=options["sites"],
            seed=options["seed"],
            now=timezone.now(),
        )
        self.stdout.write(
            f"{options['appointments']} rendez-vous de {options['mediators']} médiateurs dans "
            f"{options['sites']} lieux, en {perf_counter() - began:.1f} s."
        )
