"""What a reply has changed: the desk sees it, and can take it back. Pure."""

from enum import StrEnum


class Deed(StrEnum):
    """One thing that was done because of an SMS. `ASKED`: nothing yet, the person was asked back."""

    NOTHING = ""
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    MOVED = "moved"
    BOOKED = "booked"
    DECLINED = "declined"
    REFUSED = "refused"
    WAITING = "waiting"
    LATE = "late"
    STOPPED = "stopped"
    STARTED = "started"
    SURVEYED = "surveyed"
    ASKED = "asked"
