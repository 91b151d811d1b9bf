"""Two embedded processes on one folder would be two clocks and two writers: the second is refused."""

import fcntl
import os
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another process serves from this folder; the message says which and what to do."""


def hold(path: Path) -> IO[str]:
    """Take the lock at `path` for as long as the returned file is open, in this process or its children.

    The kernel frees it when the last of them ends, however it ends; the file itself stays.
    """
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise AlreadyRunning(
            f"This folder is already being served (process {holder}): only one may run on it. "
            "Stop that one first, or go to PostgreSQL and Redis to run several (README.md)."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
