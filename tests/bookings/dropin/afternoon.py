"""A drop-in of the tests: Monday from two to five, held by Léa and Maël."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bookings.actions.call_turn import call_next
from bookings.actions.change_turn import change_turn
from bookings.actions.join_drop_in import WalkIn, join_drop_in
from bookings.dropin.states import State
from bookings.models import Turn
from mediation.models import Mediator
from tests.people import MONDAY, MONDAY_8AM, a_mediator, receives
from tests.staff import AT_THE_DESK, Town

TWO = MONDAY_8AM + timedelta(hours=6)
_KEYS = count()


def at(minutes: float) -> datetime:
    """So many minutes after two."""
    return TWO + timedelta(minutes=minutes)


@dataclass
class DropIn(Town):
    """The town on the afternoon of its drop-in."""

    mael: Mediator = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.mael = a_mediator(self.here, "Maël")
        receives(self.lea, self.site, 14, 17, reception="drop_in")
        receives(self.mael, self.site, 14, 17, reception="drop_in")

    def comes(self, minutes: float = 0, key: str = "", **who: object) -> Turn:
        """Somebody walks in."""
        return join_drop_in(
            self.site,
            MONDAY,
            WalkIn(**who),
            by=AT_THE_DESK,
            now=at(minutes),
            idempotency_key=key or f"k{next(_KEYS)}",
        )

    def calls(self, minutes: float, mediator: Mediator | None = None, desk: str = "") -> Turn:
        """Léa, or somebody else, calls the next."""
        return call_next(
            self.site, MONDAY, mediator=mediator or self.lea, desk=desk, by=AT_THE_DESK, now=at(minutes)
        )

    def goes(self, turn: Turn, to: State, minutes: float, **how: object) -> Turn:
        """Their number goes to that state."""
        return change_turn(turn.pk, to, by=AT_THE_DESK, now=at(minutes), **how)
