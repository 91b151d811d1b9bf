"""What was last spoken of with a number: in the conversation, in a message of ours, or by meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.models import Appointment
from notifications.models import Message
from notifications.models.talk import Conversation
from notifications.texts.kinds import Kind

_REMEMBERED = timedelta(days=30)
"""So long after it an appointment that is over, or was called off, may still be what somebody answers about."""


@dataclass(frozen=True)
class Spoken:
    """The last thing said, and when (UTC). `appointment`: 0 when several were. `in_talk`: by the conversation itself."""

    at: datetime
    appointment: int
    in_talk: bool = False


def last_spoken(talk: Conversation, *, now: datetime) -> Spoken | None:
    """The last thing that was spoken of; None when nothing was. Two queries."""
    return max(_spoken(talk, now), key=lambda each: (each.at, each.in_talk), default=None)


def _spoken(talk: Conversation, now: datetime) -> Iterator[Spoken]:
    if talk.asked_at is not None:
        yield Spoken(talk.asked_at, talk.appointment_id or 0, in_talk=True)
    sent = Message.objects.filter(
        contact__value_index=talk.number_index, sent_at__gt=now - _REMEMBERED, appointment__isnull=False
    ).exclude(kind=Kind.ANSWER)
    about = sent.order_by("-sent_at", "-pk").values_list("sent_at", "appointment_id").first()
    if about is not None and about[0] is not None and about[1] is not None:
        yield Spoken(about[0], about[1])
    theirs = Appointment.objects.filter(
        contact__value_index=talk.number_index, starts_at__gt=now - _REMEMBERED
    ).exclude(participants__discreet=True)
    for pk, starts_at, ends_at, called_off_at in theirs.values_list(
        "pk", "starts_at", "ends_at", "called_off_at"
    ):
        if called_off_at is not None:
            yield Spoken(called_off_at, pk)
        elif ends_at <= now:
            yield Spoken(starts_at, pk)
