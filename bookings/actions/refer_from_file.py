"""Whoever stands in a file is referred: in batches, each committed, so that it goes on where it stopped."""

from collections.abc import Callable
from datetime import datetime

from bookings.actions.go_on import SWEEP_SECONDS, go_on
from bookings.actions.refer_line import Ground, refer_line
from bookings.actions.start_file import TASK
from bookings.models import ReferralFile, ReferralLine

# Small: on SQLite nobody else writes while a batch is.
BATCH = 25


def refer_from_files(*, clock: Callable[[], datetime], seconds: float = SWEEP_SECONDS) -> int:
    """Goes on with every file that was started; how many lines. After so many seconds another sweep is asked for."""
    return go_on(
        ReferralFile.objects.select_related("organisation"),
        _refer,
        lines=lambda: BATCH,
        task=TASK,
        clock=clock,
        seconds=seconds,
    )


def _refer(file: ReferralFile, lines: list[ReferralLine], now: datetime) -> None:
    """Each line is referred; what became of it is noted."""
    ground = Ground({}, {}, {})
    for line in lines:
        refer_line(line, file, ground, now)
    ReferralLine.objects.bulk_update(lines, ["fate", "referral"])
    for line in lines:
        if line.faults:
            line.save(update_fields=["faults"])
