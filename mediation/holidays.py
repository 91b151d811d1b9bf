"""French public holidays (Code du travail, article L3133-1), from the `holidays` library.

Metropolitan France without the two more days of Alsace-Moselle (26 December and Good Friday).
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from holidays.countries import France


def days(years: Iterable[int]) -> frozenset[date]:
    """All public holidays of these calendar years."""
    return frozenset().union(*(_of_year(year) for year in years))


@lru_cache(128)
def _of_year(year: int) -> frozenset[date]:
    return frozenset(France(years=year))
