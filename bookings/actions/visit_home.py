"""A colleague at somebody's home says that they have come, and that they have left."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from bookings.actions.mark import set_mark
from bookings.actions.standing import locked
from bookings.errors import NotOffered, NotStanding
from bookings.models import Appointment, HomeVisit, JournalEntry
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction

Kind = JournalEntry.Kind


@short_transaction
def arrive(appointment_id: int, *, by: Actor, now: datetime) -> HomeVisit:
    """The colleague is there; the appointment is marked so too. Once more changes nothing.

    Raises `NotOffered` when it is no visit at home, `NotStanding`, `TooLate` on another day.
    """
    appointment, visit = _of(appointment_id)
    if visit.arrived_at is not None and visit.left_at is None:
        return visit
    if appointment.status == Appointment.Status.BOOKED:
        set_mark(appointment, as_=Mark.ARRIVED, by=by, now=now)
    elif appointment.status != Appointment.Status.ARRIVED:
        raise NotStanding
    visit.arrived_at, visit.left_at, visit.alerted_at = now, None, None
    visit.save(update_fields=["arrived_at", "left_at", "alerted_at"])
    note(Kind.CAME_HOME, appointment=appointment, by=by, now=now)
    return visit


@short_transaction
def leave(appointment_id: int, *, by: Actor, now: datetime) -> HomeVisit:
    """The colleague has left, safe: nobody has to look for them. Once more changes nothing. Raises `NotOffered`,
    `NotStanding` when they never came.
    """
    appointment, visit = _of(appointment_id)
    if visit.left_at is not None:
        return visit
    if visit.arrived_at is None:
        raise NotStanding
    visit.left_at = max(now, visit.arrived_at)
    visit.save(update_fields=["left_at"])
    note(Kind.LEFT_HOME, appointment=appointment, by=by, now=now)
    return visit


@short_transaction
def watch_over(appointment_id: int, *, watcher_id: int | None) -> HomeVisit:
    """Who is written to when nobody says that the visitor has left; None: the coordinators. Raises `NotOffered`."""
    _appointment, visit = _of(appointment_id)
    visit.watcher_id = watcher_id
    visit.save(update_fields=["watcher"])
    return visit


def _of(appointment_id: int) -> tuple[Appointment, HomeVisit]:
    appointment = locked(appointment_id)
    visit = HomeVisit.objects.filter(appointment=appointment).first()
    if visit is None:
        raise NotOffered
    return appointment, visit


def nobody_left(now: datetime) -> "QuerySet[HomeVisit]":
    """Visits under way that may be over for some time: who came, and has not said that they left."""
    return HomeVisit.objects.filter(
        arrived_at__isnull=False, left_at__isnull=True, appointment__ends_at__lt=now
    ).select_related("appointment__organisation", "appointment__mediator", "watcher")


def overdue(visit: HomeVisit, now: datetime) -> bool:
    """Whether it is longer over than its organisation allows."""
    minutes = visit.appointment.organisation.home_alert_min
    return now > visit.appointment.over_at + timedelta(minutes=minutes)


def forget_addresses(*, before: datetime) -> int:
    """Addresses of visits that were over by then, or were called off, go; how many. Nobody under way loses theirs."""
    over = HomeVisit.objects.exclude(address="").exclude(arrived_at__isnull=False, left_at__isnull=True)
    done = over.filter(appointment__ends_at__lt=before) | over.filter(
        appointment__status__in=Appointment.CALLED_OFF
    )
    # By their ids: the two conditions are joined.
    ids = list(done.values_list("pk", flat=True))
    return HomeVisit.objects.filter(pk__in=ids).update(address="")
