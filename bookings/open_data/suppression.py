"""Which cells of published counts stay hidden, so that none can be computed back. Pure.

A count of 1 to `least` - 1 is hidden; so are others, for a hidden cell beside known sums would be a subtraction away. All wear
one and the same mark.

A cell is safe when other counts exist that show exactly what is published, and in which it has other values: the rule looks for
them. It moves people in the true counts — from one commune to another within a month, from one theme to another, or around a
rectangle, which changes no sum — in such ways that nothing shown changes. How far they can be moved is how wide the cell's
interval is at least, whoever computes, with whatever method. Somebody is taken to know which cells are hidden for being small
(so that these lie between 1 and `least` - 1), each month's total, and every earlier edition: what was shown once helps nobody.
"""

from collections.abc import Iterable, Mapping, Set

from bookings.open_data.cube import Cube, Key
from bookings.open_data.moving import Moves, Way
from bookings.open_data.tables import Tables

LEAST = 11
"""Counts under this are not published: the rule of the French tax administration's and hospitals' data."""
WIDE = 5
"""By how much a hidden count must at least be able to vary."""


class Unprotectable(ValueError):
    """No choice of cells hides this count among what was published before."""


def hidden(
    cube: Cube,
    over: Iterable[int],
    *,
    fixed: Set[Key] = frozenset(),
    hidden_before: Set[Key] = frozenset(),
    published_before: Mapping[Key, int] | None = None,
    least: int = LEAST,
    wide: int = WIDE,
) -> set[Key]:
    """The cells to hide in the tables of `cube` that sum up each axis of `over`.

    `fixed` and `hidden_before` are the cells that earlier editions of the year showed and hid, `published_before` the
    counts of both. Raises `Unprotectable` when a count cannot vary by `wide` whatever is hidden now.
    """
    new = {key: count for axis in over for key, count in cube.table(axis).items()}
    published = {**new, **(published_before or {})}
    tables = Tables(cube, published, fixed, set(hidden_before), least)
    moves = Moves(tables)
    tables.hidden |= {key for key, count in new.items() if key not in fixed and 0 < count < least}
    waiting = sorted(tables.hidden)
    while waiting:
        key = waiting.pop()
        added = _protection(tables, moves, key, wide) - tables.hidden
        tables.hidden |= added
        waiting += sorted(added)
    return tables.hidden - set(hidden_before)


def _protection(tables: Tables, moves: Moves, key: Key, wide: int) -> Set[Key]:
    """What else must be hidden for this cell to vary by `wide`: the way that costs readers least; often nothing."""
    down = up = 0
    for partners in moves.without_a_trace(key):
        way = moves.way(key, partners)
        down, up = max(down, way.down), max(up, way.up)
        if down + up >= wide:
            return frozenset()
    best: Way | None = None
    for partners in sorted(moves.for_a_price(key), key=lambda some: (tables.price(some), some)):
        if best is not None and tables.price(partners) >= tables.price(best.hides):
            break
        way = moves.way(key, partners, enough=wide)
        if max(down, way.down) + max(up, way.up) < wide:
            continue
        if best is None or tables.price(way.hides) < tables.price(best.hides):
            best = way
    if best is None:
        raise Unprotectable(key)
    return best.hides
