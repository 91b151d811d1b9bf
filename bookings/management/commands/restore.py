"""`manage.py restore FILE`: a backup into an empty database, and whoever was erased since is erased again."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bookings.actions.back_up import erase_again
from bookings.records import erasures
from mediation.backup.bring_back import CannotRestore, bring_back, differences
from mediation.backup.programs import ProgramMissing
from mediation.keys.start import WrongKey, prove_keys


class Command(BaseCommand):
    help = (
        "Restaure une sauvegarde dans une base neuve (jamais dans une base qui contient quelque chose), compare le nombre de "
        "lignes de chaque table, applique les migrations venues depuis et efface de nouveau qui l’a été depuis."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER")
        parser.add_argument(
            "--erasures",
            metavar="LISTE",
            help="la liste des personnes effacées (par défaut « erasures » à côté du fichier)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BACKUP_KEY:
            raise CommandError("BACKUP_KEY manque : c’est la clé avec laquelle la sauvegarde a été faite.")
        source, began = Path(options["file"]), monotonic()
        listed = Path(options["erasures"] or source.parent / erasures.NAME)
        if not listed.exists():
            raise CommandError(
                f"{listed} manque : sans cette liste, une personne effacée depuis reviendrait. Donnez-la par --erasures."
            )
        try:
            heading, manifest = bring_back(source, key=settings.BACKUP_KEY)
        except (CannotRestore, ProgramMissing) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as failure:
            raise CommandError(f"{source} : {failure.strerror}.") from failure
        self._check(manifest)
        again, under_way = self._bring_up_to_date(listed)
        self.stdout.write(
            f"Sauvegarde du {heading.made_at} : {sum(manifest['rows'].values())} lignes de {len(manifest['rows'])} tables "
            f"restaurées et comptées, {again} personne(s) effacée(s) de nouveau, {monotonic() - began:.1f} s."
        )

        if under_way:
            raise CommandError(
                f"Tout est restauré, mais des personnes effacées ont un rendez-vous en cours : effacez-les depuis leur fiche "
                f"(habitants {', '.join(map(str, under_way))})."
            )

    def _check(self, manifest: dict[str, Any]) -> None:
        if different := differences(manifest):
            raise CommandError("Le compte n’y est pas : " + " ; ".join(different))
        try:
            prove_keys()
        except WrongKey as wrong:
            raise CommandError(f"Restauré, mais illisible : {wrong}") from wrong

    def _bring_up_to_date(self, listed: Path) -> tuple[int, list[int]]:
        call_command("migrate", interactive=False, verbosity=0)
        try:
            return erase_again(listed, now=timezone.now())
        except ValueError as broken:
            raise CommandError(f"{listed} n’est pas une liste de personnes effacées.") from broken
