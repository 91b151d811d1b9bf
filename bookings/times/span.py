"""An exact stretch of time asked for at a site, as it would be taken. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Span:
    """Time asked for at a site: start (UTC), whole minutes of help and of buffer, what it uses.

    `rooms` and `machines` are the site's limits at once; None is no limit. `zone` is that of the site's clocks; "" where
    nobody minds whether the mediator can get there from where they are before, and on to where they are to be after.
    """

    site_id: int
    starts_at: datetime
    duration_min: int
    buffer_min: int
    needs_machine: bool = False
    rooms: int | None = None
    machines: int | None = None
    # Of travel, which the mediator's time begins with.
    before_min: int = 0
    zone: str = ""

    @property
    def taken_from(self) -> datetime:
        """The start of the mediator's commitment."""
        return self.starts_at - timedelta(minutes=self.before_min)

    @property
    def ends_at(self) -> datetime:
        """The end promised to the resident."""
        return self.starts_at + timedelta(minutes=self.duration_min)

    @property
    def free_again_at(self) -> datetime:
        """The end of the mediator's commitment."""
        return self.ends_at + timedelta(minutes=self.buffer_min)
