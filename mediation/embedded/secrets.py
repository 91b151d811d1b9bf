"""The secrets of a first start: made once, kept in `var/env`, readable by their owner only."""

import base64
import os
import secrets
import sys
from pathlib import Path

from mediation.key_names import NAMED


def _lines() -> list[str]:
    return [
        "# Made by `make run` on its first start. Without these keys the data cannot be read: keep a copy.",
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        f"ENCRYPTION_KEYS={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        f"INDEX_KEY={NAMED}{secrets.token_urlsafe(32)}",
        f"BACKUP_KEY={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        "DEMO=true",
    ]


def ensure(path: Path) -> bool:
    """Write `path` unless it is there already; True if it was written. Never changes a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(_lines()) + "\n")
    return True


if __name__ == "__main__":
    ensure(Path(sys.argv[1]))
