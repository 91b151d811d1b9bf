"""What whoever refers may still do with a referral: the buttons of its page."""

from dataclasses import dataclass
from datetime import datetime

from bookings.models import Appointment, Referral
from bookings.referrals.seen import Seen
from bookings.referrals.states import ALIVE, State, Who, is_allowed

# Nobody is to guess from a button what the page does not say: these look alike to whoever refers.
_LOOKS_OVER = (State.DECLINED, State.CLOSED)


@dataclass(frozen=True)
class Steps:
    """`books`: a time with the person; `moves` and `cancels`: the time one has booked oneself, or (`cancels`) the seats."""

    corrects: bool
    withdraws: bool
    books: bool
    moves: bool
    cancels: bool


def steps_of(referral: Referral, seen: Seen, *, own: bool, now: datetime) -> Steps:
    """By the table of steps, and by what is still to come."""
    over = seen.state in _LOOKS_OVER
    appointment = referral.appointment
    ahead = (
        own
        and referral.at is State.BOOKED
        and appointment is not None
        and appointment.status == Appointment.Status.BOOKED
        and appointment.starts_at > now
    )
    return Steps(
        corrects=not over and referral.at in ALIVE,
        withdraws=not over and is_allowed(referral.at, State.WITHDRAWN, Who.REFERRER),
        books=not over
        and referral.at is not State.BOOKED
        and is_allowed(referral.at, State.BOOKED, Who.REFERRER),
        moves=ahead,
        cancels=ahead or (own and _has_seats(referral)),
    )


def _has_seats(referral: Referral) -> bool:
    """Whether it led to seats at a workshop that stand, or to its waiting list, and nobody has come yet."""
    registration = referral.registration
    return registration is not None and registration.stands and referral.at in (State.BOOKED, State.WAITING)
