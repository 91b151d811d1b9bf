"""Ticking who came to a workshop's date, and counting who came without registering."""

from collections.abc import Collection
from datetime import datetime

from bookings.actions.follow_seat import follow_seats
from bookings.errors import SeatsTaken, TooEarly
from bookings.models import Attendance, Registration, Resident, WorkshopDate
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction


@short_transaction
def attend(date_id: int, *, came: Collection[int], walk_ins: int, by: Actor, now: datetime) -> WorkshopDate:
    """Notes who of the people registered came (ids of residents), and how many more. Again: the last word counts.

    The seat of somebody who did not come may be another's: the date has as many seats more. Raises `TooEarly` before its day's
    start, `SeatsTaken` when there were not so many seats for who came without registering.
    """
    date = WorkshopDate.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=date_id)
    if now < date.starts_at:
        raise TooEarly
    registered = Resident.objects.filter(registrations__dates=date, registrations__state="registered")
    expected = sorted(set(registered.values_list("pk", flat=True)))
    people = date.taken - date.walk_ins
    sat = people - sum(pk not in came for pk in expected)
    if sat + walk_ins > date.capacity:
        raise SeatsTaken(sat)
    date.taken, date.walk_ins = people + walk_ins, walk_ins
    date.capacity = max(date.capacity, date.taken)
    date.save(update_fields=["taken", "walk_ins", "capacity"])
    rows = [Attendance(date=date, person_id=pk, came=pk in came) for pk in expected]
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date", "person"], update_fields=["came"]
    )
    referred = Registration.objects.filter(dates=date, referral__isnull=False)
    follow_seats(referred.values_list("pk", flat=True), by=by, now=now)
    return date
