"""Counts by month, commune and theme, and the three tables that are their sides. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

AXES = MONTH, COMMUNE, THEME = 0, 1, 2
Cell = tuple[str, str, str]
"""A month ("2026-10"), a commune (its INSEE code) and a theme (its national code)."""


class Key(NamedTuple):
    """A cell of a published table: the axis that is summed up, and the values of the other two in their order."""

    over: int
    first: str
    second: str


def axes_of(over: int) -> tuple[int, int]:
    """The two axes of the table that sums up `over`."""
    first, second = (axis for axis in AXES if axis != over)
    return first, second


@dataclass(frozen=True)
class Cube:
    """The counts of one year. `grouped`: the name under which a small commune stands in the table over the months."""

    counts: Mapping[Cell, int]
    grouped: Mapping[str, str] = field(default_factory=dict)

    def values(self, axis: int) -> list[str]:
        """What occurs on an axis, in order."""
        return sorted({cell[axis] for cell in self.counts})

    def key(self, cell: Cell, over: int) -> Key:
        """Where a cell of the cube is counted in the table that sums up the axis `over`."""
        month, commune, theme = cell
        if over == MONTH:
            return Key(MONTH, self.grouped.get(commune, commune), theme)
        return Key(COMMUNE, month, theme) if over == COMMUNE else Key(THEME, month, commune)

    def table(self, over: int) -> dict[Key, int]:
        """The table that sums up one axis: every combination of what occurs, zeros included."""
        sums: dict[Key, int] = defaultdict(int)
        for cell, count in self.counts.items():
            sums[self.key(cell, over)] += count
        firsts, seconds = {key.first for key in sums}, {key.second for key in sums}
        keys = (Key(over, first, second) for first in sorted(firsts) for second in sorted(seconds))
        return {key: sums[key] for key in keys}
