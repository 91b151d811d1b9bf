"""`manage.py erase_again LIST`: after the database was brought back to an earlier moment by its own means."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bookings.actions.back_up import erase_again


class Command(BaseCommand):
    help = (
        "Efface de nouveau les personnes de la liste « erasures » qui sont revenues avec un état ancien de la base "
        "(retour à un instant de PostgreSQL, copie de machine). « restore » le fait de lui-même."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("list", metavar="LISTE")

    def handle(self, *args: Any, **options: Any) -> None:
        listed = Path(options["list"])
        try:
            again, under_way = erase_again(listed, now=timezone.now())
        except OSError as failure:
            raise CommandError(f"{listed} : {failure.strerror}.") from failure
        except ValueError as broken:
            raise CommandError(f"{listed} n’est pas une liste de personnes effacées.") from broken
        self.stdout.write(f"{again} personne(s) effacée(s) de nouveau.")
        if under_way:
            raise CommandError(
                f"Un rendez-vous est en cours : effacez-les depuis leur fiche (habitants {', '.join(map(str, under_way))})."
            )
