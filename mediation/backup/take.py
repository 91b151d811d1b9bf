"""Taking a backup while the service goes on: SQLite's online copy, or `pg_dump` of one moment."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection, transaction

from mediation.backup.counts import counted
from mediation.backup.programs import environment, program
from mediation.backup.sealed_stream import PIECE, Heading, Sealing
from mediation.key_names import fingerprint


class BackupFailed(Exception):
    """The database's own program ended badly; says its last words."""


def take(target: Path, *, key: str, now: datetime) -> dict[str, Any]:
    """Writes a backup of everything to `target`, sealed under `key`; returns what is in it.

    The file stands under its name only when it is whole, readable by its owner alone. `now` is aware, UTC. Raises
    `BackupFailed`, `ProgramMissing`, or `OSError` where it cannot be written; then nothing is left behind.
    """
    heading = Heading(connection.vendor, now.isoformat(timespec="seconds"), fingerprint(key))
    with _whole_or_nothing(target) as file:
        sealing = Sealing(file, heading, key)
        manifest = _sqlite(sealing) if connection.vendor == "sqlite" else _postgresql(sealing)
        sealing.end(manifest)
    return manifest


@contextmanager
def _whole_or_nothing(target: Path) -> Iterator[IO[bytes]]:
    descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


# -- SQLite --------------------------------------------------------------------------------------------
def _sqlite(sealing: Sealing) -> dict[str, Any]:
    """A copy of one moment; whoever writes meanwhile does not wait. It lies beside the database, for its owner only."""
    connection.ensure_connection()
    folder = Path(str(connection.settings_dict["NAME"])).parent
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as apart:
        copy = Path(apart) / "copy.sqlite3"
        _copy_to(copy)
        # What the copy holds: the live database may have gone on since.
        with closing(sqlite3.connect(copy)) as read:
            manifest = {"rows": counted(read.cursor())}
        packing = zlib.compressobj(1)
        with copy.open("rb") as file:
            while data := file.read(PIECE):
                sealing.write(packing.compress(data))
        sealing.write(packing.flush())
    return manifest


def _copy_to(copy: Path) -> None:
    target = sqlite3.connect(copy)
    try:
        source = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=20)
        with source:
            source.backup(target)
        source.close()
    finally:
        target.close()


# -- PostgreSQL ------------------------------------------------------------------------------------------
def _postgresql(sealing: Sealing) -> dict[str, Any]:
    """`pg_dump` and the counts look at the same moment: the snapshot of one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={cursor.fetchone()[0]}"]
        with tempfile.TemporaryFile() as complaints:
            dump = subprocess.Popen(  # noqa: S603  (PostgreSQL's own program, words of ours)
                [program("pg_dump"), *words], env=environment(), stdout=subprocess.PIPE, stderr=complaints
            )
            with cast(IO[bytes], dump.stdout) as content:
                shutil.copyfileobj(content, sealing, PIECE)
            ended = dump.wait()
            if ended:
                complaints.seek(0)
                raise BackupFailed(complaints.read().decode(errors="replace").strip()[-500:])
        return {"rows": counted(cursor)}
