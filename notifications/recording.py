"""Writing down what became of messages: the outbox, the facts of delivery, and what follows from a failure."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from bookings.models import Appointment, Contact, JournalEntry
from bookings.told import Why
from notifications import facts, outbox, pauses
from notifications.channels import available
from notifications.channels.contract import Accepted, Channel, Refused, Verdict
from notifications.decisions import DOUBT_LAG, MOST_UNKNOWN, Step, ask_again_at, never_took_it, retry_at
from notifications.kinds import OF_ITS_MOMENT, Kind
from notifications.letters.limits import BY_LETTER, posting_limit, was_before
from notifications.models import ChannelName, Message, State
from notifications.outbox import Saying
from notifications.ringing import MOST_CALLS
from notifications.routes import NEWS, Route, is_discreet, letter_route, other_route, team_takes_over

logger = logging.getLogger(__name__)

_AFTER_UNREACHABLE = timedelta(minutes=20)
_MOST_AGAIN = 3


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
    doubt: str = ""
    late: bool = False


def record(answers: Sequence[tuple[Claimed, Answer]], *, now: datetime) -> None:
    """Writes answers down, in one transaction; those that were simply taken, together."""
    taken = [(claimed.message, answer.accepted) for claimed, answer in answers if answer.accepted]
    with transaction.atomic():
        moved = came_to(taken, now=now)
        for claimed, answer in answers:
            if claimed.message.pk not in moved:
                _record(claimed, answer, now)


def _record(claimed: Claimed, answer: Answer, now: datetime) -> None:
    """An answer that moved nothing forward: refused, in doubt, or nothing to be known."""
    message = claimed.message
    if claimed.step is Step.FOLLOW:
        # No receipt to be had, or not yet: ask again a few times, then let it be "sent".
        _ours(claimed).update(polls=message.polls + 1, due_at=ask_again_at(message.polls + 1, now))
    elif answer.refused is not None:
        _refused(claimed, answer.refused, now)
    elif answer.doubt:
        _ours(claimed).update(due_at=now + min(DOUBT_LAG, _lag()), error_code=answer.doubt[:20])
    elif answer.late:
        # No call was made; unless another worker has the message by now, it is free to go again, in its old place.
        tried = {"attempts": F("attempts") - 1} if claimed.step is Step.SEND else {}
        _ours(claimed).update(in_doubt=claimed.step is Step.LOOK_UP, due_at=message.due_at, **tried)
    elif answer.accepted is None:
        _missed(claimed, now)


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
    if refused.verdict is Verdict.SLOW_DOWN:
        _wait_in_place(claimed, refused, now)
        return
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


def _wait_in_place(claimed: Claimed, refused: Refused, now: datetime) -> None:
    """The provider has not looked at it: it is as if it had not been tried, and its whole channel waits."""
    pauses.slow_down(claimed.message.channel, now=now, asked=refused.wait)
    _ours(claimed).update(
        in_doubt=False,
        due_at=claimed.message.due_at,
        attempts=F("attempts") - 1,
        error_code=refused.code[:20],
    )


def failed(message: Message, refused: Refused, *, now: datetime, taken: bool = False, **changes: Any) -> bool:
    """The message did not reach the person by this channel: notes why, and tries what is left.

    `taken`: the provider had accepted it first. Then the same channel may be worth another try a little later.
    """
    changes |= {"error_code": refused.code[:20], "why": refused.why, "settled_at": now}
    if not Message.objects.advance([message.pk], State.FAILED, **changes):
        return False
    message.why = refused.why
    if refused.why is Why.OPTED_OUT and message.contact_id:
        Contact.objects.filter(pk=message.contact_id, opted_out_at=None).update(opted_out_at=now)
    facts.append(JournalEntry.Kind.MESSAGE_FAILED, [message], now=now)
    _go_on(message, again=taken and refused.verdict is Verdict.RETRY, now=now)
    return True


def settle(message: Message, step: Step, *, now: datetime) -> None:
    """Ends a message that no provider is needed for: stale, too late, given up, or with no channel left."""
    if step in {Step.REPLACE, Step.CANCEL}:
        state = State.REPLACED if step is Step.REPLACE else State.CANCELLED
        Message.objects.advance([message.pk], state, settled_at=now)
    elif step is Step.FOLLOW:
        Message.objects.filter(pk=message.pk).update(due_at=None)
    elif step is Step.EXPIRE:
        _expire(message, now)
    else:
        why = Why.UNKNOWN if step is Step.GIVE_UP else Why.NO_CHANNEL
        failed(message, Refused(Verdict.PERMANENT, step.name.lower(), why), now=now)


def _expire(message: Message, now: datetime) -> None:
    by_people, by_letter = (message.channel == each for each in (ChannelName.PEOPLE, ChannelName.LETTER))
    late = Why.NO_TIME_TO_POST if by_letter else Why.TOO_LATE
    why = message.why if by_people or message.why == Why.OVER_CEILING else late
    if not Message.objects.advance([message.pk], State.EXPIRED, settled_at=now, why=why) or by_people:
        return
    message.why = why
    facts.append(JournalEntry.Kind.MESSAGE_FAILED, [message], now=now)
    if by_letter:
        _to_the_team(message, now)
    elif message.kind in NEWS:
        facts.append(JournalEntry.Kind.NOT_TOLD, [message], now=now)


def _to_the_team(message: Message, now: datetime) -> None:
    """A letter that nobody has posted in time: somebody tells the person, if that is still of use."""
    if message.appointment_id is None or message.kind in OF_ITS_MOMENT:
        return
    appointment = _about(message.appointment_id)
    if (
        appointment.version == message.version
        and now < appointment.starts_at
        and not is_discreet(appointment)
    ):
        _by_people(message, appointment, now, until=appointment.starts_at)


def _go_on(message: Message, *, again: bool, now: datetime) -> None:
    """After a failure: the same channel later, another channel, or the team; only about what still stands as told."""
    if message.appointment_id is None:
        return
    appointment = _about(message.appointment_id)
    if appointment.version != message.version or message.expires_at <= now or is_discreet(appointment):
        return
    before = _times_before(message)
    most_again = MOST_CALLS - 1 if message.channel == ChannelName.VOICE else _MOST_AGAIN
    later = now + _AFTER_UNREACHABLE * 2 ** min(before, _MOST_AGAIN)
    if again and before < most_again and later < message.expires_at:
        _put_instead(
            message, appointment, Route(ChannelName(message.channel), appointment.contact.value), later, now
        )
    elif (route := other_route(appointment, message, available())) is not None:
        _put_instead(message, appointment, route, now, now)
    elif (letter := _letter(message, appointment, now)) is not None:
        _put_instead(message, appointment, letter[0], now, now, until=letter[1])
    elif team_takes_over(Kind(message.kind)):
        _by_people(message, appointment, now, until=message.expires_at)


def _letter(message: Message, appointment: Appointment, now: datetime) -> tuple[Route, datetime] | None:
    """The way by post and until when, for what letters say and while one can arrive."""
    limit = posting_limit(appointment, was=was_before(appointment))
    able = message.kind in BY_LETTER and now < limit
    route = letter_route(appointment) if able else None
    return (route, limit) if route is not None else None


def _about(appointment_id: int) -> Appointment:
    appointments = Appointment.objects.select_related("site__commune", "contact")
    return appointments.get(pk=appointment_id)


def _by_people(message: Message, appointment: Appointment, now: datetime, *, until: datetime) -> None:
    route = Route(ChannelName.PEOPLE, why=Why(message.why))
    _put_instead(message, appointment, route, now, now, until=until)
    instead = Message.objects.filter(instead_of=message, channel=ChannelName.PEOPLE)
    facts.append(JournalEntry.Kind.NOT_TOLD, list(instead), now=now)


def _put_instead(
    message: Message,
    appointment: Appointment,
    route: Route,
    send_after: datetime,
    now: datetime,
    *,
    until: datetime | None = None,
) -> None:
    saying = Saying(
        kind=Kind(message.kind),
        rule=message.rule,
        route=route,
        send_after=send_after,
        expires_at=until or message.expires_at,
        appointment=appointment,
        asked=message.asked,
        instead_of=message,
    )
    outbox.put([saying], now=now)


def _times_before(message: Message) -> int:
    """How many messages of the same channel this one is already the follower of."""
    times, channel = 0, message.channel
    while message.instead_of is not None and message.instead_of.channel == channel and times <= _MOST_AGAIN:
        message, times = message.instead_of, times + 1
    return times
