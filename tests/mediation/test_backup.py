"""A backup brings everything back on an empty machine, and nobody who asked to be forgotten."""

import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import psycopg
import pytest
from cryptography.fernet import Fernet
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from bookings.actions.back_up import back_up_if_due, erase_again
from bookings.actions.forget import erase
from bookings.models import Appointment, Resident
from bookings.people.who import SYSTEM
from bookings.records import erasures
from mediation.backup.folder import backups, name_at
from mediation.backup.sealed_stream import PIECE, Damaged, Heading, Sealing, heading_of, pieces
from mediation.backup.take import take
from mediation.key_names import fingerprint
from mediation.keys.start import prove_keys
from tests.people import receives
from tests.staff import Town

KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


# -- The file --------------------------------------------------------------------------------------------
def a_file(content: bytes, key: str = KEY) -> list[bytes]:
    into = io.BytesIO()
    sealing = Sealing(into, Heading("sqlite", "2027-03-01T12:00:00+00:00", fingerprint(key)), key)
    sealing.write(content)
    sealing.end({"rows": {"t": 1}})
    return into.getvalue().splitlines(keepends=True)


def test_what_was_sealed_comes_back_piece_by_piece_and_the_manifest_last():
    content = os.urandom(2 * PIECE + 17)
    heading, *lines = a_file(content)
    assert heading_of(io.BytesIO(heading)).engine == "sqlite"
    *found, manifest = pieces(lines, KEY)
    assert b"".join(found) == content and manifest == {"rows": {"t": 1}}


@pytest.mark.parametrize(
    "harm",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [lines[0], *a_file(b"x" * 3 * PIECE)[2:]],
        lambda lines: [lines[0][:-9] + b"AAAAAAAA\n", *lines[1:]],
        lambda lines: a_file(b"x", OTHER)[1:],
        lambda lines: [],
    ],
    ids=[
        "cut",
        "headless",
        "in another order",
        "going on",
        "of two files",
        "changed",
        "another key",
        "empty",
    ],
)
def test_a_file_that_was_harmed_is_refused(harm):
    with pytest.raises(Damaged):
        list(pieces(harm(a_file(b"x" * 3 * PIECE)[1:]), KEY))


# -- A lost machine ----------------------------------------------------------------------------------------
@pytest.fixture
def empty_machine(tmp_path: Path) -> Iterator[str]:
    """The address of a database that holds nothing."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite3'}"
        return
    there = os.environ["TEST_DATABASE_URL"]
    name = f"restored_{os.getpid()}"
    with psycopg.connect(there, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(there)._replace(path=f"/{name}"))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def restore(source: Path, address: str, *more: str, key: str = KEY) -> subprocess.CompletedProcess[str]:
    """As an operator does it, in a process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mediation.settings", "DATABASE_URL": address}
    environment |= {"BACKUP_KEY": key, "DEMO": "false", "ENCRYPTION_KEYS": ",".join(project.ENCRYPTION_KEYS)}
    return subprocess.run(
        [sys.executable, "manage.py", "restore", str(source), *more],
        env=environment,
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def books_ahead(*names: str) -> None:
    """Appointments in the days to come, whenever the test runs."""
    town, tomorrow = Town(), timezone.now().date() + timedelta(days=1)
    for days, name in enumerate(names, start=2):
        day = tomorrow + timedelta(days=days)
        receives(town.lea, town.site, 9, 17, first_day=day, repeat_weeks=0, on_holidays=True)
        town.books(datetime.combine(day, time(10), ZoneInfo("Europe/Paris")), name)


def asked(address: str, question: str) -> list[tuple[object, ...]]:
    if address.startswith("sqlite"):
        with sqlite3.connect(address.removeprefix("sqlite:///")) as database:
            return database.execute(question).fetchall()
    with psycopg.connect(address) as server:
        return server.execute(question).fetchall()


@pytest.mark.django_db(transaction=True)
def test_on_an_empty_machine_everything_is_there_again_but_who_was_erased_since(
    settings, tmp_path, empty_machine
):
    settings.BACKUP_KEY = KEY
    prove_keys()
    now = timezone.now()
    books_ahead("Amina Essai", "Jean Essai")
    amina, jean = Resident.objects.order_by("pk")
    call_command("backup", str(tmp_path))
    (_, made) = backups(tmp_path)[0]
    assert made.stat().st_mode & 0o077 == 0
    assert b"Essai" not in made.read_bytes()
    erase(amina.pk, by=SYSTEM, now=now, cancel_ahead=True)
    erasures.write_list(tmp_path)
    assert "Essai" not in (tmp_path / erasures.NAME).read_text()

    done = restore(made, empty_machine)
    assert done.returncode == 0, done.stderr
    assert "1 personne(s) effacée(s) de nouveau" in done.stdout
    people = {pk: str(name) for pk, name in asked(empty_machine, "SELECT id, name FROM bookings_resident")}
    assert people[jean.pk] == "Jean Essai" and "Amina" not in people[amina.pk]
    standing = asked(empty_machine, "SELECT count(*) FROM bookings_appointment WHERE status = 'booked'")
    assert standing == [(1,)]

    again = restore(made, empty_machine)
    assert again.returncode and "n’est pas vide" in again.stderr


@pytest.mark.django_db(transaction=True)
def test_a_restore_that_cannot_be_whole_leaves_the_machine_empty_and_says_why(
    settings, tmp_path, empty_machine
):
    prove_keys()
    books_ahead("Amina Essai")
    whole, cut = tmp_path / "whole.backup", tmp_path / "cut.backup"
    take(whole, key=KEY, now=NOON)
    cut.write_bytes(whole.read_bytes().rsplit(b"\n", 2)[0] + b"\n")
    for source, key, reason in (
        (whole, KEY, "erasures manque"),
        (whole, OTHER, f"sous la clé {fingerprint(KEY)}"),
        (cut, KEY, "abîmé"),
        (tmp_path / "erasures", KEY, "n’est pas une sauvegarde"),
    ):
        if "manque" not in reason:
            (tmp_path / "erasures").write_text("")
        refused = restore(source, empty_machine, key=key)
        assert refused.returncode and reason in refused.stderr, (reason, refused.stderr)
        assert "Traceback" not in refused.stderr
    if connection.vendor == "sqlite":
        assert asked(empty_machine, "SELECT count(*) FROM sqlite_master") == [(0,)]
    else:
        assert asked(empty_machine, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# -- Each day --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_each_day_has_its_backup_a_missed_one_is_caught_up_with_and_the_oldest_go(settings, tmp_path):
    settings.BACKUP_DIR, settings.BACKUP_KEY, settings.BACKUP_KEEP = str(tmp_path), KEY, 2
    assert back_up_if_due(now=NOON) == tmp_path / name_at(NOON)
    assert back_up_if_due(now=NOON + timedelta(hours=22)) is None
    for days in (1, 4):
        assert back_up_if_due(now=NOON + timedelta(days=days))
    assert [at for at, _ in backups(tmp_path)] == [NOON + timedelta(days=1), NOON + timedelta(days=4)]


@pytest.mark.django_db
def test_without_a_folder_for_them_no_backup_is_made(settings):
    settings.BACKUP_DIR, settings.BACKUP_KEY = "", KEY
    assert back_up_if_due(now=NOON) is None
    with pytest.raises(CommandError, match="Où"):
        call_command("backup", "")


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(
        Sealing, "end", lambda self, manifest: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(OSError, match="No space"):
        take(tmp_path / "never.backup", key=KEY, now=NOON)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_whoever_is_noted_under_the_key_of_somebody_erased_is_not_erased(tmp_path):
    """Keys are given anew after a restore: the list must not reach another person."""
    now = timezone.now()
    newcomer = Resident.objects.create(name="Chloé Essai", created_at=now, last_contact_at=now)
    listed = [erasures.Erasure(newcomer.pk, now - timedelta(days=2), now - timedelta(days=1))]
    assert erasures.still_known(iter(listed)) == []
    assert erasures.still_known(iter([listed[0]._replace(created_at=now)])) == [newcomer.pk]


@pytest.mark.django_db
def test_a_service_started_on_an_empty_database_does_not_empty_the_list_of_who_was_erased(tmp_path):
    now = timezone.now()
    gone = Resident.objects.create(name="", created_at=now, last_contact_at=now, erased_at=now)
    assert erasures.write_list(tmp_path) == 1
    Resident.objects.all().delete()
    assert erasures.write_list(tmp_path) == 1
    assert [each.resident for each in erasures.read_list(tmp_path / erasures.NAME)] == [gone.pk]


@pytest.mark.django_db
def test_who_is_received_just_now_is_named_and_everybody_else_is_erased_again(tmp_path):
    books_ahead("Amina Essai", "Jean Essai")
    soon = Appointment.objects.earliest("starts_at")
    amina, jean = Resident.objects.order_by("pk")
    (tmp_path / erasures.NAME).write_text(
        "".join(
            f'[{each.pk}, "{each.created_at.isoformat()}", "{NOON.isoformat()}"]\n' for each in (amina, jean)
        )
    )
    during = soon.starts_at + timedelta(minutes=5)
    assert erase_again(tmp_path / erasures.NAME, now=during) == (1, [amina.pk])
    assert [each.name for each in Resident.objects.order_by("pk")] == ["Amina Essai", ""]


@pytest.mark.django_db
def test_after_the_database_went_back_by_itself_the_list_is_replayed_by_a_command(tmp_path, capsys):
    books_ahead("Amina Essai")
    amina = Resident.objects.get()
    listed = tmp_path / erasures.NAME
    with pytest.raises(CommandError, match="No such file"):
        call_command("erase_again", str(listed))
    listed.write_text("Amina\n")
    with pytest.raises(CommandError, match="n’est pas une liste"):
        call_command("erase_again", str(listed))
    listed.write_text(f'[{amina.pk}, "{amina.created_at.isoformat()}", "{NOON.isoformat()}"]\n')
    call_command("erase_again", str(listed))
    assert "1 personne(s)" in capsys.readouterr().out
    assert Resident.objects.get().name == ""
    call_command("erase_again", str(listed))
    assert "0 personne(s)" in capsys.readouterr().out
