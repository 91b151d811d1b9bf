"""What stands under which key, and sealing everything under the newest, while the service goes on."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import OperationalError, connection, connections

from mediation.crypto import decrypt, encrypt
from mediation.key_names import fingerprint
from mediation.keys.sealed import Table, batches, seal_second_step, second_steps, tables, write
from mediation.keys.signed import Signers

SECOND_STEPS = "mfa.Authenticator.data"
# A statement that lost a deadlock against somebody who is served is sent again.
_TRIES = 5
# The database takes longer to write a value than it takes to seal one: two connections keep up.
_WRITERS = 2

Progress = Callable[[str, int], None]
Change = tuple[Any, str, str]


def _silent(place: str, rows: int) -> None:
    """Nobody is watching."""


@dataclass
class Counted:
    """Values by place (`app.Model.column`) and by the fingerprint of their key.

    `unread` holds the rows' keys of values under no key that is listed; `sealed` how many values were sealed anew.
    """

    under: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unread: dict[str, list[Any]] = field(default_factory=dict)
    sealed: int = 0

    def note(self, place: str, key: str | None, pk: object) -> None:
        """One value more."""
        if key is None:
            self.unread.setdefault(place, []).append(pk)
        else:
            self.under[place][key] += 1

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
        self.likely = 0
        self.ciphers = [Fernet(key) for key in settings.ENCRYPTION_KEYS]

    def all(self, progress: Progress) -> Counted:
        with _Writing() as writing:
            for table in tables():
                for rows in batches(table):
                    writing.put(table, self._changes(table, rows))
                    progress(table.name, len(rows))
        self.counted.sealed += writing.count
        self._second_steps()
        return self.counted

    def _changes(self, table: Table, rows: list[tuple[Any, ...]]) -> dict[str, list[Change]]:
        """By column, what has to be written: key, old and new value."""
        found: dict[str, list[Change]] = {}
        for place, column in enumerate(table.columns, start=1):
            name = f"{table.name}.{column}"
            changes = [
                (row[0], value, encrypt(clear))
                for row in rows
                if (value := row[place]) and (clear := self._opened(name, value, row[0]))
            ]
            if changes:
                found[column] = changes
        return found

    def _opened(self, place: str, value: str, pk: object) -> str:
        """Counts a value; in clear if it has to be sealed anew, else nothing.

        What one key has sealed mostly stands beside more of the same: that key is tried alone, which tells the key as well.
        """
        if self.seal and self.likely:
            try:
                clear = self.ciphers[self.likely].decrypt(value).decode()
            except InvalidToken:
                pass
            else:
                self.counted.note(place, self.names[self.likely], pk)
                return clear
        at = self._noted(place, value, pk)
        if not (self.seal and at):
            self.likely = 0
            return ""
        self.likely = at
        return self.ciphers[at].decrypt(value).decode()

    def _second_steps(self) -> None:
        for step, words in second_steps():
            old = [word for word in words if self._noted(SECOND_STEPS, word, step.pk)]
            if self.seal and old:
                seal_second_step(step.pk, self._anew)
                self.counted.sealed += len(old)

    def _noted(self, place: str, value: str, pk: object) -> int:
        """Counts a value; the place of the older key it stands under, or 0."""
        at = self.signers.of(value)
        self.counted.note(place, None if at is None else self.names[at], pk)
        return at or 0

    def _anew(self, word: str) -> str:
        return encrypt(decrypt(word)) if self.signers.of(word) else word


class _Writing:
    """Puts in what was sealed: on PostgreSQL by two connections of its own, while the next is read and sealed here.

    A batch is written by one of them, whole, so they never want the same row. No more than two are under way: stopped at any
    moment, it leaves what `rotate` finds again. On SQLite, which has one writer, and inside somebody's transaction it is written
    at once.
    """

    def __init__(self) -> None:
        self.count = 0
        beside = connection.vendor == "postgresql" and not connection.in_atomic_block
        self._threads = [ThreadPoolExecutor(1, "sealed") for _ in range(_WRITERS if beside else 0)]
        for thread in self._threads:
            thread.submit(_unhurried).result()
        self._under_way: deque[Future[int]] = deque()

    def __enter__(self) -> "_Writing":
        return self

    def put(self, table: Table, changes: dict[str, list[Change]]) -> None:
        """Begins to write a batch, by the connection that has had time the longest. Raises what writing an earlier one raised."""
        if not changes:
            return
        if not self._threads:
            self.count += _all_written(table, changes)
            return
        self._wait(leave=_WRITERS - 1)
        self._threads.append(self._threads.pop(0))
        self._under_way.append(self._threads[-1].submit(_all_written, table, changes))

    def __exit__(self, *failure: object) -> None:
        try:
            self._wait(leave=0)
        finally:
            for thread in self._threads:
                thread.submit(connections.close_all).result()
                thread.shutdown()

    def _wait(self, *, leave: int) -> None:
        while len(self._under_way) > leave:
            self.count += self._under_way.popleft().result()


def _unhurried() -> None:
    """What this connection commits is on the disk half a second later: what is lost with the machine is found again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")


def _all_written(table: Table, changes: dict[str, list[Change]]) -> int:
    return sum(_written(table, column, some) for column, some in changes.items())


def _written(table: Table, column: str, changes: list[Change]) -> int:
    for tried in range(1, _TRIES + 1):
        try:
            return write(table, column, changes)
        except OperationalError:
            if tried == _TRIES:
                raise
    raise AssertionError("unreachable")
