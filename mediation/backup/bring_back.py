"""Bringing a backup back into an empty database: all of it, or nothing."""

import os
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection

from mediation.backup.counts import counted
from mediation.backup.programs import environment, program
from mediation.backup.sealed_stream import Damaged, Heading, heading_of, pieces
from mediation.key_names import fingerprint


class CannotRestore(Exception):
    """Nothing was changed; says why."""


def bring_back(source: Path, *, key: str) -> tuple[Heading, dict[str, Any]]:
    """Fills the empty database from `source`; returns what the backup says of itself, and its manifest.

    Raises `CannotRestore`: the database is not empty, the backup is of another engine, under another key, or damaged.
    Until the last piece was read and every table counted nothing is kept of it.
    """
    if connection.introspection.table_names():
        raise CannotRestore("La base n’est pas vide : la sauvegarde se restaure dans une base neuve.")
    with source.open("rb") as file:
        try:
            heading = heading_of(file)
        except Damaged:
            raise CannotRestore(f"{source.name} n’est pas une sauvegarde.") from None
        _fits(heading, key)
        try:
            fill = _sqlite if connection.vendor == "sqlite" else _postgresql
            manifest = fill(pieces(file, key))
        except Damaged:
            raise CannotRestore(
                "Le fichier est abîmé, coupé ou d’une autre clé : rien n’a été restauré."
            ) from None
    return heading, manifest


def differences(manifest: dict[str, Any]) -> list[str]:
    """The tables whose rows are not as many as the backup said, with both numbers."""
    with connection.cursor() as cursor:
        found, promised = counted(cursor), manifest["rows"]
    return [
        f"{name} : {promised.get(name, 0)} → {found.get(name, 0)}"
        for name in sorted({*found, *promised})
        if promised.get(name, 0) != found.get(name, 0)
    ]


def _fits(heading: Heading, key: str) -> None:
    if heading.engine != connection.vendor:
        raise CannotRestore(f"Cette sauvegarde est de {heading.engine}, cette base de {connection.vendor}.")
    if heading.key != fingerprint(key):
        raise CannotRestore(
            f"Cette sauvegarde est sous la clé {heading.key}, BACKUP_KEY est {fingerprint(key)}."
        )


def _apart(stream: Iterable[bytes | dict[str, Any]], said: dict[str, Any]) -> Iterator[bytes]:
    """The content; the manifest goes into `said` when it comes."""
    for piece in stream:
        if isinstance(piece, dict):
            said.update(piece)
        else:
            yield piece


def _sqlite(stream: Iterable[bytes | dict[str, Any]]) -> dict[str, Any]:
    """Written beside, put in place at the end."""
    place, said = Path(str(connection.settings_dict["NAME"])), dict[str, Any]()
    connection.close()
    descriptor, beside = tempfile.mkstemp(dir=place.parent, prefix=".restoring-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            _unpack(_apart(stream, said), file)
            file.flush()
            os.fsync(file.fileno())
        for log in ("-wal", "-shm"):
            place.with_name(place.name + log).unlink(missing_ok=True)
        os.replace(beside, place)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return said


def _unpack(content: Iterable[bytes], file: IO[bytes]) -> None:
    unpacking = zlib.decompressobj()
    for piece in content:
        file.write(unpacking.decompress(piece))
    file.write(unpacking.flush())


def _postgresql(stream: Iterable[bytes | dict[str, Any]]) -> dict[str, Any]:
    """One transaction: `pg_restore` reads to the end of the stream, and that comes only if the last piece is right."""
    said: dict[str, Any] = {}
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    there = environment()
    with tempfile.TemporaryFile() as complaints:
        restoring = subprocess.Popen(  # noqa: S603  (PostgreSQL's own program, words of ours)
            [program("pg_restore"), *words, f"--dbname={there['PGDATABASE']}"],
            env=there,
            stdin=subprocess.PIPE,
            stderr=complaints,
        )
        try:
            _feed(_apart(stream, said), cast(IO[bytes], restoring.stdin))
        except BaseException:
            restoring.kill()
            restoring.wait()
            raise
        if restoring.wait():
            complaints.seek(0)
            raise CannotRestore(complaints.read().decode(errors="replace").strip()[-500:])
    return said


def _feed(content: Iterator[bytes], into: IO[bytes]) -> None:
    """Holds the last piece back until the end is known to be right: without it nothing is committed."""
    held = next(content, b"")
    try:
        for piece in content:
            into.write(held)
            held = piece
        into.write(held)
        into.close()
    except BrokenPipeError:
        return  # It has ended by itself: its last words say why.
