"""French public holidays (Code du travail, articles L3133-1 and L3422-2), from the `holidays` library.

Overseas departments and Alsace-Moselle have days of their own: a place's are told by its department. The library
counts as such the days that custom keeps there too (Guadeloupe: Good Friday, Mi-Carême); whoever works then keeps the
opening "on holidays".

School holidays are those of zones A, B and C. The library computes them from how the ministry has set them since 2017, so it
knows years that no arrêté has fixed yet: what is shown far ahead may still move by a week. Corsica and overseas France,
whose rectorates set their own, have none here.
"""

import importlib.util
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import holidays

from mediation.departments import METROPOLITAN


def days(years: Iterable[int], subdivision: str = METROPOLITAN) -> frozenset[date]:
    """All public holidays of these calendar years, in a subdivision (`mediation.departments`) or most of France."""
    return _of_years(tuple(years), subdivision)


def is_one(day: date, subdivision: str = METROPOLITAN) -> bool:
    """Whether that day is a public holiday there."""
    return day in _of_year(day.year, subdivision)


def school_days(years: Iterable[int], zone: str) -> frozenset[date]:
    """All days without school of these calendar years in zone A, B or C (`mediation.departments`); none for no zone."""
    return frozenset().union(*(_school_of_year(year, zone) for year in years)) if zone else frozenset()


@lru_cache(64)
def _school_of_year(year: int, zone: str) -> frozenset[date]:
    return frozenset(_france()(subdiv=f"Zone {zone}", categories=("school",), years=year))


@lru_cache(512)
def _of_years(years: tuple[int, ...], subdivision: str) -> frozenset[date]:
    return frozenset().union(*(_of_year(year, subdivision) for year in years))


@lru_cache(512)
def _of_year(year: int, subdivision: str) -> frozenset[date]:
    return frozenset(_france()(subdiv=subdivision or None, years=year))


@cache
def _france() -> Any:
    """The library's France alone. Asked by its own ways it loads 250 countries, 8 MB that every process would keep."""
    file = Path(holidays.__file__).parent / "countries" / "france.py"
    spec = importlib.util.spec_from_file_location("mediation._france", file)
    if spec is None or spec.loader is None:
        raise ImportError(str(file))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.France
