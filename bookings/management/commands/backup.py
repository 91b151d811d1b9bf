"""`manage.py backup [TARGET]`: everything that is kept, in one sealed file, while the service goes on."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bookings.records import erasures
from mediation.backup.folder import name_at
from mediation.backup.programs import ProgramMissing
from mediation.backup.take import BackupFailed, take


class Command(BaseCommand):
    help = (
        "Sauvegarde toute la base dans un fichier chiffré sous BACKUP_KEY, pendant le service. CIBLE est un dossier "
        "(le fichier y porte sa date) ou un fichier ; sans CIBLE, BACKUP_DIR. La liste des personnes effacées est écrite "
        "à côté : gardez-la avec les sauvegardes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", metavar="CIBLE", nargs="?", default=settings.BACKUP_DIR)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BACKUP_KEY:
            raise CommandError(
                "BACKUP_KEY manque : « manage.py keys make » en écrit une. Gardez-la ailleurs."
            )
        if not options["target"]:
            raise CommandError("Où ? Donnez une CIBLE, ou BACKUP_DIR.")
        now, began = timezone.now(), monotonic()
        target = Path(options["target"])
        if target.is_dir():
            target /= name_at(now)
        if target.exists():
            raise CommandError(f"{target} existe déjà.")
        try:
            manifest = take(target, key=settings.BACKUP_KEY, now=now)
            erasures.write_list(target.parent)
        except (BackupFailed, ProgramMissing) as failure:
            raise CommandError(str(failure)) from failure
        except OSError as failure:
            raise CommandError(f"Impossible d’écrire dans {target.parent} : {failure.strerror}.") from failure
        self.stdout.write(
            f"{target} : {sum(manifest['rows'].values())} lignes de {len(manifest['rows'])} tables, "
            f"{target.stat().st_size / 1e6:.1f} Mo, {monotonic() - began:.1f} s."
        )
