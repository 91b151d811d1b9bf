"""The folder of backups: one file a day, the oldest ones go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

_BEGIN, _END = "mediation-", ".backup"
_WRITTEN = "%Y-%m-%dT%H%MZ"
# A little less than a day: the next one is begun before the last is a day old.
DUE_AFTER = timedelta(hours=23)


def name_at(now: datetime) -> str:
    """The name of a backup made at this moment."""
    return f"{_BEGIN}{now.astimezone(UTC):{_WRITTEN}}{_END}"


def backups(folder: Path) -> list[tuple[datetime, Path]]:
    """Those in the folder with their moments, the newest last. Other files are passed over."""
    found = []
    for path in folder.glob(f"{_BEGIN}*{_END}"):
        written = path.name.removeprefix(_BEGIN).removesuffix(_END)
        try:
            found.append((datetime.strptime(written, _WRITTEN).replace(tzinfo=UTC), path))
        except ValueError:
            continue
    return sorted(found)


def due(folder: Path, *, now: datetime) -> bool:
    """Whether the newest one is nearly a day old, or there is none."""
    found = backups(folder)
    return not found or now - found[-1][0] >= DUE_AFTER


def let_go(folder: Path, *, keep: int) -> list[Path]:
    """Deletes all but the newest `keep` (at least one stays); which ones."""
    old = [path for _, path in backups(folder)[: -max(keep, 1)]]
    for path in old:
        path.unlink(missing_ok=True)
    return old
