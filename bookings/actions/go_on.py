"""Files that were started are gone on with, in batches each committed: what stopped half way goes on where it stopped."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from bookings.actions.start_file import end
from bookings.models.upload import Upload, UploadLine, UploadQuerySet
from mediation.celery import nudge

SWEEP_SECONDS = 15


def go_on(
    files: UploadQuerySet,
    batch: Callable[[Any, list[Any], datetime], None],
    *,
    lines: Callable[[], int],
    task: str,
    clock: Callable[[], datetime],
    seconds: float,
) -> int:
    """Does `batch(file, lines, now)` with the next `lines()` lines of every file under way; how many lines.

    After so many seconds `task` is asked for again.
    """
    until, done = time.monotonic() + seconds, 0
    for pk in list(files.under_way().order_by("started_at").values_list("pk", flat=True)):
        while (count := _next(files, pk, batch, lines(), clock())) > 0:
            done += count
            if time.monotonic() > until:
                nudge(task)
                return done
    return done


def _next(
    files: UploadQuerySet,
    pk: int,
    batch: Callable[[Any, list[Any], datetime], None],
    count: int,
    now: datetime,
) -> int:
    """How many lines were done; 0 when the file is at its end, or another worker is at it."""
    with transaction.atomic():
        file = files.under_way().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if file is None:
            return 0
        found = list(file.lines.filter(fate__in=UploadLine.TO_DO).order_by("number")[:count])
        if not found:
            end(file, Upload.State.DONE, now)
            return 0
        batch(file, found, now)
        type(found[0])._default_manager.filter(pk__in=[line.pk for line in found]).update(row="")
    return len(found)
