"""Who was erased, kept beside the backups: a restored one still knows them, and must forget them again.

The list names nobody: a resident's key, the moment they were noted, the moment they were erased. The first two tell that a key
still means the same resident.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bookings.models import Resident

NAME = "erasures"


class Erasure(NamedTuple):
    """Moments are aware."""

    resident: int
    created_at: datetime
    erased_at: datetime


def write_list(folder: Path) -> int:
    """Brings the list in the folder up to date, in one step; how many it names.

    What stands there stays: a service that was started on an empty database must not empty it.
    """
    place = folder / NAME
    stood = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    rows = Resident.objects.filter(erased_at__isnull=False).order_by("erased_at", "pk")
    known = [
        json.dumps([pk, created.isoformat(), erased.isoformat()])
        for pk, created, erased in rows.values_list("pk", "created_at", "erased_at")
        if erased is not None
    ]
    lines = list(dict.fromkeys([*stood, *known]))
    descriptor, beside = tempfile.mkstemp(dir=folder, prefix=".unfinished-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, place)
    return len(lines)


def read_list(path: Path) -> Iterator[Erasure]:
    """Raises ValueError for a file that is no such list."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            pk, created, erased = json.loads(line)
            yield Erasure(int(pk), datetime.fromisoformat(created), datetime.fromisoformat(erased))


def still_known(erasures: Iterator[Erasure]) -> list[int]:
    """Of these, the residents whom this database still knows."""
    wanted = {each.resident: each.created_at for each in erasures}
    known = Resident.objects.filter(pk__in=list(wanted), erased_at__isnull=True)
    return [pk for pk, created in known.values_list("pk", "created_at") if wanted[pk] == created]
