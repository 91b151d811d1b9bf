"""A session runs over: whoever comes after it is told what to expect, and hears when all is well again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.actions.standing import locked
from bookings.errors import NotStanding, TooEarly, TooLate
from bookings.locks import Scope, lock
from bookings.models import Appointment, Commitment, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times.delays import Session, delays

STEP_MIN = 15
MOST_MIN = 120
_TAKE_TIME = (*Appointment.STANDING, Appointment.Status.DONE)


@short_transaction
def run_over(appointment_id: int, *, minutes: int, by: Actor, now: datetime) -> Appointment:
    """Says that a session under way runs over by `minutes` in all (0 takes it back); the same once more changes nothing.

    The promise stays; the mediator's commitment grows as far as nobody else has that time. Whoever comes later that day
    and has to wait for it gets a fact `delayed` (minutes; 0: on time again). Raises `NotStanding` when it was called off
    or marked, `TooEarly` before its start, `TooLate` beyond `MOST_MIN`.
    """
    mediator_id = Appointment.objects.values_list("mediator_id", flat=True).get(pk=appointment_id)
    lock([(Scope.MEDIATOR, mediator_id)])
    appointment = locked(appointment_id)
    if appointment.status not in Appointment.STANDING:
        raise NotStanding
    if appointment.starts_at > now:
        raise TooEarly
    if minutes > MOST_MIN:
        raise TooLate
    if appointment.over_min != minutes:
        appointment.over_min = minutes
        appointment.save(update_fields=["over_min"])
        note(JournalEntry.Kind.RUNS_OVER, appointment=appointment, by=by, now=now, minutes=minutes)
        _pass_on(mediator_id, appointment.starts_at, ZoneInfo(appointment.site.timezone), by=by, now=now)
    return appointment


@short_transaction
def look_again(mediator_id: int, *, at: datetime, zone: str, by: Actor, now: datetime) -> None:
    """Delays of the mediator's day anew: one before has ended sooner, was missed, moved or called off. Mostly no more than
    a look.
    """
    start, end = _day(at, ZoneInfo(zone))
    late = Appointment.objects.filter(mediator=mediator_id, delay_min__gt=0).between(start, end)
    if late.exists():
        lock([(Scope.MEDIATOR, mediator_id)])
        _pass_on(mediator_id, at, ZoneInfo(zone), by=by, now=now)


def look_at_all(*, by: Actor, now: datetime) -> None:
    """The same for everybody who is late today, however the day has changed since."""
    recent = now - timedelta(hours=24), now + timedelta(hours=24)
    late = Appointment.objects.upcoming(now).filter(delay_min__gt=0).between(*recent)
    for mediator_id, at, zone in list(
        late.order_by("mediator", "starts_at").values_list("mediator", "starts_at", "site__timezone")
    ):
        look_again(mediator_id, at=at, zone=zone, by=by, now=now)


def _pass_on(mediator_id: int, at: datetime, zone: ZoneInfo, *, by: Actor, now: datetime) -> None:
    start, end = _day(at, zone)
    rows = Appointment.objects.filter(mediator=mediator_id, status__in=_TAKE_TIME).between(start, end)
    day = list(rows.select_for_update(of=("self",)).select_related("commitment").order_by("pk"))
    found = delays(_session(each) for each in day)
    for each in sorted(day, key=lambda row: row.starts_at):
        if each.delay_min != found[each.pk]:
            each.delay_min = found[each.pk]
            each.save(update_fields=["delay_min"])
            if each.status == Appointment.Status.BOOKED:
                note(JournalEntry.Kind.DELAYED, appointment=each, by=by, now=now, minutes=each.delay_min)
        _stretch(each, now=now)


def _day(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight, midnight + timedelta(days=1)


def _session(each: Appointment) -> Session:
    over_at = each.actual_end if each.status == Appointment.Status.DONE else None
    return Session(each.pk, each.starts_at, each.ends_at, each.over_min, over_at)


def _stretch(each: Appointment, *, now: datetime) -> None:
    """The commitment lasts as long as the session does, up to the next one: two of them never overlap."""
    taken = each.commitment
    if taken is None or each.status not in Appointment.STANDING:
        return
    promised = each.ends_at + timedelta(minutes=each.buffer_min)
    wanted = max(promised, each.over_at + timedelta(minutes=each.buffer_min))
    after = Commitment.objects.standing(now).filter(mediator=each.mediator_id, starts_at__gte=promised)
    limit = after.exclude(pk=taken.pk).order_by("starts_at").values_list("starts_at", flat=True).first()
    ends_at = wanted if limit is None else max(promised, min(wanted, limit))
    if ends_at == taken.ends_at:
        return
    in_the_way = Commitment.objects.expired(now).filter(mediator=each.mediator_id)
    in_the_way.overlapping(promised, ends_at).delete()
    taken.ends_at, taken.frees_at = ends_at, min(ends_at, each.over_at)
    taken.save(update_fields=["ends_at", "frees_at"])
