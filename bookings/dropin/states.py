"""Where somebody who came without an appointment stands, and what may follow. Pure."""

from datetime import timedelta
from enum import StrEnum

MOST_CALLS = 3
"""Somebody who has been called so often in vain has missed their turn; they keep their number and may come back."""
AGAIN_AFTER = timedelta(minutes=5)
"""A number called in vain is not called again sooner: whoever smokes outside has time to come in."""
UNDO_WITHIN = timedelta(minutes=10)
"""A wrong press may be taken back for so long."""
NEAR = 2
"""Whoever has so many people before them is told to come back."""


class State(StrEnum):
    """Parked: away for a while, by agreement (a paper to fetch, a code to wait for). Unmet: cannot be helped today."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    MISSED = "missed"
    DONE = "done"
    LEFT = "left"
    UNMET = "unmet"


FOLLOWS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.CALLED, State.PARKED, State.LEFT, State.UNMET}),
    # Called once more, come, not come, or gone.
    State.CALLED: frozenset(
        {State.CALLED, State.SERVING, State.WAITING, State.MISSED, State.LEFT, State.UNMET}
    ),
    State.SERVING: frozenset({State.DONE, State.PARKED, State.UNMET}),
    State.PARKED: frozenset({State.WAITING, State.SERVING, State.LEFT, State.UNMET}),
    State.MISSED: frozenset({State.WAITING, State.LEFT, State.UNMET}),
    State.DONE: frozenset(),
    State.LEFT: frozenset(),
    State.UNMET: frozenset(),
}
OVER = frozenset({State.DONE, State.LEFT, State.UNMET})
"""Nothing follows; what was pressed by mistake is taken back instead."""
WITH_SOMEBODY = frozenset({State.CALLED, State.SERVING})
"""A mediator is busy with them."""
WAITED_FOR = frozenset({State.WAITING, State.PARKED})
"""They count on being called."""
TO_SETTLE = frozenset({State.WAITING, State.CALLED, State.SERVING, State.PARKED})
"""A drop-in does not end while anybody stands there."""


def may_follow(before: State, after: State) -> bool:
    """Whether somebody may go from one to the other."""
    return after in FOLLOWS[before]


def after_a_vain_call(calls: int) -> State:
    """Where somebody goes who was called so often and did not come."""
    return State.MISSED if calls >= MOST_CALLS else State.WAITING
