"""The things that are answered. Pure."""

from enum import StrEnum


class Answer(StrEnum):
    """One thing that is answered."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    STAYS_OFF = "stays_off"
    SURE = "sure"
    KEEP = "keep"
    STANDS = "stands"
    RESTORED = "restored"
    MOVED = "moved"
    TIMES = "times"
    NO_TIMES = "no_times"
    TAKEN = "taken"
    WHICH = "which"
    LATE = "late"
    TOO_LATE = "too_late"
    ADVICE = "advice"
    PASSED_ON = "passed_on"
    NOTHING = "nothing"
    WELCOME_BACK = "welcome_back"
    BOOKED = "booked"
    OFFER_OVER = "offer_over"
    DECLINED = "declined"
    DECLINED_AND_STANDS = "declined_and_stands"
    WAITING = "waiting"
    REFUSED = "refused"
    INVITED = "invited"
