"""An exact stretch of time asked for at a site, as it would be taken. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Span:
    """Time asked for at a site: start (UTC), whole minutes of help and of buffer, what it uses.

    `rooms` and `machines` are the site's limits at once; None is no limit.
    """

    site_id: int
    starts_at: datetime
    duration_min: int
    buffer_min: int
    needs_machine: bool = False
    rooms: int | None = None
    machines: int | None = None

    @property
    def ends_at(self) -> datetime:
        """The end promised to the resident."""
        return self.starts_at + timedelta(minutes=self.duration_min)

    @property
    def free_again_at(self) -> datetime:
        """The end of the mediator's commitment."""
        return self.ends_at + timedelta(minutes=self.buffer_min)
