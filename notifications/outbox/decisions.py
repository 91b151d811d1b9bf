"""What to do with a message that a worker looks at. Pure: values in, a step out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from notifications.moments.timing import Hours, may_go
from notifications.texts.kinds import (
    ABOUT_A_CANCELLED_APPOINTMENT,
    DROP_INS,
    NEXT_STEPS,
    OF_ITS_MOMENT,
    OFFERS,
    REFERRALS,
    SURVEYS,
    WORKSHOPS,
    Kind,
)

GIVE_UP_AFTER = timedelta(hours=6)
"""How long after its use is over we still ask a silent provider what became of a message in doubt."""
DOUBT_LAG = timedelta(seconds=20)
"""A provider's list may show a message some seconds after it was taken: ask no sooner."""
ASKED_IN_VAIN = 8
"""Questions without an answer before we give up: after an outage of ours a late message is asked about all the same."""
MOST_UNKNOWN = 5
"""Tries at an error that is not in our book, before it is given up and shown."""
_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=15)
_LONGEST_DOUBT = timedelta(minutes=5)
_HELD_FOR = timedelta(hours=1)
_POLLS = (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=20))


_BY_THEMSELVES = OFFERS | REFERRALS | WORKSHOPS | DROP_INS | SURVEYS | NEXT_STEPS
"""What stands or falls with something else than a time that is ahead."""


class Step(Enum):
    """The next thing to do with a message."""

    SEND = "send"
    LOOK_UP = "look up"
    FOLLOW = "follow"
    WAIT = "wait"
    EXPIRE = "expire"
    CANCEL = "cancel"
    REPLACE = "replace"
    GIVE_UP = "give up"


@dataclass(frozen=True)
class Standing:
    """An appointment as it is now, read under the lock."""

    version: int
    stands: bool
    starts_at: datetime
    discreet: bool = False
    """Somebody who comes has chosen to be told nothing."""


@dataclass(frozen=True)
class Look:
    """A message as a worker finds it. `appointment` is None for a code, or when the appointment is gone."""

    kind: Kind
    version: int
    sent: bool
    in_doubt: bool
    asked: bool
    by_people: bool
    hours: Hours
    expires_at: datetime
    zone: ZoneInfo
    appointment: Standing | None
    in_vain: int = 0
    """How many times the provider was asked about it and could not say."""
    still_so: bool = False
    """What is said of an offer or of a referral is as it was."""
    held: bool = False
    """Its organisation has spent what it wanted to this month, and can do without this kind."""


def next_step(look: Look, now: datetime) -> Step:
    """What to do. Doubt comes first: before anything else, know whether the person was told."""
    if look.sent:
        return Step.FOLLOW
    if look.in_doubt:
        too_late = now >= look.expires_at + GIVE_UP_AFTER
        return Step.GIVE_UP if too_late and look.in_vain >= ASKED_IN_VAIN else Step.LOOK_UP
    stale = _stale(look)
    if stale is not None:
        return stale
    if now >= look.expires_at:
        return Step.EXPIRE
    if look.by_people or look.held or now < goes_at(look, now):
        return Step.WAIT
    return Step.SEND


def goes_at(look: Look, now: datetime) -> datetime:
    """The first moment from `now` that the night allows; for people, when the use is over: they look by themselves.

    One that is held back is looked at again each hour: the month may end, or the ceiling be raised.
    """
    if look.by_people:
        return look.expires_at
    if look.held:
        return min(now + _HELD_FOR, look.expires_at)
    starts_at = look.appointment.starts_at if look.appointment else None
    allowed = may_go(
        look.kind, at=now, zone=look.zone, starts_at=starts_at, asked=look.asked, hours=look.hours
    )
    return min(allowed, look.expires_at)


def _stale(look: Look) -> Step | None:
    """A message about an appointment that has changed since is never sent late; a discreet person is sent none."""
    if look.kind in OF_ITS_MOMENT:
        return None
    if look.kind in _BY_THEMSELVES:
        return None if look.still_so else Step.CANCEL
    appointment = look.appointment
    if appointment is None or appointment.discreet:
        return Step.CANCEL
    if look.version != appointment.version:
        return Step.REPLACE if appointment.stands else Step.CANCEL
    if appointment.stands is (look.kind in ABOUT_A_CANCELLED_APPOINTMENT):
        return Step.CANCEL
    return None


def never_took_it(missed_at: datetime | None, now: datetime, lag: timedelta) -> bool:
    """Whether a provider that has not got a message is to be believed: when it has said so twice, `lag` apart.

    Once is not enough: a request may still hang at the provider, its list may be late, and a machine's clock that
    was put forward ends a lease while the call is under way. Twice `lag` apart, all those calls are over.
    """
    return missed_at is not None and now >= missed_at + lag


def ask_whether_after(in_vain: int, lag: timedelta) -> timedelta:
    """How long to wait before asking a provider that could not say `in_vain` times: 20 s, 20 s, 40 s … 5 min.

    `lag`: how late the provider's list may be. Where that is shorter than 20 s, the first wait is as short.
    """
    return min(min(DOUBT_LAG, lag) * (1 << max(0, min(in_vain, 12) - 1)), _LONGEST_DOUBT)


def retry_at(attempts: int, now: datetime, expires_at: datetime) -> datetime:
    """When to try again after a refusal: 10 s, 20 s, 40 s … 15 min, and no later than the use is over."""
    pause = min(_FIRST_PAUSE * (1 << max(0, min(attempts, 12) - 1)), _LONGEST_PAUSE)
    return min(now + pause, expires_at)


def ask_again_at(polls: int, now: datetime) -> datetime | None:
    """When to ask for a receipt that has not come, None when it is no longer worth it."""
    return now + _POLLS[polls] if polls < len(_POLLS) else None
