"""Somebody helped in a drop-in becomes a visit like any other, whose outcome can be noted."""

import math
from datetime import datetime, timedelta

from bookings.actions.enter import locked_turn
from bookings.actions.record_visit import Visit, record_visit
from bookings.dropin.durations import Period, durations
from bookings.dropin.states import State
from bookings.errors import StateRefused
from bookings.models import Appointment
from bookings.people.who import Actor, Participant, WayToReach
from bookings.records.transactions import short_transaction
from mediation.models import Topic


@short_transaction
def note_turn(
    turn_id: int, *, topic: Topic, name: str, resident_id: int | None = None, by: Actor, now: datetime
) -> Appointment:
    """The visit, from when they were helped and for as long; what the queue knew of the person goes into it.

    Once more returns the first. Raises `StateRefused` before they are done, `NotOffered`, `TooLate`.
    """
    turn = locked_turn(turn_id)
    if turn.appointment is not None:
        return turn.appointment
    if turn.state != State.DONE or turn.mediator is None:
        raise StateRefused(turn.state, State.DONE)
    periods = [Period(each.state, each.began_at, each.ended_at) for each in turn.periods.all()]
    starts_at, minutes = _helped(periods, now)
    contact = turn.contact
    visit = Visit(
        person=Participant(name.strip(), resident_id or turn.resident_id),
        topic=topic,
        site=turn.day.site,
        mediator=turn.mediator,
        starts_at=starts_at,
        duration_min=minutes,
        reach=WayToReach(contact.kind, contact.value) if contact and contact.value else WayToReach("none"),
        mode=topic.ways[0] if Appointment.Mode.ON_SITE not in topic.ways else Appointment.Mode.ON_SITE,
        language=turn.language,
    )
    appointment = record_visit(visit, by=by, now=now, idempotency_key=f"turn:{turn.pk}")
    turn.appointment, turn.topic, turn.name, turn.initial, turn.contact = appointment, topic, "", "", None
    turn.save(update_fields=["appointment", "topic", "name", "initial", "contact"])
    return appointment


def _helped(periods: list[Period], now: datetime) -> tuple[datetime, int]:
    """From when, and for how many whole minutes: one at least, none to come."""
    began = next(each.began_at for each in periods if each.state == State.SERVING)
    minutes = max(1, math.ceil(durations(periods, now=now).service.total_seconds() / 60))
    return min(began, now - timedelta(minutes=minutes)), minutes
