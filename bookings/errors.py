"""Everything that can be refused, by name. Pages and lines say it in their own words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any


class BookingError(Exception):
    """Something a resident or staff asked for cannot be done."""


class SlotTaken(BookingError):
    """That time is no longer free. `alternatives` are the three nearest choices, soonest distance first."""

    def __init__(self, alternatives: Sequence[Any] = ()) -> None:
        super().__init__("slot taken")
        self.alternatives = tuple(alternatives)


class TooSoon(BookingError):
    """Closer than the topic's minimum notice, or in the past."""


class TooFar(BookingError):
    """Beyond the topic's horizon."""


class TooLate(BookingError):
    """The moment for this has passed: the appointment is over, or the time is no longer kept."""


class TooManyAhead(BookingError):
    """This participant already has as many appointments ahead as one person may hold."""


class AnsweredBefore(BookingError):
    """A program has sent this before, and was answered: nothing is done a second time."""


class NotStanding(BookingError):
    """The appointment has been called off or is over: there is nothing to change."""


class TooEarly(BookingError):
    """An appointment cannot be marked before its time (a no-show: 15 minutes after the start)."""


class NotOffered(BookingError):
    """This site does not offer that topic, or not in that way."""


class TooManyTries(BookingError):
    """Too many wrong tries; wait, or ask a person."""


class WrongCode(BookingError):
    """The code does not match, or is over."""


class InvalidContact(BookingError):
    """This way to reach somebody cannot be used; `field` says which part is wrong.

    Of a telephone `reason` is a value of `mediation.phone.Wrong` (or "premium number"), with how many digits were typed.
    """

    def __init__(self, field: str, reason: str, digits: int = 0) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason
        self.digits = digits


class NobodyToCall(BookingError):
    """An appointment by telephone, and no telephone to be called at."""


class AddressMissing(BookingError):
    """A visit at home, and no address to go to."""


class Busy(BookingError):
    """The database is busy with other writers: the same request again will do."""


class InvalidReport(BookingError):
    """An outcome that breaks rules of the national activity report. `faults` says which, field by field."""

    def __init__(self, faults: Sequence[Any]) -> None:
        super().__init__("invalid report")
        self.faults = tuple(faults)


class CannotWait(BookingError):
    """Whoever is to be told nothing cannot be told of a free time."""


class OfferOver(BookingError):
    """The time somebody was asked about is somebody else's by now, or was declined."""


class CannotMerge(BookingError):
    """These two records cannot become one: the same one twice, or one of them is gone."""


class TakenByAnother(BookingError):
    """Somebody else of the team is calling this person: `who` (as shown), until `free_at` without news (UTC)."""

    def __init__(self, who: str, free_at: datetime) -> None:
        super().__init__("taken by another")
        self.who = who
        self.free_at = free_at


class AlreadyHandled(BookingError):
    """This request to be called back has been closed in the meantime."""


class StepRefused(BookingError):
    """This referral cannot go from where it stands (`state`) to `to` by whoever asks (`who`)."""

    def __init__(self, state: str, to: str, who: str) -> None:
        super().__init__("step refused")
        self.state = state
        self.to = to
        self.who = who


class ReasonMissing(BookingError):
    """A refusal needs a reason of the list and a sentence, on every channel."""


class NotInformed(BookingError):
    """Nobody confirmed, in a sentence that we know, that the person was informed."""


class ChangedMeanwhile(BookingError):
    """Somebody else has changed it since it was read (`version`)."""

    def __init__(self, version: int) -> None:
        super().__init__("changed meanwhile")
        self.version = version


class KeyOver(BookingError):
    """This key of the API is revoked, over, or has been replaced already."""


class LinkOver(BookingError):
    """The link of whoever refers without an account was used, is too old, or never was one."""


class SurveyOver(BookingError):
    """Somebody has answered about this session, or nobody may any more."""


class WorkshopFull(BookingError):
    """Not enough seats are left on one of the dates. `with_seats` are the ids of those that have enough."""

    def __init__(self, with_seats: Sequence[int] = ()) -> None:
        super().__init__("workshop full")
        self.with_seats = tuple(with_seats)


class AlreadyEnrolled(BookingError):
    """Somebody of that name, reached in that way, comes to one of these dates already."""


class SeatsTaken(BookingError):
    """A date cannot have fewer seats than are taken (`taken`)."""

    def __init__(self, taken: int) -> None:
        super().__init__("seats taken")
        self.taken = taken


class AlreadyPlanned(BookingError):
    """The workshop has a date that begins at that moment."""


class DropInOver(BookingError):
    """This drop-in has ended, or is not held that day: nobody takes a number there."""


class NobodyWaits(BookingError):
    """Nobody may be called now: nobody waits, or whoever does was called a moment ago or has an appointment later."""


class StillWithSomebody(BookingError):
    """This mediator has somebody with them: finish, or pause, before the next one."""


class StateRefused(BookingError):
    """A number cannot go from where it stands (`state`) to `to`."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__("state refused")
        self.state = state
        self.to = to


class StillWaiting(BookingError):
    """A drop-in cannot end: these numbers are still there."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__("still waiting")
        self.numbers = tuple(numbers)


class AlreadyDecided(BookingError):
    """Somebody has just said what becomes of these appointments. `interruption_id`: where, if it is known."""

    def __init__(self, interruption_id: int | None = None) -> None:
        super().__init__("already decided")
        self.interruption_id = interruption_id


class QuestionOver(BookingError):
    """The person has chosen a time already, or nobody is asked any more."""
