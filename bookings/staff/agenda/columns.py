"""The columns of a time grid: what one mediator's day is made of, placed on the rows of five minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from bookings.staff.agenda import rows
from bookings.staff.agenda.animated import Animated
from bookings.staff.agenda.booked import Booked
from bookings.staff.asking import local
from bookings.times.gaps import Days
from bookings.times.ways import ways
from mediation.models import Mediator, Site

DAY_MIN = 24 * 60
_RECEIVES = ("open", "drop_in")
_PROMISED = ("booked", "workshop")


class Piece(NamedTuple):
    """[start, end) in minutes of the day. `kind` is open, drop_in, free, booked, workshop, away, shut or travel."""

    kind: str
    start: int
    end: int
    site_id: int | None = None
    # None where the site is not within reach.
    site: Site | None = None
    booked: Booked | None = None
    # Minutes that a way takes, where the map knows.
    way_min: int | None = None
    # Somebody comes before they can be there.
    hurried: bool = False
    animated: Animated | None = None


@dataclass(frozen=True)
class Item:
    """A piece on the grid: between which lines it stands, and on which half where two run side by side (0: alone)."""

    piece: Piece
    first: int
    last: int
    half: int

    @property
    def starts(self) -> str:
        """09:30."""
        return _clock(self.piece.start)

    @property
    def ends(self) -> str:
        """10:30."""
        return _clock(self.piece.end)


@dataclass
class Column:
    """One mediator on one day, at one site or at all of them."""

    day: date
    mediator: Mediator
    site: Site | None = None
    pieces: list[Piece] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    tags: Sequence[str] = ()

    @property
    def count(self) -> int:
        """How many appointments."""
        return sum(piece.kind == "booked" for piece in self.pieces)

    @property
    def open_min(self) -> int:
        """How long they receive, in minutes."""
        return sum(piece.end - piece.start for piece in self.pieces if piece.kind == "open")

    @property
    def free_min(self) -> int:
        """How long they could still receive, in minutes."""
        return sum(piece.end - piece.start for piece in self.pieces if piece.kind == "free")


def fill(
    columns: Iterable[Column],
    days: Days,
    found: Iterable[Booked],
    sites: Mapping[int, Site],
    workshops: Iterable[Animated] = (),
) -> None:
    """Puts each piece into the columns of its mediator and its day; at another site than theirs into none."""
    there: dict[tuple[int, date], list[Column]] = {}
    for column in columns:
        there.setdefault((column.mediator.pk, column.day), []).append(column)
    for kind in ("open", "drop_in", "free", "away", "shut"):
        for stretch in getattr(days, kind):
            day, start, end = _span(stretch.starts_at, stretch.ends_at, stretch.zone)
            piece = Piece(kind, start, end, stretch.site_id, sites.get(stretch.site_id or 0))
            _put(there.get((stretch.mediator_id, day), ()), piece)
    for one in found:
        site = sites.get(one.site_id)
        day, start, end = _span(one.starts_at, one.ends_at, site.timezone if site else "")
        _put(there.get((one.mediator_id, day), ()), Piece("booked", start, end, one.site_id, site, one))
    for each in workshops:
        day, start, end = _span(each.starts_at, each.ends_at, each.zone)
        piece = Piece("workshop", start, end, each.site_id, sites.get(each.site_id), animated=each)
        _put(there.get((each.mediator_id, day), ()), piece)


def _put(columns: Iterable[Column], piece: Piece) -> None:
    for column in columns:
        if column.site is None or piece.site_id in (None, column.site.pk):
            column.pieces.append(piece)


def _span(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[date, int, int]:
    """Its day, and from which minute of that day to which, on the clocks of `zone` (or those of the page)."""
    start, end = (local(at, zone) if zone else timezone.localtime(at) for at in (starts_at, ends_at))
    last = DAY_MIN if end.date() > start.date() else end.hour * 60 + end.minute
    return start.date(), start.hour * 60 + start.minute, last


def laid_out(columns: Iterable[Column]) -> tuple[int, int]:
    """Gives all columns their items, under the same hours; these hours, the first and the last."""
    columns = list(columns)
    for column in columns:
        _say_once(column.pieces)
        column.pieces += _ways(column.pieces)
    spans = [
        (piece.start, piece.end) for column in columns for piece in column.pieces if piece.kind != "away"
    ]
    first, last = rows.hours_shown(spans)
    for column in columns:
        column.items = _items(column.pieces, first, last)
    return first, last


def _say_once(pieces: list[Piece]) -> None:
    """Hours that are open to people with an appointment and without are one piece: the drop-in, whose name says more."""
    held = {(piece.start, piece.end, piece.site_id) for piece in pieces if piece.kind == "drop_in"}
    pieces[:] = [
        piece
        for piece in pieces
        if piece.kind != "open" or (piece.start, piece.end, piece.site_id) not in held
    ]


def _items(pieces: Sequence[Piece], first: int, last: int) -> list[Item]:
    """In the order in which a day is read aloud: what is around comes before what is in it."""
    back = [each for each in pieces if each.kind in ("open", "drop_in", "away", "shut", "travel")]
    front = [each for each in pieces if each.kind in _PROMISED]
    for piece in pieces:
        if piece.kind == "free":
            front += [
                piece._replace(start=start, end=end) for start, end in rows.cells((piece.start, piece.end))
            ]
    front.sort(key=lambda piece: (piece.start, piece.end))
    sides = rows.halves([(piece.start, piece.end) for piece in front])
    placed = [(piece, 0) for piece in back] + list(zip(front, sides, strict=True))
    placed.sort(key=lambda each: (each[0].start, -each[0].end if each[0].kind in _RECEIVES else 0))
    seen = [each for each in placed if each[0].end > first * 60 and each[0].start < last * 60]
    return [_item(piece, side, first, last) for piece, side in seen]


def _item(piece: Piece, side: int, first: int, last: int) -> Item:
    shown = max(piece.start, first * 60), min(piece.end, last * 60)
    return Item(piece, *rows.lines(shown, first), side)


def _ways(pieces: Iterable[Piece]) -> list[Piece]:
    """From each place to the next one of the day, wherever the place changes: as long as it takes, or all there is."""
    found: list[Piece] = []
    before: Piece | None = None
    there = sorted(
        (each for each in pieces if each.kind in (*_RECEIVES, *_PROMISED)), key=lambda each: each[1:3]
    )
    for piece in there:
        if before is not None and _goes(before, piece) and piece.start >= before.end:
            found += _way(before, piece, there)
        if before is None or piece.end > before.end:
            before = piece
    return found


def _goes(before: Piece, piece: Piece) -> bool:
    remote = any(each.site is not None and each.site.remote for each in (before, piece))
    return piece.site_id != before.site_id and not remote


def _way(before: Piece, piece: Piece, there: Iterable[Piece]) -> list[Piece]:
    way_min = None
    if before.site_id and piece.site_id:
        way_min = ways()(before.site_id, piece.site_id) // 60 or None
    end = piece.start if way_min is None else before.end + way_min
    waiting = [each for each in there if each.kind == "booked" and each.site_id == piece.site_id]
    hurried = any(before.end <= each.start < end for each in waiting)
    way = Piece("travel", before.end, end, piece.site_id, piece.site, way_min=way_min, hurried=hurried)
    return [way] if before.end < end <= DAY_MIN else []


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
