"""An empty database as migrations leave it, made once and copied: each process of the tests, and each run, would make it anew.

It is known by what it comes from: every migration, the project's own modules they name, and the libraries' versions.
Another text of one of these is another database. SQLite's is kept as a file, PostgreSQL's as the statements that make it.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("mediation", "bookings", "notifications")


def copy_to(target: Path) -> None:
    """Puts a file of SQLite there."""
    shutil.copyfile(_original("sqlite3"), target)


def restore_to(name: str) -> None:
    """Makes a database of that name on the PostgreSQL of these tests."""
    original = _original("sql")
    _execute(f'CREATE DATABASE "{name}"')
    _run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={original}", _address(name))


def drop(name: str) -> None:
    """Takes it away again, whoever is still connected."""
    _execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _original(kind: str) -> Path:
    """Whoever comes first makes it, the others wait."""
    original = Path(tempfile.gettempdir()) / f"mediation-migrated-{os.getuid()}-{_known_by()}.{kind}"
    with original.with_suffix(f".{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not original.exists():
            unfinished = original.with_suffix(f".{kind}.unfinished")
            unfinished.unlink(missing_ok=True)
            (_make_file if kind == "sqlite3" else _make_statements)(unfinished)
            unfinished.rename(original)
    return original


def _make_file(unfinished: Path) -> None:
    # Its journal is written back when the last connection closes.
    _migrate(f"sqlite:///{unfinished}")


def _make_statements(unfinished: Path) -> None:
    name = f"migrated_{os.getpid()}"
    _execute(f'CREATE DATABASE "{name}"')
    try:
        _migrate(_address(name))
        _run("pg_dump", "--no-owner", f"--file={unfinished}", _address(name))
    finally:
        drop(name)


def _migrate(address: str) -> None:
    environment = {**os.environ, "TEST_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _run(program: str, *arguments: str) -> None:
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)


def _execute(statement: str) -> None:
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement.encode())


def _address(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))


def _known_by() -> str:
    migrations = sorted(path for package in _PACKAGES for path in ROOT.glob(f"{package}/**/migrations/*.py"))
    named = sorted({path for migration in migrations for path in _named_in(migration)})
    known = hashlib.sha256(sys.version.encode())
    for path in (*migrations, *named, ROOT / "requirements.lock", ROOT / "mediation" / "settings.py"):
        known.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return known.hexdigest()[:24]


def _named_in(migration: Path) -> set[Path]:
    """The files of the project's own modules that a migration imports."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(migration.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
        elif isinstance(node, ast.Import):
            modules |= {each.name for each in node.names}
    own = {name for name in modules if name.partition(".")[0] in _PACKAGES}
    return {Path(spec.origin) for name in own if (spec := find_spec(name)) is not None and spec.origin}
