"""The file of secrets that `make run` wrote for itself: a retired key is taken out of it."""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from mediation.keys.signed import fingerprint

_NAME = "ENCRYPTION_KEYS="


def taken_out_of_file(name: str) -> bool:
    """Takes the key of this fingerprint out of the file; False where the keys do not come from it."""
    path = Path(settings.ENV_FILE)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    written = [_without(line, name) for line in lines]
    if written == lines:
        return False
    _put(path, "\n".join(written) + "\n")
    return True


def _without(line: str, name: str) -> str:
    if not line.startswith(_NAME):
        return line
    keys = line.removeprefix(_NAME).split(",")
    return _NAME + ",".join(key for key in keys if fingerprint(key) != name)


def _put(path: Path, text: str) -> None:
    """In one step, readable by its owner only: a stop in the middle leaves the file as it was."""
    descriptor, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
