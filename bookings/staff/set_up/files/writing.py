"""Files that were started are written, a few lines at a time; what is to happen once a line is stored for good comes after."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import translation

from bookings.actions.go_on import SWEEP_SECONDS, go_on
from bookings.actions.start_file import SET_UP_TASK
from bookings.models import SetUpFile, SetUpLine
from bookings.staff.set_up.files.answers import Answers
from bookings.staff.set_up.files.line import Done, Fate
from bookings.staff.set_up.files.looking import sheet_of, tried
from mediation.access import Reach, reach_of_user

BATCH = 10


def write_files(*, clock: Callable[[], datetime], seconds: float = SWEEP_SECONDS) -> int:
    """Goes on with every file that was started; how many lines."""
    return go_on(
        SetUpFile.objects.select_related("by"),
        _write,
        lines=lambda: BATCH,
        task=SET_UP_TASK,
        clock=clock,
        seconds=seconds,
    )


def _write(file: SetUpFile, lines: list[SetUpLine], now: datetime) -> None:
    """Each line, by who may still do it; in the language of who sent the file."""
    # Somebody who has lost the role meanwhile reaches nothing any more: their lines are refused.
    reach = reach_of_user(file.by) if file.by is not None and file.by.is_active else Reach()
    with translation.override(file.language):
        for line in lines:
            answers = Answers(json.loads(line.row), sheet_of(file.about).fields)
            done = tried(answers, sheet_of(file.about), reach, now, keep=True)
            line.fate = Fate.REFUSED if done.fate == Fate.WRONG else done.fate
            line.made, line.remarks = done.made, done.remarks
            line.faults = [list(fault) for fault in answers.faults]
            line.save(update_fields=["fate", "made", "remarks", "faults"])
            if done.after is not None and line.fate != Fate.SAME:
                transaction.on_commit(partial(_after, line.pk, done, file.language), robust=True)


def _after(pk: int, done: Done, language: str) -> None:
    """An e-mail never leaves for what might still be undone."""
    with translation.override(language):
        said = done.after() if done.after is not None else []
    SetUpLine.objects.filter(pk=pk).update(remarks=said)
