"""What stands under which key, and sealing everything under the newest, while the service goes on."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import OperationalError

from mediation.crypto import decrypt, encrypt
from mediation.key_names import fingerprint
from mediation.keys.sealed import Row, Table, batches, seal_second_step, second_steps, tables, write
from mediation.keys.signed import Signers

SECOND_STEPS = "mfa.Authenticator.data"
# A statement that lost a deadlock against somebody who is served is sent again.
_TRIES = 5

Progress = Callable[[str, int], None]


def _silent(place: str, rows: int) -> None:
    """Nobody is watching."""


@dataclass
class Counted:
    """Values by place (`app.Model.column`) and by the fingerprint of their key.

    `unread` holds the rows' keys of values under no key that is listed; `sealed` how many values were sealed anew.
    """

    under: dict[str, Counter[str]] = field(default_factory=dict)
    unread: dict[str, list[Any]] = field(default_factory=dict)
    sealed: int = 0

    def note(self, place: str, key: str | None, pk: object) -> None:
        """One value more."""
        if key is None:
            self.unread.setdefault(place, []).append(pk)
        else:
            self.under.setdefault(place, Counter())[key] += 1

    def total(self, key: str) -> int:
        """How many values stand under this key."""
        return sum(counts[key] for counts in self.under.values())


def count(progress: Progress = _silent) -> Counted:
    """Reads every sealed value once and tells under which key it stands. Deciphers none, changes none."""
    return _Reading(seal=False).all(progress)


def rotate(progress: Progress = _silent) -> Counted:
    """Seals under the newest key whatever stands under another one that is listed; what is under none stays as it is.

    May be stopped and begun again at any moment: what is under the newest key already is passed over. A value that
    somebody changes meanwhile is theirs, and is under the newest key by that. What is counted is what was found.
    """
    return _Reading(seal=True).all(progress)


class _Reading:
    """One time through everything that is sealed."""

    def __init__(self, *, seal: bool) -> None:
        self.seal, self.counted = seal, Counted()
        self.names = [fingerprint(key) for key in settings.ENCRYPTION_KEYS]
        self.signers = Signers(settings.ENCRYPTION_KEYS)

    def all(self, progress: Progress) -> Counted:
        for table in tables():
            for rows in batches(table):
                for column in table.columns:
                    self._column(table, column, rows)
                progress(table.name, len(rows))
        self._second_steps()
        return self.counted

    def _column(self, table: Table, column: str, rows: list[Row]) -> None:
        old = [
            (row.pk, value)
            for row in rows
            if (value := row.values.get(column)) and self._noted(f"{table.name}.{column}", value, row.pk)
        ]
        if self.seal:
            changes = [(pk, value, encrypt(decrypt(value))) for pk, value in old]
            self.counted.sealed += _written(table, column, changes)

    def _second_steps(self) -> None:
        for step, words in second_steps():
            old = [word for word in words if self._noted(SECOND_STEPS, word, step.pk)]
            if self.seal and old:
                seal_second_step(step.pk, self._anew)
                self.counted.sealed += len(old)

    def _noted(self, place: str, value: str, pk: object) -> bool:
        """Counts a value; whether it stands under an older key."""
        at = self.signers.of(value)
        self.counted.note(place, None if at is None else self.names[at], pk)
        return bool(at)

    def _anew(self, word: str) -> str:
        return encrypt(decrypt(word)) if self.signers.of(word) else word


def _written(table: Table, column: str, changes: list[tuple[Any, str, str]]) -> int:
    for tried in range(1, _TRIES + 1):
        try:
            return write(table, column, changes)
        except OperationalError:
            if tried == _TRIES:
                raise
    raise AssertionError("unreachable")
