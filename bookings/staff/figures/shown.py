"""Figures as the page shows them: names for codes, numbers as people write them, and the geometry of the bars."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from bookings.staff.figures import words
from bookings.staff.figures.words import DEFINITIONS, Definition
from bookings.statistics.indicators import OTHERS, Figures, Part, Shares, greatest, together
from bookings.statistics.merged import of_today
from bookings.statistics.tiles import Point, levels, tiles
from mediation.gazetteer.words import words_of
from mediation.models import Commune
from mediation.remembered import remembered

MOST_HOMES = 10
# After what people say of themselves.
_HOME_AT = 6
# The cell of a commune of which nobody knows where it lies.
_NOWHERE = (-1, -1)
# Words by which many a commune is called.
_SHARED = frozenset({"La", "Le", "Les", "L", "Saint", "Sainte", "Chapelle", "de", "des", "du", "la", "les"})


@dataclass(frozen=True)
class Bar:
    """A line: its name, how many, the share in percent, and the one of the period it is compared with."""

    name: str
    n: int
    percent: float | None
    before: float | None = None


@dataclass(frozen=True)
class Block:
    """An indicator by its parts; `code` is that of its definition."""

    code: str
    bars: Sequence[Bar]
    of: int
    missing: int
    refused: int = 0

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.code]

    @property
    def missing_percent(self) -> float:
        return 100 * self.missing / self.of if self.of else 0

    @property
    def refused_percent(self) -> float:
        return 100 * self.refused / self.of if self.of else 0


@dataclass(frozen=True)
class Column:
    """A month of the chart over time; `height` of 100."""

    month: date
    n: int
    x: int
    height: float

    @property
    def top(self) -> float:
        return 100 - self.height


@dataclass(frozen=True)
class Place:
    """A commune: how many sessions, for how many inhabitants, and its square on the map (10 by 10), from 0 (none) to 4 dark."""

    name: str
    n: int
    per_thousand: float | None
    column: int
    row: int
    level: int

    @property
    def x(self) -> int:
        return 10 * self.column

    @property
    def y(self) -> int:
        return 10 * self.row

    @property
    def shade(self) -> str:
        """How dark its square is, so that its number stays readable on it."""
        return ("0", ".12", ".25", ".38", ".52")[self.level]

    @property
    def short(self) -> str:
        """As it stands in its square: the first letters of the first word that it is known by."""
        return _short(self.name)


@lru_cache(maxsize=1_024)
def _short(name: str) -> str:
    telling = [word for word in re.split(r"[ '’-]", name) if word not in _SHARED] or [name]
    return telling[0][:5]


def blocks(now: Figures, before: Figures | None, *, scope: str, most_homes: int = MOST_HOMES) -> list[Block]:
    """The indicators that are shares and are counted of this scope; of communes people live in, so many by name. Two
    queries, remembered.
    """
    named: Sequence[tuple[str, str, Mapping[str, object]]] = (
        ("attendance", "attendance", words.ATTENDANCE),
        ("who", "who", words.WHO_CAME),
        ("age", "ages", words.NATIONAL["age"]),
        ("gender", "genders", words.NATIONAL["gender"]),
        ("situation", "situations", words.NATIONAL["situation"]),
        ("area", "areas", words.AREAS),
        ("channel", "channels", words.CHANNELS),
        ("mode", "modes", words.MODES),
        ("theme", "themes", words.NATIONAL["theme"]),
        ("result", "results", words.NATIONAL["result"]),
        ("autonomy", "autonomy", words.NATIONAL["autonomy"]),
    )
    made = [
        _block(code, getattr(now, field), getattr(before, field) if before is not None else None, names)
        for code, field, names in named
    ]
    made.insert(_HOME_AT, _homes(now, before, most_homes))
    if "/" in scope:
        # Of a theme what took place is known, not what was promised or sent.
        return [block for block in made if block.code != "attendance"]
    if now.workshops_held:
        then = before.workshop_themes if before is not None else None
        made.append(_block("workshop_theme", now.workshop_themes, then, words.NATIONAL["theme"]))
    if scope[0] not in "to":
        return made
    received = now.referrals[0].n
    then_parts = before.referrals if before is not None else None
    steps = bars(now.referrals, words.REFERRALS, Shares(then_parts, 0, 0) if then_parts else None)
    made.append(Block("referrals", steps if received else [], received, 0))
    return made


def _homes(now: Figures, before: Figures | None, most: int) -> Block:
    """The communes that people say they live in: as they are today."""
    known = communes()
    earlier = together(before.homes, known.merged) if before is not None else None
    return _block("home", greatest(together(now.homes, known.merged), most), earlier, known.names)


@dataclass(frozen=True)
class Communes:
    """Those of the territory as the map shows them, by name; what each code is called; what former ones are part of."""

    each: Sequence[tuple[str, str, int, tuple[int, int]]]
    names: Mapping[str, object]
    merged: Mapping[str, str]


@remembered
def communes() -> Communes:
    """Two queries, remembered."""
    rows = Commune.objects.order_by().values_list("insee_code", "name", "population", "latitude", "longitude")
    found = sorted(rows, key=lambda one: _as_sorted(one[1]))
    cells = _cells(
        tuple(
            (code, (latitude, longitude))
            for code, _name, _population, latitude, longitude in found
            if latitude is not None and longitude is not None
        )
    )
    return Communes(
        [(code, name, population, cells.get(code, _NOWHERE)) for code, name, population, *_where in found],
        {**{code: name for code, name, *_rest in found}, OTHERS: words.OTHER_COMMUNES},
        of_today(),
    )


@lru_cache(maxsize=1_024)
def _as_sorted(name: str) -> tuple[str, ...]:
    return tuple(words_of(name))


@lru_cache(maxsize=4)
def _cells(points: tuple[tuple[str, Point], ...]) -> Mapping[str, tuple[int, int]]:
    """Where each lies on the map: communes do not move."""
    return tiles(dict(points))


def bars(parts: Sequence[Part], names: Mapping[str, object], before: Shares | None) -> list[Bar]:
    """A bar a part; what has no name any more keeps its code."""
    earlier = {part.code: part.percent for part in before.parts} if before is not None else {}
    return [Bar(_named(names, part.code), part.n, part.percent, earlier.get(part.code)) for part in parts]


def _named(names: Mapping[str, object], code: str) -> str:
    """As the page's language calls it: national labels are French texts, our own words know their language."""
    name = names.get(code, code)
    return _(name) if isinstance(name, str) else str(name)


def columns(months: Sequence[tuple[date, int]]) -> list[Column]:
    """The chart over time."""
    highest = max((n for _month, n in months), default=0) or 1
    return [Column(month, n, place * 10, 100 * n / highest) for place, (month, n) in enumerate(months)]


def places(counts: Mapping[str, int]) -> list[Place]:
    """All communes of the territory, those with none included; of `counts` by their codes."""
    known = communes().each
    rates = {
        code: 1000 * counts.get(code, 0) / population
        for code, _name, population, _cell in known
        if population
    }
    darkness = levels(rates)
    return [
        Place(name, counts.get(code, 0), rates.get(code), *cell, darkness.get(code, 0))
        for code, name, _population, cell in known
    ]


def unmet_blocks(now: Figures, before: Figures | None, topics: Mapping[str, object]) -> list[Block]:
    """What was asked for in vain; `topics` are names by id, as text."""
    named: Sequence[tuple[str, str, Mapping[str, object]]] = (
        ("no_time", "searches", words.WAYS),
        ("no_time_topic", "topics", topics),
        ("given_up", "calls", words.STEPS),
        ("wait_ended", "waits", words.WAIT_ENDS),
        ("turns", "turns", words.TURNS),
    )
    return [
        _block(
            code,
            getattr(now.unmet, field),
            getattr(before.unmet, field) if before is not None else None,
            names,
        )
        for code, field, names in named
    ]


def _block(code: str, now: Shares, before: Shares | None, names: Mapping[str, object]) -> Block:
    return Block(code, bars(now.parts, names, before), now.of, now.missing, now.refused)
