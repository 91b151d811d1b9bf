"""A booking number is drawn at random, and from the next length once a tenth of a length is taken.

Nobody counts while nothing collides. The number that the database refuses has its process ask how many of 256 others stand:
a process that is mistaken, or knows nothing yet, draws once more than it should, and the unique constraint decides.
A tenth: hardly anybody draws twice, and hardly any guess on the telephone opens somebody's appointment.
"""

import secrets
from dataclasses import dataclass
from time import monotonic

from bookings.models import Appointment
from bookings.numbers import BOOKING, MOST_DIGITS, ON_PAPER, REFERRAL

_SAMPLE = 256
_CROWDED = 0.1
# For so long what was found holds; then the shortest are tried again, for appointments come to their end.
_GOOD_FOR_S = 600.0


@dataclass
class _Found:
    """The length to draw from in this process, and when that was asked."""

    place: int = 0
    asked_at: float = float("-inf")

    @property
    def holds(self) -> bool:
        return monotonic() < self.asked_at + _GOOD_FOR_S


_found = _Found()


def booking_number() -> str:
    """Six digits, or more where those are crowded. One that somebody has already has the transaction start anew."""
    return _one_of(BOOKING.lengths[_found.place if _found.holds else 0])


def referral_number() -> str:
    """Eight digits, nobody's ever before. One that is taken already has the transaction start anew."""
    return _one_of(REFERRAL.lengths[0])


def code_on_paper() -> str:
    """Eight digits of a sheet of paper, never those of a booking."""
    return _one_of(ON_PAPER).zfill(MOST_DIGITS)


def booking_number_was_taken() -> None:
    """To be told outside the transaction that failed. Looks, once in ten minutes, from which length to draw: a small query
    each.
    """
    global _found
    if _found.holds:
        return
    last = len(BOOKING.lengths) - 1
    place = next((place for place in range(last) if _share_taken(place) < _CROWDED), last)
    _found = _Found(place, monotonic())


def forget() -> None:
    """As a process that has just started."""
    global _found
    _found = _Found()


def _share_taken(place: int) -> float:
    asked = {_one_of(BOOKING.lengths[place]) for _each in range(_SAMPLE)}
    standing = Appointment.objects.filter(number__in=asked, status__in=Appointment.STANDING)
    return standing.count() / len(asked)


def _one_of(these: range) -> str:
    return str(these[secrets.randbelow(len(these))])
