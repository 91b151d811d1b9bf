"""What earlier editions of a year counted, showed and kept secret."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass

from bookings.models import CountedCell, PublishedCell
from bookings.open_data.cube import COMMUNE, MONTH, THEME, Cell, Cube, Key


@dataclass(frozen=True)
class SoFar:
    """`counts` of the year's cube, zeros included; `published` holds the true counts of all cells of its tables."""

    counts: Mapping[Cell, int]
    published: Mapping[Key, int]
    secret: Set[Key]


def so_far(year: int) -> SoFar:
    """The months of `year` that are published; two queries."""
    rows = CountedCell.objects.filter(edition__period__startswith=f"{year}-")
    counts = {
        (month, commune, theme): count
        for month, commune, theme, count in rows.values_list("edition__period", "commune", "theme", "count")
    }
    cube, sums = Cube(counts), Counter[Key]()
    for cell, count in counts.items():
        for over in (COMMUNE, THEME):
            sums[cube.key(cell, over)] += count
    cells = PublishedCell.objects.filter(edition__period__startswith=f"{year}-").exclude(over=MONTH)
    secret = {
        Key(over, first, second)
        for over, first, second in cells.filter(count=None).values_list("over", "first", "second")
    }
    return SoFar(counts, dict(sums), secret)
