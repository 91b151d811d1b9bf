"""`manage.py keys status|make|rotate|retire KEY`: the keys under which personal data is kept."""

import time
from argparse import ArgumentParser
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mediation.crypto import new_index_key
from mediation.key_names import fingerprint
from mediation.keys.count import Counted, count, rotate
from mediation.keys.hashes import hash_anew, total, under_keys
from mediation.keys.kept import taken_out_of_file
from mediation.keys.start import hash_under_newest, name_newest
from mediation.models import Trace
from mediation.traces.write import COMMAND, leave_trace

_EVERY_SECONDS = 2


class Command(BaseCommand):
    help = (
        "Les clés de chiffrement (ENCRYPTION_KEYS) et de recherche (INDEX_KEY), la plus récente en premier. "
        "status : sous quelle clé se trouve chaque donnée. make : écrit une clé nouvelle (make index : pour INDEX_KEY). "
        "rotate : rechiffre tout sous la plus récente, pendant le service ; peut être interrompu et repris. "
        "retire EMPREINTE : retire une ancienne clé, si plus rien ne s’y trouve."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("work", metavar="TRAVAIL", choices=("status", "make", "rotate", "retire"))
        parser.add_argument("key", metavar="EMPREINTE", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        self._told_at, self._rows, self._began = time.monotonic(), 0, time.monotonic()
        if options["work"] == "make":
            self.stdout.write(
                new_index_key() if options["key"] == "index" else Fernet.generate_key().decode()
            )
        elif options["work"] == "status":
            self._tell(count(self._progress))
            self._tell_hashes()
        elif options["work"] == "rotate":
            self._rotate()
        else:
            self._retire(options["key"])

    # -- Works -----------------------------------------------------------------------------------
    def _rotate(self) -> None:
        counted = rotate(self._progress)
        self.stdout.write(
            f"{counted.sealed} valeur(s) rechiffrée(s) sous la clé {_names()[0]} "
            f"en {time.monotonic() - self._began:.1f} s."
        )
        self._complain(counted)
        if not counted.unread:
            name_newest()
            _leave(Trace.Kind.KEY_REPLACED, _names()[0], sealed=counted.sealed)
        if len(settings.INDEX_KEYS) > 1:
            self._hash_anew()

    def _hash_anew(self) -> None:
        changed, twice = hash_anew(self._progress)
        newest = _index_names()[0]
        _leave(Trace.Kind.KEY_REPLACED, newest, about="index_key", hashed=changed)
        self.stdout.write(f"INDEX_KEY : {changed} ligne(s) passée(s) sous la clé {newest}.")
        for place in twice:
            self.stderr.write(f"{place} : deux lignes pour une même valeur ; l’ancienne est restée.")
        left = {place: counts.total() - counts[newest] for place, counts in under_keys().items()}
        for place, number in left.items():
            if number:
                self.stdout.write(f"{place} : {number} encore sous une ancienne clé.")
        self.stdout.write(
            "Retirez l’ancienne clé au plus tôt demain : qui appuie deux fois est reconnu par elle."
        )
        if any(left.values()):
            self.stdout.write(
                "Ce qui reste est trouvé sous l’ancienne clé : des liens et des codes, jusqu’à leur fin ; un agenda "
                "ou la clé d’un logiciel, jusqu’à leur prochain usage. Gardez l’ancienne clé jusque-là."
            )

    def _retire_index(self, name: str) -> None:
        names = _index_names()
        if name == names[0]:
            raise CommandError(
                f"{name} est la clé la plus récente : mettez-en d’abord une autre devant elle."
            )
        if left := total(under_keys(), name):
            raise CommandError(
                f"{left} ligne(s) sont encore sous la clé {name}. Lancez « keys rotate », puis « keys status » : "
                "les liens et les codes prennent fin d’eux-mêmes."
            )
        hash_under_newest()
        _leave(Trace.Kind.KEY_REVOKED, name, about="index_key")
        self._say_retired(name, names, "INDEX_KEY")

    def _retire(self, name: str) -> None:
        if name in _index_names():
            self._retire_index(name)
            return
        names = _names()
        if name not in names:
            raise CommandError(
                f"Aucune clé {name or '(vide)'} dans ENCRYPTION_KEYS : {', '.join(names)}, "
                f"ni dans INDEX_KEY : {', '.join(_index_names())}."
            )
        if name == names[0]:
            raise CommandError(
                f"{name} est la clé la plus récente : mettez-en d’abord une autre devant elle."
            )
        counted = count(self._progress)
        if left := counted.total(name):
            raise CommandError(
                f"{left} valeur(s) sont encore sous la clé {name}. Lancez d’abord « keys rotate »."
            )
        name_newest()
        _leave(Trace.Kind.KEY_REVOKED, name)
        self._say_retired(name, names, "ENCRYPTION_KEYS")

    def _say_retired(self, name: str, names: list[str], variable: str) -> None:
        if taken_out_of_file(name):
            self.stdout.write(
                f"Plus rien n’est sous la clé {name} : elle est retirée. Redémarrez le service."
            )
        else:
            self.stdout.write(
                f"Plus rien n’est sous la clé {name} : retirez la {names.index(name) + 1}e de {variable}, puis "
                "redémarrez chaque processus. Gardez-la avec les sauvegardes faites jusqu’ici."
            )

    # -- What is shown -----------------------------------------------------------------------------
    def _tell(self, counted: Counted) -> None:
        names = _names()
        for place in sorted(counted.under):
            said = ", ".join(f"{name} : {number}" for name, number in sorted(counted.under[place].items()))
            self.stdout.write(f"{place:45} {said}")
        for turn, name in enumerate(names):
            about = "la plus récente" if turn == 0 else "ancienne"
            self.stdout.write(f"Clé {name} ({about}) : {counted.total(name)} valeur(s)")
        self._complain(counted)

    def _tell_hashes(self) -> None:
        under, names = under_keys(), _index_names()
        for place, counts in under.items():
            said = ", ".join(f"{name or '?'} : {number}" for name, number in sorted(counts.items()))
            self.stdout.write(f"{place:45} {said}")
        for turn, name in enumerate(names):
            about = "la plus récente" if turn == 0 else "ancienne"
            self.stdout.write(f"INDEX_KEY {name} ({about}) : {total(under, name)} ligne(s) que l’on cherche")

    def _complain(self, counted: Counted) -> None:
        for place, rows in sorted(counted.unread.items()):
            shown = ", ".join(map(str, rows[:5])) + ("…" if len(rows) > 5 else "")
            self.stderr.write(f"{place} : {len(rows)} valeur(s) sous aucune clé de ENCRYPTION_KEYS ({shown})")

    def _progress(self, place: str, rows: int) -> None:
        self._rows += rows
        if time.monotonic() - self._told_at > _EVERY_SECONDS:
            self._told_at = time.monotonic()
            self.stderr.write(f"{self._rows} lignes lues ({place})…")


def _leave(kind: Trace.Kind, name: str, *, about: str = "encryption_key", **more: Any) -> None:
    leave_trace(kind, now=timezone.now(), channel=COMMAND, about=about, key=name, **more)


def _index_names() -> list[str]:
    return [fingerprint(key) for key in settings.INDEX_KEYS]


def _names() -> list[str]:
    return [fingerprint(key) for key in settings.ENCRYPTION_KEYS]
