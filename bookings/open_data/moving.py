"""Moving people in the true counts so that nothing shown changes: how far a hidden cell can vary. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from bookings.open_data.cube import AXES, COMMUNE, MONTH, Cell, Key, axes_of
from bookings.open_data.tables import Tables

Partners = tuple[Key, ...]
"""The other cells of the same table that change: the one that people come from or go to, or three corners of a rectangle
(beside the cell, above or under it, across)."""


class Way(NamedTuple):
    """One way to vary a cell: what must be hidden for it, and how far the cell can then fall and rise."""

    hides: frozenset[Key]
    down: int
    up: int


class Step(NamedTuple):
    """People of one cell of the cube counted in another one: what changes in the other tables, and what of that is seen."""

    source: Cell
    falls: Sequence[Key]
    rises: Sequence[Key]
    seen: frozenset[Key]


class Moves:
    """The ways to vary the hidden cells of `tables`; the tables change while this is in use, the counts do not."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        cube = tables.cube
        self._behind: dict[Key, dict[Cell, int]] = defaultdict(dict)
        self._summed: dict[Key, Counter[str]] = defaultdict(Counter)
        self._values: dict[tuple[int, int], dict[str, None]] = defaultdict(dict)
        for cell, over in product(sorted(cube.counts), AXES):
            key = cube.key(cell, over)
            self._values[over, 1][key.first] = self._values[over, 2][key.second] = None
            if count := cube.counts[cell]:
                self._behind[key][cell] = count
                self._summed[key][cell[over]] += count
        self._members: dict[str, list[str]] = defaultdict(list)
        for commune in cube.values(COMMUNE):
            self._members[cube.grouped.get(commune, commune)].append(commune)

    def without_a_trace(self, key: Key) -> Iterator[Partners]:
        """Partners among the cells that nobody sees as it is."""
        yield from self._partners(key, lambda other: not self.tables.seen(other))

    def for_a_price(self, key: Key) -> Iterator[Partners]:
        """Partners among all that can still be hidden."""
        yield from self._partners(key, self.tables.hideable)

    def way(self, key: Key, partners: Partners, *, enough: int = 0) -> Way:
        """How far `key` varies with these partners. With `enough`, more may be hidden in other tables until it varies so far."""
        hides = frozenset(other for other in partners if self.tables.seen(other))
        if len(partners) == 3:
            return Way(hides, *self._around(key, *partners))
        up, for_up = self._across(partners[0], key, enough)
        down, for_down = self._across(key, partners[0], enough - up)
        return Way(hides | for_up | for_down, down, up)

    def _partners(self, key: Key, usable: Callable[[Key], bool]) -> Iterator[Partners]:
        over, first, second = key
        column = [Key(over, value, second) for value in self._values[over, 1] if value != first]
        row = [Key(over, first, value) for value in self._values[over, 2] if value != second]
        column, row = [one for one in column if usable(one)], [one for one in row if usable(one)]
        # A month's total is known: nobody moves from one month to another, save around a rectangle.
        for axis, line in zip(axes_of(over), (column, row), strict=True):
            if axis != MONTH:
                yield from ((other,) for other in line)
        for beside, above in product(column, row):
            across = Key(over, beside.first, above.second)
            if usable(across):
                yield beside, above, across

    def _around(self, key: Key, beside: Key, above: Key, across: Key) -> tuple[int, int]:
        """Fall and rise around a rectangle: as many leave each row and column as come, within each month (commune, theme)."""
        room = {one: self.tables.room(one) for one in (key, beside, above, across)}
        rise = min(room[key][1], room[across][1], room[beside][0], room[above][0])
        fall = min(room[key][0], room[across][0], room[beside][1], room[above][1])
        return (min(fall, self._together(key, across)), min(rise, self._together(beside, above)))

    def _together(self, one: Key, other: Key) -> int:
        first, second = self._summed[one], self._summed[other]
        return sum(min(count, second[value]) for value, count in first.items())

    def _across(self, source: Key, target: Key, enough: int) -> tuple[int, frozenset[Key]]:
        """How many people of one cell can be counted in another of its row or column, and what must be hidden for it."""
        left = min(self.tables.room(source)[0], self.tables.room(target)[1])
        people = dict(self._behind[source])
        rooms: dict[Key, list[int]] = {}
        moved, hides = 0, frozenset[Key]()
        for step in self._steps(source, target, hiding=enough > 0):
            if left == moved or (step.seen - hides and moved >= enough):
                break
            falls = [rooms.setdefault(key, list(self.tables.room(key))) for key in step.falls]
            rises = [rooms.setdefault(key, list(self.tables.room(key))) for key in step.rises]
            count = min(people[step.source], left - moved, *(r[0] for r in falls), *(r[1] for r in rises))
            if count <= 0:
                continue
            people[step.source] -= count
            for room in falls:
                room[0] -= count
            for room in rises:
                room[1] -= count
            moved, hides = moved + count, hides | step.seen
        return moved, hides

    def _steps(self, source: Key, target: Key, *, hiding: bool) -> list[Step]:
        """Ways from one cell to the other that nobody sees; with `hiding` those, too, that can be hidden, cheapest first."""
        steps = []
        for cell in self._behind[source]:
            for other in self._counterparts(cell, source, target):
                step = self._step(cell, other, source.over)
                if not step.seen or (hiding and all(map(self.tables.hideable, step.seen))):
                    steps.append(step)
        return sorted(steps, key=lambda step: (self.tables.price(step.seen), step.source))

    def _step(self, cell: Cell, other: Cell, over: int) -> Step:
        key = self.tables.cube.key
        pairs = [(key(cell, axis), key(other, axis)) for axis in AXES if axis != over]
        changed = [(one, two) for one, two in pairs if one != two]
        seen = frozenset(one for pair in changed for one in pair if self.tables.seen(one))
        return Step(cell, [one for one, _ in changed], [two for _, two in changed], seen)

    def _counterparts(self, cell: Cell, source: Key, target: Key) -> Iterator[Cell]:
        """The cell of the cube that is the same but for what tells the two cells of the table apart."""
        month, commune, theme = cell
        for axis, here, there in zip(axes_of(source.over), source[1:], target[1:], strict=True):
            if here == there:
                continue
            if axis == COMMUNE:
                members: Mapping[str, Sequence[str]] = self._members if source.over == MONTH else {}
                yield from ((month, one, theme) for one in members.get(there, [there]))
            else:
                yield (month, commune, there) if axis != MONTH else (there, commune, theme)
