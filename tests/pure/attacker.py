"""Somebody who computes: what can be known of hidden counts from everything published, by linear programming (HiGHS)."""

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from bookings.open_data.cube import AXES, MONTH, Cube, Key


class Attacker:
    """Knows what is shown, each month's total, and which cells are hidden for being small: that these are 1 to `least` - 1."""

    def __init__(self, cube: Cube, published: Mapping[Key, int], hidden: Collection[Key], least: int = 11):
        self.cells = {cell: place for place, cell in enumerate(sorted(cube.counts))}
        self.parts: dict[Key, list[int]] = defaultdict(list)
        of_month: dict[str, list[int]] = defaultdict(list)
        totals: dict[str, int] = defaultdict(int)
        for cell, place in self.cells.items():
            of_month[cell[MONTH]].append(place)
            totals[cell[MONTH]] += cube.counts[cell]
            for over in AXES:
                self.parts[cube.key(cell, over)].append(place)
        shown = [(self.parts[key], count) for key, count in published.items() if key not in hidden]
        shown += [(of_month[month], total) for month, total in totals.items()]
        small = [self.parts[key] for key in hidden if 0 < published[key] < least]
        self.known = {
            "A_eq": self._rows(parts for parts, _ in shown),
            "b_eq": [count for _, count in shown],
            "A_ub": self._rows([*small, *small], [1] * len(small) + [-1] * len(small)) if small else None,
            "b_ub": [least - 1] * len(small) + [-1] * len(small) if small else None,
        }

    def interval(self, key: Key) -> tuple[float, float]:
        """The least and the greatest count that a cell may have."""
        wanted = np.zeros(len(self.cells))
        wanted[self.parts[key]] = 1
        low = linprog(wanted, **self.known, method="highs")
        high = linprog(-wanted, **self.known, method="highs")
        assert low.status == 0, low.message
        return low.fun, np.inf if high.status == 3 else -high.fun

    def _rows(self, parts, signs=None):
        rows = [list(each) for each in parts]
        signs = signs or [1] * len(rows)
        places = [(row, place, signs[row]) for row, each in enumerate(rows) for place in each]
        ones = ([sign for _, _, sign in places], ([row for row, _, _ in places], [p for _, p, _ in places]))
        return csr_matrix(ones, shape=(len(rows), len(self.cells)))
