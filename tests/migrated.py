"""An empty database as migrations leave it, made once and copied: each process of the tests, and each run, would make it anew.

It is known by what it comes from: every migration, the project's own modules they name, and the libraries' versions.
Another text of one of these is another database. Only on SQLite, where a database is a file.
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

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("mediation", "bookings", "notifications")


def copy_to(target: Path) -> None:
    """Puts a copy there; whoever comes first makes the original, the others wait for it."""
    original = Path(tempfile.gettempdir()) / f"mediation-migrated-{os.getuid()}-{_known_by()}.sqlite3"
    with original.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not original.exists():
            _make(original)
    shutil.copyfile(original, target)


def _make(original: Path) -> None:
    unfinished = original.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    environment = {**os.environ, "TEST_DATABASE_URL": f"sqlite:///{unfinished}"}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    # Its journal was written back when the last connection closed.
    unfinished.rename(original)


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
