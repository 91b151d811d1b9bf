"""`manage.py export_sites [FILE]`: the sites as a national "lieux de médiation numérique" CSV."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mediation.models import Site
from mediation.site_export import export_sites


class Command(BaseCommand):
    help = (
        "Exporte les lieux au schéma national « lieux de médiation numérique » 1.0.2 : les 32 colonnes dans "
        "l’ordre, ce que le schéma et l’annuaire national acceptent. Sans FICHIER, écrit sur la sortie standard."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        data = export_sites(today=timezone.localdate())
        if urlsplit(settings.PUBLIC_URL).port is not None and not settings.DEMO:
            self.stderr.write(
                "PUBLIC_URL a un numéro de port : l’annuaire national refuse de telles adresses, « prise_rdv » "
                "ne mène donc pas à ce service."
            )
        if options["file"] is None:
            # Django's wrapper would rewrite line endings inside cells; the bytes go out as they are.
            stream = getattr(self.stdout, "buffer", None)
            if stream is None:
                self.stdout.write(data.decode(), ending="")
            else:
                stream.write(data)
            return
        try:
            Path(options["file"]).write_bytes(data)
        except OSError as error:
            raise CommandError(f"Fichier impossible à écrire : {error.strerror}.") from error
        self.stderr.write(f"{Site.objects.places().count()} lieu(x) exporté(s).")
