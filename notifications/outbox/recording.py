"""Writing down what providers answered: in the outbox, and as facts of delivery."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from bookings.models import JournalEntry
from notifications.channels.contract import Accepted, Channel, InDoubt, Refused, Verdict
from notifications.models import Message, State
from notifications.outbox import facts, pauses
from notifications.outbox.decisions import (
    MOST_UNKNOWN,
    Step,
    ask_again_at,
    ask_whether_after,
    never_took_it,
    retry_at,
)
from notifications.outbox.endings import failed

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claimed:
    """A message that a worker has taken, and what for. `deadline`: no call starts later (monotonic seconds)."""

    message: Message
    step: Step
    channel: Channel
    worker: str
    deadline: float


@dataclass(frozen=True)
class Answer:
    """What came of a call: taken (or not found, when asked), refused, in doubt, or never made (`late`)."""

    accepted: Accepted | None = None
    refused: Refused | None = None
    doubt: InDoubt | None = None
    late: bool = False

    @property
    def too_fast(self) -> bool:
        """Whether the provider wants everybody to wait."""
        if self.doubt is not None:
            return self.doubt.too_fast
        return self.refused is not None and self.refused.verdict is Verdict.SLOW_DOWN

    @property
    def wait(self) -> timedelta | None:
        """How long it asks for, where it says so."""
        said = self.doubt or self.refused
        return said.wait if said is not None else None


def record(answers: Sequence[tuple[Claimed, Answer]], *, now: datetime) -> None:
    """Writes answers down, in one transaction; those that were simply taken, together."""
    taken = [(claimed.message, answer.accepted) for claimed, answer in answers if answer.accepted]
    with transaction.atomic():
        moved = came_to(taken, now=now)
        pauses.went_on(Counter(message.channel for message, _ in taken))
        for claimed, answer in answers:
            if claimed.message.pk not in moved:
                _record(claimed, answer, now)


def _record(claimed: Claimed, answer: Answer, now: datetime) -> None:
    """An answer that moved nothing forward: refused, in doubt, or nothing to be known."""
    message = claimed.message
    if answer.too_fast:
        _wait_in_place(claimed, answer, now)
    elif answer.late:
        # No call was made; unless another worker has the message by now, it is free to go again, in its old place.
        tried = {"attempts": F("attempts") - 1} if claimed.step is Step.SEND else {}
        _ours(claimed).update(in_doubt=claimed.step is Step.LOOK_UP, due_at=message.due_at, **tried)
    elif claimed.step is Step.FOLLOW:
        # No receipt to be had, or not yet: ask again a few times, then let it be "sent".
        _ours(claimed).update(polls=message.polls + 1, due_at=ask_again_at(message.polls + 1, now))
    elif answer.refused is not None:
        _refused(claimed, answer.refused, now)
    elif answer.doubt is not None:
        _unsure(claimed, answer.doubt, now)
    elif answer.accepted is None:
        _missed(claimed, now)


def _unsure(claimed: Claimed, doubt: InDoubt, now: datetime) -> None:
    """Nobody knows yet. A question without an answer is counted, and asked again a little later each time."""
    in_vain = claimed.message.polls + (claimed.step is Step.LOOK_UP)
    wait = ask_whether_after(in_vain, _lag())
    _ours(claimed).update(due_at=now + wait, polls=in_vain, error_code=doubt.code[:20])


def _missed(claimed: Claimed, now: datetime) -> None:
    """Asked, and the provider has not got it. Said twice, it may be sent again, if it still should be."""
    missed_at = claimed.message.missed_at
    if never_took_it(missed_at, now, _lag()):
        _ours(claimed).update(in_doubt=False, missed_at=None, due_at=now)
    else:
        first = missed_at if missed_at is not None and missed_at <= now else now
        _ours(claimed).update(missed_at=first, due_at=first + _lag())


def _lag() -> timedelta:
    return timedelta(seconds=settings.MESSAGE_LOOKUP_LAG)


def _ours(claimed: Claimed) -> Any:
    """The row, if this worker's claim still holds: a late answer must not undo what another has found out."""
    return Message.objects.filter(pk=claimed.message.pk, claimed_by=claimed.worker)


def came_to(taken: Sequence[tuple[Message, Accepted]], *, now: datetime) -> set[int]:
    """Providers have these messages, and they have come this far. The ids for which that is news.

    To be called in a transaction; the number of queries does not grow with the messages (failures apart).
    """
    news: set[int] = set()
    for to, fact in _ARRIVALS.items():
        arrived = {
            message.pk: (message, accepted)
            for message, accepted in taken
            if accepted.failure is None and accepted.delivered is (to is State.DELIVERED)
        }
        if not arrived:
            continue
        ids = [When(pk=pk, then=Value(accepted.provider_id)) for pk, (_, accepted) in arrived.items()]
        moved = Message.objects.advance(
            arrived,
            to,
            provider_id=Case(*ids),
            sent_at=Coalesce(F("sent_at"), now),
            polls=0,
            **({"settled_at": now} if to is State.DELIVERED else {"due_at": ask_again_at(0, now)}),
        )
        facts.append(fact, [arrived[pk][0] for pk in moved], now=now)
        news.update(moved)
    for message, accepted in taken:
        if accepted.failure is not None and failed(
            message, accepted.failure, now=now, taken=True, provider_id=accepted.provider_id
        ):
            news.add(message.pk)
    return news


_ARRIVALS = {
    State.SENT: JournalEntry.Kind.MESSAGE_SENT,
    State.DELIVERED: JournalEntry.Kind.MESSAGE_DELIVERED,
}


def _refused(claimed: Claimed, refused: Refused, now: datetime) -> None:
    message = claimed.message
    unknown_errors = message.unknown_errors + (refused.verdict is Verdict.UNKNOWN)
    given_up = unknown_errors >= MOST_UNKNOWN
    if given_up:
        logger.error("message %s given up after an unknown error: %s", message.pk, refused.code)
    if refused.verdict is Verdict.PERMANENT or given_up:
        failed(message, refused, now=now)
        return
    _ours(claimed).update(
        in_doubt=False,
        due_at=retry_at(message.attempts + 1, now, message.expires_at),
        error_code=refused.code[:20],
        unknown_errors=unknown_errors,
    )


def _wait_in_place(claimed: Claimed, answer: Answer, now: datetime) -> None:
    """The provider has not looked at it: it is as if it had not been tried, and its whole channel waits."""
    pauses.slow_down(claimed.message.channel, now=now, asked=answer.wait)
    said = answer.doubt or answer.refused
    changes: dict[str, Any] = {"due_at": claimed.message.due_at, "error_code": said.code[:20] if said else ""}
    if answer.refused is not None:
        changes |= {"in_doubt": False, "attempts": F("attempts") - 1}
    _ours(claimed).update(**changes)
