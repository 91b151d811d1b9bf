"""What a way of sending must offer. A provider is one file behind this contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol, runtime_checkable

from bookings.records.told import Why


@dataclass(frozen=True)
class Outgoing:
    """A message on its way. `body` was fixed before the first attempt and no two messages share one."""

    reference: str
    to: str
    subject: str
    body: str
    language: str


class Verdict(Enum):
    """What a refusal means for the next step."""

    PERMANENT = "permanent"
    """This channel will never reach that person: try another."""
    RETRY = "retry"
    """Not now; the same again will do."""
    SLOW_DOWN = "slow_down"
    """Too fast: everything waits."""
    UNKNOWN = "unknown"
    """Not in our book: tried a few times, then given up and shown to operators."""


class Refused(Exception):
    """The provider certainly did not take the message. The text holds a code only, never a number.

    `wait`: how long the provider wants to be left alone, where it says so.
    """

    def __init__(
        self, verdict: Verdict, code: str, why: Why = Why.UNKNOWN, *, wait: timedelta | None = None
    ) -> None:
        super().__init__(f"{verdict.value} {code}")
        self.wait = wait
        self.verdict = verdict
        self.code = code
        self.why = why


@dataclass(frozen=True)
class Accepted:
    """The provider took it: its id, and how far it has come as far as is known.

    `delivered`: the person has it. `failure`: it was taken and did not arrive after all.
    """

    provider_id: str
    delivered: bool = False
    failure: Refused | None = None


class InDoubt(Exception):
    """Nobody knows whether the provider took the message: ask before sending again.

    `too_fast`: the provider did not even look at the question; it wants to be left alone, for `wait` if it says so.
    """

    def __init__(self, code: str, *, too_fast: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.too_fast = too_fast
        self.wait = wait


class Channel(Protocol):
    """One way of sending. Never called inside a transaction; every call ends within `seconds`."""

    seconds: float
    """The longest that one call may take."""
    remote: bool
    """Whether a call waits for another machine (many at a time, in threads) or for our own database."""

    def send(self, message: Outgoing) -> Accepted:
        """Hands the message to the provider. Raises `Refused` or `InDoubt`."""

    def find(self, message: Outgoing) -> Accepted | None:
        """What the provider took with this very body, None if nothing. Raises `InDoubt` if it cannot say."""

    def follow(self, provider_id: str) -> Accepted | None:
        """How far a message has come, None if there is nothing to know. Raises `InDoubt` if it cannot say."""


@runtime_checkable
class ListsMany(Protocol):
    """A channel whose provider shows in one answer what became of many messages."""

    def find_all(self, messages: Sequence[Outgoing]) -> dict[str, Accepted | InDoubt | None]:
        """`find` for each, by reference: what it was given, None, or that it cannot say. Who is missing was not asked for:
        there was no time left, or it wants to be left alone.
        """
