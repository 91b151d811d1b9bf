"""A clock that can be put: processes with this folder on PYTHONPATH read their wall clock so many seconds off.

The file named by CLOCK_FILE holds the seconds. As on a real machine only the wall clock jumps: what waits still takes its
time (`time.monotonic`, `time.sleep`).
"""

import os
import threading
import time
from pathlib import Path

import time_machine

_FILE = Path(os.environ["CLOCK_FILE"])


def _follow() -> None:
    put = 0
    while True:
        wanted = int(_FILE.read_text() or put)
        if wanted != put:
            time_machine.travel(time.time() - put + wanted, tick=True).start()
            put = wanted
        time.sleep(0.05)


def _start() -> None:
    threading.Thread(target=_follow, name="Clock", daemon=True).start()


_start()
os.register_at_fork(after_in_child=_start)
