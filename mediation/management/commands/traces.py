"""`manage.py traces check|status|rights`: the chain of traces, and what PostgreSQL is told of them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mediation.traces.check import Checked, check_all
from mediation.traces.guard import rights_of
from mediation.traces.keep import head, tie
from mediation.traces.write import COMMAND


class Command(BaseCommand):
    help = (
        "Les traces : qui a lu, emporté, réuni, effacé, réglé. "
        "status : la dernière, et son empreinte, à noter hors de la base. "
        "check : relit toute la suite ; échoue si quelque chose a été coupé ou changé. "
        "rights ROLE : écrit ce que le propriétaire des tables dit à PostgreSQL pour que le rôle de l’application "
        "ajoute des traces sans pouvoir les modifier."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("work", metavar="TRAVAIL", choices=("status", "check", "rights"))
        parser.add_argument("role", metavar="ROLE", nargs="?", default="")
        parser.add_argument(
            "--noted", metavar="NUMÉRO:EMPREINTE", default="", help="Ce qui avait été noté hors de la base."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["work"] == "rights":
            self._rights(options["role"])
        elif options["work"] == "status":
            tie(now=timezone.now(), all_of_them=True)
            number, proof = head()
            self.stdout.write(f"{number}:{proof}")
        else:
            self._check(_noted(options["noted"]))

    def _check(self, noted: tuple[int, str] | None) -> None:
        found = check_all(now=timezone.now(), channel=COMMAND, noted=noted)
        if not found.whole:
            raise CommandError(_faults(found))
        if found.known is None:
            self.stderr.write("Ce qui avait été noté est plus ancien que les traces gardées.")
        self.stdout.write(
            f"{found.count} trace(s), de {found.first} à {found.last} : rien ne manque, rien n’a changé."
        )
        self.stdout.write(f"{found.last}:{found.hash}")

    def _rights(self, role: str) -> None:
        if not role:
            raise CommandError("Dites le rôle sous lequel l’application se connecte : traces rights ROLE.")
        for statement in rights_of(role):
            self.stdout.write(f"{statement};")


def _noted(typed: str) -> tuple[int, str] | None:
    if not typed:
        return None
    number, _colon, proof = typed.partition(":")
    if not number.isdecimal() or not proof:
        raise CommandError("--noted attend NUMÉRO:EMPREINTE, comme « traces status » l’écrit.")
    return int(number), proof.strip()


def _faults(found: Checked) -> str:
    said = []
    if found.missing:
        said.append(f"Il manque des traces à partir du numéro {', '.join(map(str, found.missing))}.")
    if found.changed:
        said.append(f"Des traces ont changé : {', '.join(map(str, found.changed))}.")
    if found.known is False:
        said.append("Ce qui avait été noté n’est plus là : la fin a été coupée, ou tout a été réécrit.")
    return " ".join(said)
