"""`manage.py import_sites FILE`: the national "lieux de médiation numérique" CSV (schema 1.0.2)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mediation.actions.import_sites import ImportReport, SitesRefused, import_sites
from mediation.directory.checking import shown
from mediation.directory.reading import Fault, UnreadableFile, closest_column


class Command(BaseCommand):
    help = (
        "Importe un fichier national « lieux de médiation numérique » (CSV, schéma 1.0.2) : tout ou rien, "
        "chaque ligne refusée avec son numéro et sa raison ; réimporter met à jour, par l’identifiant « id »."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER")
        parser.add_argument(
            "--organisation",
            metavar="NOM",
            default="",
            help="structure des nouveaux lieux (créée au besoin) ; sinon « structure_parente », le pivot, "
            "puis le nom du lieu",
        )
        parser.add_argument("--check", action="store_true", help="contrôle le fichier sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"Fichier impossible à lire : {error.strerror}.") from error
        check_only: bool = options["check"]
        try:
            report = import_sites(data=data, organisation=options["organisation"], check_only=check_only)
        except UnreadableFile as error:
            raise CommandError(f"{error} Rien n’a été importé.") from error
        except SitesRefused as refused:
            self._name_columns(refused.unknown_columns)
            for fault in refused.faults:
                self.stderr.write(_sentence(fault))
            bad = len({fault.line for fault in refused.faults})
            raise CommandError(f"{bad} ligne(s) refusée(s). Rien n’a été importé.") from refused
        self._tell(report, check_only)

    def _tell(self, report: ImportReport, check_only: bool) -> None:
        self._name_columns(report.unknown_columns)
        for remark in report.remarks:
            self.stdout.write(f"Remarque, {_sentence(remark)}")
        begin = "Fichier correct, rien n’a été écrit : " if check_only else ""
        self.stdout.write(
            f"{begin}{report.created} lieu(x) nouveau(x), {report.updated} mis à jour, "
            f"{report.unchanged} inchangé(s)."
        )

    def _name_columns(self, columns: tuple[str, ...]) -> None:
        for name in columns:
            near = closest_column(name)
            hint = f" (vouliez-vous dire « {near} » ?)" if near else ""
            self.stderr.write(f"Colonne inconnue du schéma, ignorée : {shown('', name)}{hint}.")


def _sentence(fault: Fault) -> str:
    column = f", colonne « {fault.column} »" if fault.column else ""
    return f"ligne {fault.line}{column} : {fault.reason}"
