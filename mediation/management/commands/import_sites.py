"""`manage.py import_sites FILE`: the national "lieux de médiation numérique" CSV (schema 1.0.2)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mediation.actions.import_sites import ImportReport, SitesRefused, import_sites
from mediation.directory.reading import Fault, UnreadableFile, closest_column
from mediation.directory.shown import shown


class Command(BaseCommand):
    help = (
        "Importe un fichier national « lieux de médiation numérique » (CSV, schéma 1.0.2) : tout ou rien (ou, avec "
        "--partial, les lignes correctes seulement), chaque ligne refusée avec son numéro et sa raison ; réimporter "
        "met à jour, par l’identifiant « id »."
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
        parser.add_argument(
            "--partial", action="store_true", help="importe les lignes correctes, laisse de côté les autres"
        )
        parser.add_argument(
            "--correct-hours",
            action="store_true",
            help="prend, pour des horaires qui ne se lisent pas, ceux que les remarques proposent",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"Fichier impossible à lire : {error.strerror}.") from error
        try:
            report = import_sites(
                data=data,
                organisation=options["organisation"],
                check_only=options["check"],
                good_lines_only=options["partial"],
                correct_hours=options["correct_hours"],
            )
        except UnreadableFile as error:
            raise CommandError(f"{error} Rien n’a été importé.") from error
        except SitesRefused as refused:
            self._name_columns(refused.unknown_columns)
            self._name_faults(refused.faults)
            raise CommandError(
                f"{_lines(refused.faults)} ligne(s) refusée(s). Rien n’a été importé."
            ) from refused
        self._tell(report, options["check"])

    def _tell(self, report: ImportReport, check_only: bool) -> None:
        self._name_columns(report.unknown_columns)
        self._name_faults(report.left_out)
        for remark in report.remarks:
            self.stdout.write(f"Remarque, {_sentence(remark)}")
        correct = "" if report.left_out else "Fichier correct, "
        begin = f"{correct}rien n’a été écrit : ".capitalize() if check_only else ""
        left_out = f", {_lines(report.left_out)} ligne(s) laissée(s) de côté" if report.left_out else ""
        self.stdout.write(
            f"{begin}{report.created} lieu(x) nouveau(x), {report.updated} mis à jour, "
            f"{report.unchanged} inchangé(s){left_out}."
        )

    def _name_faults(self, faults: list[Fault]) -> None:
        for fault in faults:
            self.stderr.write(_sentence(fault))

    def _name_columns(self, columns: tuple[str, ...]) -> None:
        for name in columns:
            near = closest_column(name)
            hint = f" (vouliez-vous dire « {near} » ?)" if near else ""
            self.stderr.write(f"Colonne inconnue du schéma, ignorée : {shown('', name)}{hint}.")


def _lines(faults: list[Fault]) -> int:
    return len({fault.line for fault in faults})


def _sentence(fault: Fault) -> str:
    column = f", colonne « {fault.column} »" if fault.column else ""
    return f"ligne {fault.line}{column} : {fault.reason}"
