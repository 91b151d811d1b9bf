"""What is shown, hidden and not yet published of a year's tables. Pure."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from bookings.open_data.cube import Cube, Key

UNKNOWN = 1 << 30
"""By how much a cell can change of which nobody knows anything."""


@dataclass
class Tables:
    """The tables of a year.

    `published` holds the counts of all cells that stand in a table, shown or hidden; `fixed` are shown for good, in an
    earlier edition. A cell of a table that is not published yet is nobody's knowledge.
    """

    cube: Cube
    published: Mapping[Key, int]
    fixed: Set[Key]
    hidden: set[Key]
    least: int

    def seen(self, key: Key) -> bool:
        """Whether readers know this cell's count."""
        return key in self.published and key not in self.hidden

    def hideable(self, key: Key) -> bool:
        """Whether it can vary, or could once it is hidden."""
        return key not in self.fixed

    def room(self, key: Key) -> tuple[int, int]:
        """By how much a cell that nobody sees can fall and rise, for somebody who knows which ones are hidden as small."""
        count = self.published.get(key)
        if count is None:
            return UNKNOWN, UNKNOWN
        if 0 < count < self.least:
            return count - 1, self.least - 1 - count
        return count, UNKNOWN

    def price(self, keys: Iterable[Key]) -> tuple[int, int]:
        """What hiding these takes from readers: people, then cells."""
        lost = [self.published[key] for key in keys if self.seen(key)]
        return sum(lost), len(lost)
