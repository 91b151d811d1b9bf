"""Ages in the bands of the national report. Pure."""

from bookings.outcomes.vocabularies import AGES

# The first age of each band that follows the one before.
_FROM = (12, 18, 25, 40, 60, 70)
_BANDS = [code for code in AGES if code != "non_communique"]
OLDEST = 120


def band(age: int) -> str:
    """The code of whole years of age."""
    return _BANDS[sum(age >= first for first in _FROM)]


def age_in(year: int, *, birth_year: int | None, said: str) -> str:
    """The code of somebody's age in a year: the one reached in it where the year of birth is known, else what was said.

    Empty: not asked. `non_communique`: asked and refused.
    """
    if birth_year is None:
        return said
    return band(max(0, year - birth_year))


def plausible(birth_year: int, *, year: int) -> bool:
    """Whether somebody alive in `year` may have been born then."""
    return 0 <= year - birth_year <= OLDEST
