"""How a message ends without having arrived, and what goes in its place: later, another way, or by the team."""

from datetime import datetime, timedelta
from typing import Any

from bookings.actions.add_step import leave_to_team
from bookings.models import Appointment, Contact, JournalEntry
from bookings.records.told import Why
from notifications.channels import available
from notifications.channels.contract import Refused, Verdict
from notifications.channels.ringing import MOST_CALLS
from notifications.channels.routes import NEWS, Route, is_discreet, letter_route, other_route, team_takes_over
from notifications.models import ChannelName, Message, State
from notifications.outbox import facts, unreached, workshop_unreached
from notifications.outbox import write as outbox
from notifications.outbox.by_letter import BY_LETTER, posting_limit, was_before
from notifications.outbox.decisions import Step
from notifications.outbox.workshops import NEWS as WORKSHOP_NEWS
from notifications.outbox.write import Saying
from notifications.texts.kinds import OF_ITS_MOMENT, SURVEYS, Kind

_AFTER_UNREACHABLE = timedelta(minutes=20)
_MOST_AGAIN = 3


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
    elif message.kind in NEWS or message.kind in WORKSHOP_NEWS:
        facts.append(JournalEntry.Kind.NOT_TOLD, [message], now=now)


def _to_the_team(message: Message, now: datetime) -> None:
    """A letter that nobody has posted in time: somebody tells the person, if that is still of use."""
    if message.registration_id is not None:
        workshop_unreached.to_the_team(message, now=now)
    if message.step_id is not None:
        leave_to_team(message.step_id, now=now)
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
    if message.kind in SURVEYS:
        return  # Whoever cannot be asked is not asked.
    if message.appointment_id is None:
        _go_on_elsewhere(message, again=again, now=now)
        return
    appointment = _about(message.appointment_id)
    if appointment.version != message.version or message.expires_at <= now or is_discreet(appointment):
        return
    later = _later(message, again=again, now=now)
    if later is not None:
        _put_instead(
            message, appointment, Route(ChannelName(message.channel), appointment.contact.value), later, now
        )
    elif (route := other_route(appointment, message, available())) is not None:
        _put_instead(message, appointment, route, now, now)
    elif (letter := _letter(message, appointment, now)) is not None:
        _put_instead(message, appointment, letter[0], now, now, until=letter[1])
    elif team_takes_over(Kind(message.kind)):
        _by_people(message, appointment, now, until=message.expires_at)


def _go_on_elsewhere(message: Message, *, again: bool, now: datetime) -> None:
    """The same of what is not about an appointment."""
    later = _later(message, again=again, now=now)
    if message.referral_id is not None:
        unreached.go_on(message, later=later, now=now)
    if message.registration_id is not None:
        workshop_unreached.go_on(message, later=later, now=now)
    if message.step_id is not None:
        leave_to_team(message.step_id, now=now)


def _later(message: Message, *, again: bool, now: datetime) -> datetime | None:
    """When the same channel may be worth another try; None when it is not."""
    before = _times_before(message)
    most_again = MOST_CALLS - 1 if message.channel == ChannelName.VOICE else _MOST_AGAIN
    later = now + _AFTER_UNREACHABLE * 2 ** min(before, _MOST_AGAIN)
    return later if again and before < most_again and later < message.expires_at else None


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
