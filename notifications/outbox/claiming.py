"""What a claim reads and writes: the due messages and what they are about, locked; who has them, and until when."""

import time
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from bookings.models import Appointment, Participation
from bookings.records.told import Why
from notifications.channels.contract import Channel
from notifications.models import Message, State
from notifications.outbox.decisions import Look, Standing, Step, goes_at, next_step
from notifications.outbox.endings import settle
from notifications.outbox.pauses import slowed
from notifications.outbox.recording import Claimed


def due(
    limit: int, questions: int, *, now: datetime, without: Collection[str], calling: Mapping[str, int]
) -> list[Message]:
    """The longest due first, in each lane of its own: what is in doubt, what a slower channel has to take, the rest."""
    slower = slowed(now)
    due = Message.objects.due(now).exclude(channel__in={*slower.paused, *without})
    due = due.select_for_update(skip_locked=True, of=("self",))
    narrow = {channel: at_once - calling.get(channel, 0) for channel, at_once in slower.at_once.items()}
    lanes = [(due.filter(in_doubt=True), questions)]
    lanes += [(due.filter(in_doubt=False, channel=channel), room) for channel, room in narrow.items()]
    lanes += [(due.filter(in_doubt=False).exclude(channel__in=narrow), limit)]
    return [message for lane, room in lanes if room > 0 for message in lane[:room]]


def committed_means_on_disk() -> None:
    """A claim that a database loses in a crash would let its message go twice: servers set to commit without waiting
    for the disk (`synchronous_commit = off`) wait for this one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")


def standings(messages: Iterable[Message]) -> dict[int, Standing]:
    """The appointments as they stand, locked against change until the claim is written."""
    wanted = {message.appointment_id for message in messages if message.appointment_id}
    if not wanted:
        return {}
    discreet = Participation.objects.filter(appointment=OuterRef("pk"), resident__discreet=True)
    rows = (
        Appointment.objects.filter(pk__in=wanted)
        .select_for_update(skip_locked=True, no_key=True)
        .values_list("pk", "version", "status", "starts_at", Exists(discreet))
        .order_by("pk")
    )
    return {
        pk: Standing(
            version=version,
            stands=status == Appointment.Status.BOOKED,
            starts_at=starts_at,
            discreet=discreet,
        )
        for pk, version, status, starts_at, discreet in rows
    }


def take(looks: list[tuple[Message, Look, Channel | None]], *, worker: str, now: datetime) -> list[Claimed]:
    """Those that need a provider, written down as this worker's; the others are settled or put off."""
    claimed: list[Claimed] = []
    for message, look, channel in looks:
        step = next_step(look, now)
        if step is Step.WAIT:
            why = Why.OVER_CEILING if look.held else message.why
            Message.objects.filter(pk=message.pk).update(due_at=goes_at(look, now), why=why)
        elif step in {Step.SEND, Step.LOOK_UP, Step.FOLLOW} and channel is not None:
            claimed.append(
                Claimed(message, step, channel, worker, deadline=time.monotonic() + channel.seconds)
            )
        else:
            settle(message, step, now=now)
    _mark([c for c in claimed if c.step is Step.SEND], now=now, sending=True)
    _mark([c for c in claimed if c.step is not Step.SEND], now=now, sending=False)
    return claimed


def _mark(claimed: list[Claimed], *, now: datetime, sending: bool) -> None:
    """Writes the lease, longer than all time-outs of a claim together. From here on a send is in doubt."""
    if not claimed:
        return
    lease = max(timedelta(seconds=4 * c.channel.seconds) for c in claimed)
    lease += timedelta(seconds=settings.MESSAGE_LEASE_MARGIN)
    changes: dict[str, Any] = {"due_at": now + lease, "claimed_by": claimed[0].worker}
    if sending:
        for each in claimed:
            each.message.why = ""  # It may have been held back until now.
        changes |= {
            "state": State.SENDING,
            "in_doubt": True,
            "missed_at": None,
            "why": "",
            "attempts": F("attempts") + 1,
            "attempted_at": now,
            "first_attempt_at": Coalesce(F("first_attempt_at"), now),
        }
    Message.objects.filter(pk__in=[c.message.pk for c in claimed]).update(**changes)
