"""PostgreSQL's own programs, and how they are told where the database is."""

import os
import shutil
from glob import glob
from typing import Any

from django.db import connection


class ProgramMissing(Exception):
    """`pg_dump` or `pg_restore` is not on this machine; says which."""


def program(name: str) -> str:
    """The newest one on this machine: on the path, or where Debian keeps several versions."""
    versions = sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    found = versions[-1] if versions else shutil.which(name)
    if found is None:
        raise ProgramMissing(f"{name} manque sur cette machine (paquet postgresql-client).")
    return found


def environment() -> dict[str, str]:
    """Where the database is, by PostgreSQL's variables: a password never stands among a program's words."""
    there: dict[str, Any] = connection.settings_dict
    said = {
        "PGHOST": there.get("HOST"),
        "PGPORT": there.get("PORT"),
        "PGUSER": there.get("USER"),
        "PGPASSWORD": there.get("PASSWORD"),
        "PGDATABASE": there["NAME"],
        "PGSSLMODE": there.get("OPTIONS", {}).get("sslmode"),
    }
    return {**os.environ, **{name: str(value) for name, value in said.items() if value}}
