"""Expanding somebody's calendar in a process of its own, with limits: what it is made of is theirs, not ours.

A rule can be written that takes hours to expand; a process can be ended, a thread cannot. It is given nothing of this
process but the path of its program: no setting, no key, no connection.
"""

import json
import os
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from bookings.calendars.expand import NotACalendar, TooOften, busy_in_all, parts_of
from mediation.intervals import Interval

SECONDS = 120
_MEMORY = 1024**3
_ROOT = Path(__file__).resolve().parents[2]


class TookTooLong(Exception):
    """The calendar could not be expanded within the time or the memory that it is given."""


def busy_apart(
    content: bytes, *, multistatus: bool, zone: str, start: datetime, end: datetime, seconds: float = SECONDS
) -> list[Interval]:
    """`busy_in` of a calendar (or of all that a CalDAV report holds), in a process that is ended after `seconds`.

    Raises NotACalendar, TooOften, TookTooLong.
    """
    asked = json.dumps([multistatus, zone, start.isoformat(), end.isoformat(), int(seconds) + 1])
    command = [sys.executable, "-m", "bookings.calendars.apart", asked]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            command, input=content, capture_output=True, timeout=seconds, cwd=_ROOT, env=_environment()
        )
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    if done.returncode != 0:
        # Ended by a limit; what it had to say may quote the calendar.
        raise TookTooLong
    answer = json.loads(done.stdout)
    if answer == "not_a_calendar":
        raise NotACalendar
    if answer == "too_often":
        raise TooOften
    return [(begins, ends) for begins, ends in answer]


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join([str(_ROOT), *sys.path])}


def main(asked: str) -> None:
    """The other process: the calendar comes in, when its owner is busy goes out."""
    multistatus, zone, start, end, seconds = json.loads(asked)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    content = sys.stdin.buffer.read()
    window = {"start": datetime.fromisoformat(start), "end": datetime.fromisoformat(end)}
    try:
        contents = parts_of(content) if multistatus else [content]
        answer: object = busy_in_all(contents, zone=zone, **window)
    except NotACalendar:
        answer = "not_a_calendar"
    except TooOften:
        answer = "too_often"
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
