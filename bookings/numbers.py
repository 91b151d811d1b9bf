"""The numbers people read aloud and type: of a booking six to eight digits, of a referral and of a sheet of paper eight.

One definition for every page, the line, the desk and the API. Pure; `bookings.records.drawing` draws them.
"""

from dataclasses import dataclass

# Bookings grow by themselves, a digit at a time. Of eight digits they have those that begin with 8 or 9, whatever else is
# asked for by eight digits the others: who types eight on the telephone means one thing.
_BOOKING_LENGTHS = (
    range(100_000, 1_000_000),
    range(1_000_000, 10_000_000),
    range(80_000_000, 100_000_000),
)
ON_PAPER = range(80_000_000)
"""Codes of sheets of paper, a secret each: eight digits, the first of which may be 0."""


@dataclass(frozen=True)
class Numbers:
    """A kind of number; `lengths`, the shortest first, hold those that may be drawn."""

    lengths: tuple[range, ...]

    def fits(self, typed: str) -> bool:
        """Whether this may be one of them, by its length: a number that was given stays good, whatever is drawn today."""
        return typed.isascii() and typed.isdigit() and len(typed) in self.digits

    @property
    def digits(self) -> range:
        """How many digits they have."""
        return range(len(str(self.lengths[0][0])), len(str(self.lengths[-1][0])) + 1)

    @property
    def pattern(self) -> str:
        """As a regular expression, for the API's schema."""
        fewest, most = self.digits[0], self.digits[-1]
        return f"^[1-9][0-9]{{{fewest - 1}{f',{most - 1}' if most > fewest else ''}}}$"


BOOKING = Numbers(_BOOKING_LENGTHS)
REFERRAL = Numbers((ON_PAPER[10_000_000:],))
MOST_DIGITS = BOOKING.digits[-1]
"""More signs than that nobody has to type for a number."""


def grouped(number: str) -> str:
    """In two groups, as one reads it from a card: `482 913`, `482 9137`, `4829 1370`."""
    half = len(number) // 2
    return f"{number[:half]}\N{NO-BREAK SPACE}{number[half:]}"
