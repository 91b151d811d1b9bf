"""No start with keys that do not fit the data: what would be written could never be read together with the rest."""

import sys

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import DatabaseError

from mediation.crypto import every_hash, keyed_hash
from mediation.key_names import NAMED, fingerprint
from mediation.models import KeyMark

_WORD, _PURPOSE = "médiation", "key mark"


class WrongKey(Exception):
    """The environment holds another key than the one this database was written with; says its variable."""


def prove_keys() -> None:
    """Returns when the keys fit the data; the first start of all writes down what they are told by.

    Raises WrongKey with the name of the variable. A database without its tables, or out of reach, is not judged here.
    """
    try:
        mark = KeyMark.objects.filter(only=True).values("key", "index").first()
    except DatabaseError:
        return
    if mark is None:
        _write()
        return
    if mark["index"] not in every_hash(keyed_hash(_PURPOSE, _WORD)):
        raise WrongKey("INDEX_KEY n’est pas la clé avec laquelle cette base a été écrite.")
    if any(not key.startswith(NAMED) for key in settings.INDEX_KEYS[:-1]):
        raise WrongKey("INDEX_KEY : une clé nouvelle se fait avec « manage.py keys make index ».")
    try:
        if not KeyMark.objects.get().names:
            KeyMark.objects.filter(names="").update(names=settings.INDEX_KEYS[-1])
    except InvalidToken:
        raise WrongKey(
            f"ENCRYPTION_KEYS ne contient pas la clé {mark['key']}, avec laquelle cette base a été chiffrée "
            f"(clés données : {', '.join(map(fingerprint, settings.ENCRYPTION_KEYS))})."
        ) from None


def stop_on_wrong_keys(status: int = 1) -> None:
    """Ends this process with this status, and with the reason as its last word."""
    try:
        prove_keys()
    except WrongKey as wrong:
        sys.stderr.write(f"Arrêt : {wrong}\n")
        raise SystemExit(status) from None


def name_newest() -> None:
    """The mark names the newest key, once everything stands under it."""
    KeyMark.objects.filter(only=True).update(key=fingerprint(settings.ENCRYPTION_KEYS[0]))


def hash_under_newest() -> None:
    """The mark is told by the newest index key alone, once nothing is looked for under another."""
    KeyMark.objects.filter(only=True).update(index=str(keyed_hash(_PURPOSE, _WORD)))


def _write() -> None:
    """Of two processes that start at once one writes it."""
    mark = KeyMark(
        key=fingerprint(settings.ENCRYPTION_KEYS[0]),
        sealed=_WORD,
        index=str(keyed_hash(_PURPOSE, _WORD)),
        names=settings.INDEX_KEYS[-1],
    )
    KeyMark.objects.bulk_create([mark], ignore_conflicts=True)
