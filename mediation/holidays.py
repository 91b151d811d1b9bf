"""French public holidays (Code du travail, article L3133-1), from the `holidays` library.

Metropolitan France without the two more days of Alsace-Moselle (26 December and Good Friday).
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays


def days(years: Iterable[int]) -> frozenset[date]:
    """All public holidays of these calendar years."""
    return frozenset().union(*(_of_year(year) for year in years))


@lru_cache(128)
def _of_year(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))
