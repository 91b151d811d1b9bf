"""A backup of everything, and what was erased since the last one, in the folder of backups."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from bookings.actions.forget import erase
from bookings.errors import NotStanding
from bookings.people.who import SYSTEM
from bookings.records import erasures
from mediation.backup.folder import due, let_go, name_at
from mediation.backup.take import take

_ONE_AT_A_TIME = "backup-under-way"
_AT_MOST_SECONDS = 6 * 3600


def back_up_if_due(*, now: datetime) -> Path | None:
    """Once a day, where `BACKUP_DIR` names a folder; the list of erasures is brought up to date each time. The new backup."""
    if not settings.BACKUP_DIR:
        return None
    folder = Path(settings.BACKUP_DIR)
    erasures.write_list(folder)
    if not due(folder, now=now) or not cache.add(_ONE_AT_A_TIME, True, _AT_MOST_SECONDS):
        return None
    try:
        target = folder / name_at(now)
        take(target, key=settings.BACKUP_KEY, now=now)
        let_go(folder, keep=settings.BACKUP_KEEP)
        return target
    finally:
        cache.delete(_ONE_AT_A_TIME)


def erase_again(listed: Path, *, now: datetime) -> tuple[int, list[int]]:
    """After a restore: whoever was erased since the backup is erased in it too; how many, and whom it could not erase, for
    an appointment of theirs is under way.

    What lay ahead of them is called off. Raises ValueError for a file that is no list.
    """
    known, under_way = erasures.still_known(erasures.read_list(listed)), []
    for resident_id in known:
        try:
            erase(resident_id, by=SYSTEM, now=now, cancel_ahead=True)
        except NotStanding:
            under_way.append(resident_id)
    return len(known) - len(under_way), under_way
