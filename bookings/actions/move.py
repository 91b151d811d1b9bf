"""Moving an appointment to another time, and perhaps another site or mediator."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bookings.actions.follow import follow
from bookings.actions.lost import shown_since, too_late_for
from bookings.actions.standing import locked, locked_standing
from bookings.actions.take import locks_for, take
from bookings.errors import NotStanding, SlotTaken, TooFar, TooLate, TooSoon
from bookings.locks import lock
from bookings.models import Appointment, JournalEntry
from bookings.people.who import Actor
from bookings.records.drawing import booking_number
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times import search
from bookings.times.extra import extra_of
from bookings.times.span import Span
from bookings.times.wishes import wish_of
from mediation.models import Site


def move(
    appointment: Appointment,
    *,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    site: Site | None = None,
    preference: search.Preference | None = None,
    offered: bool = False,
    if_version: int | None = None,
    called_away: bool = False,
) -> Appointment:
    """Moves to `starts_at` (aware): the same mediator if free there, else the next free one.

    Whoever was asked for when it was booked (a woman, a language …) is asked for again, unless `preference` says otherwise;
    the wish stays in any case.

    Staff may take any minute, and so may whoever was `offered` that time by us; a resident moves to a slot of the grid.

    `called_away`: the service could not keep the old time and has called it off, perhaps after it had passed; it stands
    again at the new one.

    The old time is free again at once; number, links and participants stay. Moving to where it already is
    changes nothing. Raises `SlotTaken` with alternatives (the old time is kept), `TooSoon`, `TooFar`,
    `TooLate` once it has started, `NotStanding`, `ChangedMeanwhile` when its version is not `if_version`, `Busy`.
    """
    site = site or appointment.site
    preference = replace(preference or wish_of(appointment.wish), way=appointment.mode)
    _refuse_wrong_time(appointment, starts_at=starts_at, by=by, now=now, called_away=called_away)
    if not called_away and (starts_at, site.pk) == (appointment.starts_at, appointment.site_id):
        return appointment
    around = search.Around(
        appointment.topic,
        site_id=site.pk,
        starts_at=starts_at,
        now=now,
        preference=preference,
        extra=extra_of(appointment, site),
    )
    since = None if by.is_staff or offered else shown_since(now)
    offer = around.offer(ignoring=appointment.commitment_id, shown_since=since)
    same_first = sorted(offer.mediator_ids, key=lambda pk: pk != appointment.mediator_id)
    how = {"by": by, "now": now, "if_version": if_version, "called_away": called_away}
    for mediator_id in same_first:
        try:
            return _move_to(appointment.pk, mediator_id, site, offer.span, **how)  # type: ignore[arg-type]
        except SlotTaken:
            continue
    raise too_late_for(around)


def _refuse_wrong_time(
    appointment: Appointment, *, starts_at: datetime, by: Actor, now: datetime, called_away: bool
) -> None:
    if appointment.starts_at <= now and not by.is_staff and not called_away:
        raise TooLate
    notice = timedelta(0) if by.is_staff else timedelta(minutes=appointment.topic.notice_min)
    if starts_at < now + notice:
        raise TooSoon
    if starts_at > now + timedelta(days=appointment.topic.horizon_days):
        raise TooFar


@short_transaction
def _move_to(
    appointment_id: int,
    mediator_id: int,
    site: Site,
    span: Span,
    *,
    by: Actor,
    now: datetime,
    if_version: int | None,
    called_away: bool,
) -> Appointment:
    lock(locks_for(span, mediator_id))
    if called_away:
        appointment = locked(appointment_id, if_version=if_version)
        _stands_again(appointment)
    else:
        appointment = locked_standing(appointment_id, if_version=if_version)
    from_ids: dict[str, Any] = {
        "from_site": appointment.site_id,
        "from_mediator": appointment.mediator_id,
        "from_start": appointment.starts_at.isoformat(),
    }
    old_commitment = appointment.commitment
    if old_commitment is not None:
        appointment.commitment = None
        appointment.save(update_fields=["commitment"])
        old_commitment.delete()
    appointment.commitment = take(span, mediator_id=mediator_id, now=now)
    appointment.site = site
    appointment.organisation_id = site.organisation_id
    appointment.mediator_id = mediator_id
    appointment.starts_at, appointment.ends_at = span.starts_at, span.ends_at
    appointment.buffer_min = span.buffer_min
    # A delay was of the old time; an interpreter who was booked was booked for it too.
    appointment.over_min = appointment.delay_min = 0
    if appointment.interpreter:
        appointment.interpreter = Appointment.Interpreter.TO_BOOK
    appointment.version += 1
    appointment.save()
    note(JournalEntry.Kind.MOVED, appointment=appointment, by=by, now=now, **from_ids)
    if called_away:
        follow(appointment, by=by, now=now)
    return appointment


def _stands_again(appointment: Appointment) -> None:
    """What the service has called off stands at a new time; its number is drawn anew if somebody else has it by now."""
    if appointment.status != Appointment.Status.CANCELLED:
        raise NotStanding
    appointment.status = Appointment.Status.BOOKED
    appointment.called_off_at, appointment.called_off_reason = None, ""
    if Appointment.objects.filter(number=appointment.number, status__in=Appointment.STANDING).exists():
        appointment.number = booking_number()
