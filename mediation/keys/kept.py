"""The file of secrets that `make run` wrote for itself: a retired key is taken out of it."""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from mediation.key_names import fingerprint

_NAMES = ("ENCRYPTION_KEYS=", "INDEX_KEY=")


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
    beginning = next((each for each in _NAMES if line.startswith(each)), None)
    if beginning is None:
        return line
    keys = line.removeprefix(beginning).split(",")
    return beginning + ",".join(key for key in keys if fingerprint(key) != name)


def _put(path: Path, text: str) -> None:
    """In one step, readable by its owner only: a stop in the middle leaves the file as it was."""
    descriptor, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
