"""Moving an appointment to another time, and perhaps another site or mediator."""

from datetime import datetime, timedelta
from typing import Any

from bookings.actions.lost import shown_since, too_late_for
from bookings.actions.standing import locked_standing
from bookings.actions.take import locks_for, take
from bookings.errors import SlotTaken, TooFar, TooLate, TooSoon
from bookings.models import Appointment, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import lock, short_transaction
from bookings.times import search
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
) -> Appointment:
    """Moves to `starts_at` (aware): the same mediator if free there, else the next free one.

    Whoever was asked for when it was booked (a woman, a language …) is asked for again, unless `preference` says otherwise;
    the wish stays in any case.

    Staff may take any minute, and so may whoever was `offered` that time by us; a resident moves to a slot of the grid.

    The old time is free again at once; number, links and participants stay. Moving to where it already is
    changes nothing. Raises `SlotTaken` with alternatives (the old time is kept), `TooSoon`, `TooFar`,
    `TooLate` once it has started, `NotStanding`, `ChangedMeanwhile` when its version is not `if_version`, `Busy`.
    """
    site = site or appointment.site
    preference = wish_of(appointment.wish) if preference is None else preference
    _refuse_wrong_time(appointment, starts_at=starts_at, by=by, now=now)
    if (starts_at, site.pk) == (appointment.starts_at, appointment.site_id):
        return appointment
    around = search.Around(
        appointment.topic, site_id=site.pk, starts_at=starts_at, now=now, preference=preference
    )
    since = None if by.is_staff or offered else shown_since(now)
    offer = around.offer(ignoring=appointment.commitment_id, shown_since=since)
    same_first = sorted(offer.mediator_ids, key=lambda pk: pk != appointment.mediator_id)
    for mediator_id in same_first:
        try:
            return _move_to(
                appointment.pk, mediator_id, site, offer.span, by=by, now=now, if_version=if_version
            )
        except SlotTaken:
            continue
    raise too_late_for(around)


def _refuse_wrong_time(appointment: Appointment, *, starts_at: datetime, by: Actor, now: datetime) -> None:
    if appointment.starts_at <= now and not by.is_staff:
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
) -> Appointment:
    lock(locks_for(span, mediator_id))
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
    appointment.version += 1
    appointment.save()
    note(JournalEntry.Kind.MOVED, appointment=appointment, by=by, now=now, **from_ids)
    return appointment
