"""`manage.py import_communes [FILE]`: the communes of a territory; without a file, those of Rennes Métropole."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mediation.actions.import_communes import CommunesRefused, CommunesReport, import_communes
from mediation.directory.reading import UnreadableFile
from mediation.directory.shown import shown
from mediation.gazetteer.file import MANDATORY, OPTIONAL, SHIPPED


class Command(BaseCommand):
    help = (
        "Importe les communes d’un territoire (CSV : "
        f"{', '.join(MANDATORY)} ; facultatif : {', '.join(OPTIONAL)}) : tout ou rien, chaque ligne refusée avec son "
        "numéro et sa raison. Sans fichier : les 43 communes de Rennes Métropole. Réimporter met à jour."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER", nargs="?", default=str(SHIPPED))
        parser.add_argument("--check", action="store_true", help="contrôle le fichier sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"Fichier impossible à lire : {error.strerror}.") from error
        try:
            report = import_communes(data=data, check_only=options["check"])
        except UnreadableFile as error:
            raise CommandError(f"{error} Rien n’a été importé.") from error
        except CommunesRefused as refused:
            self._name_columns(refused.unknown_columns)
            for fault in refused.faults:
                self.stderr.write(fault.sentence)
            bad = len({fault.line for fault in refused.faults})
            raise CommandError(f"{bad} ligne(s) refusée(s). Rien n’a été importé.") from refused
        self._tell(report, check_only=options["check"])

    def _tell(self, report: CommunesReport, *, check_only: bool) -> None:
        self._name_columns(report.unknown_columns)
        begin = "Fichier correct, rien n’a été écrit : " if check_only else ""
        self.stdout.write(
            f"{begin}{report.created} commune(s) nouvelle(s), {report.updated} mise(s) à jour, "
            f"{report.unchanged} inchangée(s)."
        )
        if report.placed:
            self.stdout.write(f"{report.placed} lieu(x) sans commune rattaché(s) à la leur.")

    def _name_columns(self, columns: tuple[str, ...]) -> None:
        for name in columns:
            self.stderr.write(f"Colonne inconnue, ignorée : {shown('', name)}.")
