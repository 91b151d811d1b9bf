"""Writing down a visit that has taken place: somebody came unannounced, or nobody had the time to note it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.actions.follow import follow, follow_booking
from bookings.errors import NotOffered, TooEarly, TooLate
from bookings.models import Appointment, JournalEntry, Participation
from bookings.people.contacts import contact_for
from bookings.people.residents import resident_for
from bookings.people.who import Actor, Participant, WayToReach
from bookings.records.drawing import booking_number
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.models import Mediator, Site, Topic
from mediation.prepared import insert

REMEMBERED = timedelta(days=366)
"""A visit of longer ago is a slip of the year."""


@dataclass(frozen=True)
class Visit:
    """Who came, about what, where, to whom, from when (aware) and for how many minutes."""

    person: Participant
    topic: Topic
    site: Site
    mediator: Mediator
    starts_at: datetime
    duration_min: int
    reach: WayToReach
    mode: str = Appointment.Mode.ON_SITE
    language: str = "fr"


@short_transaction
def record_visit(visit: Visit, *, by: Actor, now: datetime, idempotency_key: str) -> Appointment:
    """A visit as an appointment that was kept: it takes nobody's time any more and tells nobody anything. Somebody without a
    name stays so: no person is made up.

    The same key once more returns the first. Raises `TooEarly` when it is not over, `TooLate` when it was longer ago
    than `REMEMBERED`, `NotOffered` when the topic is not given in that way, `InvalidContact`.
    """
    first = Appointment.objects.filter(idempotency_key=idempotency_key).first()
    if first is not None:
        return first
    ends_at = visit.starts_at + timedelta(minutes=visit.duration_min)
    if ends_at > now:
        raise TooEarly
    if visit.starts_at < now - REMEMBERED:
        raise TooLate
    if visit.mode not in visit.topic.ways:
        raise NotOffered
    appointment = insert(_kept(visit, ends_at, by=by, now=now, key=idempotency_key))
    if visit.person.name or visit.person.resident_id:
        resident = resident_for(visit.person, language=visit.language, now=now)
        insert(Participation(appointment=appointment, resident=resident, position=1))
    note(JournalEntry.Kind.DONE, appointment=appointment, by=by, now=now, unannounced=True)
    # Somebody whom a partner had referred, and who came by themselves, was met.
    follow_booking(appointment, by=by, now=now)
    follow(appointment, by=by, now=now)
    return appointment


def _kept(visit: Visit, ends_at: datetime, *, by: Actor, now: datetime, key: str) -> Appointment:
    return Appointment(
        number=booking_number(),
        organisation_id=visit.site.organisation_id,
        site=visit.site,
        topic=visit.topic,
        mediator=visit.mediator,
        status=Appointment.Status.DONE,
        mode=visit.mode,
        starts_at=visit.starts_at,
        ends_at=ends_at,
        actual_start=visit.starts_at,
        actual_end=ends_at,
        contact_id=contact_for(visit.reach).pk,
        language=visit.language,
        channel=by.channel,
        idempotency_key=key,
        booked_at=now,
        booked_by_id=by.user_id,
    )
