"""Taking a number at a drop-in: somebody who walks in, or who has an appointment there today."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from bookings.actions.enter import begin, locked_day
from bookings.actions.mark import set_mark
from bookings.actions.standing import locked_standing
from bookings.dropin.line import ahead_of, waiting_in
from bookings.dropin.states import NEAR
from bookings.models import Appointment, DropInDay, JournalEntry, Turn
from bookings.outcomes.marks import Mark
from bookings.people.contacts import contact_for
from bookings.people.who import Actor, WayToReach
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.models import Site, Topic


@dataclass(frozen=True)
class WalkIn:
    """Who walks in: all of it may stay empty. `phone` is where they are told that their turn is near."""

    topic: Topic | None = None
    name: str = ""
    phone: str = ""
    resident_id: int | None = None
    show_initial: bool = False
    language: str = "fr"


def join_drop_in(
    site: Site, day: date, who: WalkIn, *, by: Actor, now: datetime, idempotency_key: str
) -> Turn:
    """Gives the next number of that day at that site. The same key once more returns the first.

    Raises `DropInOver` after its end, `InvalidContact`.
    """
    try:
        return _join(site, day, who, by=by, now=now, key=idempotency_key)
    except IntegrityError:
        if (first := Turn.objects.filter(idempotency_key=idempotency_key).first()) is not None:
            return first
        raise


@short_transaction
def _join(site: Site, day: date, who: WalkIn, *, by: Actor, now: datetime, key: str) -> Turn:
    if (first := Turn.objects.filter(idempotency_key=key).first()) is not None:
        return first
    queue = locked_day(DropInDay.objects.get_or_create(site=site, day=day)[0].pk)
    if (first := Turn.objects.filter(idempotency_key=key).first()) is not None:
        return first
    name = who.name.strip()
    turn = Turn(
        topic=who.topic,
        name=name,
        initial=name[:1].upper() if who.show_initial else "",
        resident_id=who.resident_id,
        contact=contact_for(WayToReach("mobile", who.phone)) if who.phone else None,
        language=who.language,
        idempotency_key=key,
    )
    return _placed(turn, queue, by=by, now=now)


@short_transaction
def join_with_appointment(appointment_id: int, day: date, *, by: Actor, now: datetime) -> Turn:
    """The number of somebody who has an appointment at the site that day: marked as arrived, called at their time.

    Once more returns the first. Raises `DropInOver`, `NotStanding`.
    """
    site = Appointment.objects.select_related("site").get(pk=appointment_id).site
    queue = locked_day(DropInDay.objects.get_or_create(site=site, day=day)[0].pk)
    appointment = locked_standing(appointment_id)
    if (first := Turn.objects.filter(appointment=appointment).first()) is not None:
        return first
    if appointment.status == Appointment.Status.BOOKED:
        set_mark(appointment, as_=Mark.ARRIVED, by=by, now=now)
    turn = Turn(
        topic_id=appointment.topic_id,
        appointment=appointment,
        promised=True,
        language=appointment.language,
        idempotency_key=f"appointment:{appointment.pk}",
    )
    return _placed(turn, queue, by=by, now=now)


def _placed(turn: Turn, queue: DropInDay, *, by: Actor, now: datetime) -> Turn:
    """At the end of the line of a day that is locked, with the next number."""
    queue.last_number += 1
    queue.save(update_fields=["last_number"])
    turn.day, turn.number, turn.joined_at, turn.placed_at = queue, queue.last_number, now, now
    turn.save()
    begin(turn, by=by, now=now)
    ahead = ahead_of(turn.pk, waiting_in(queue, now=now))
    if ahead <= NEAR:
        # The message with the number says it already.
        turn.told_near = True
        turn.save(update_fields=["told_near"])
    kind, organisation = JournalEntry.Kind.TURN_TAKEN, queue.site.organisation_id
    note(kind, by=by, now=now, organisation_id=organisation, turn=turn.pk, ahead=ahead)
    return turn
