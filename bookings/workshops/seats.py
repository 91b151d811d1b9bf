"""Seats of a workshop's dates: locked in one order, given and taken back under these locks.

Locking order: dates by their keys, then a registration. The constraint on `taken` has the last word.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, QuerySet

from bookings.models import Registration, WorkshopDate
from mediation.prepared import Given, Prepared


def locked_ahead(workshop_id: int, *, now: datetime) -> list[WorkshopDate]:
    """The dates one may still come to, locked: passing a seat on may touch any of them."""
    ahead = WorkshopDate.objects.ahead(now).filter(workshop=workshop_id)
    return list(ahead.order_by("pk").select_for_update())


def locked_registration(registration_id: int) -> Registration:
    """The registration with its workshop, locked; its dates are locked already."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related("workshop__site")
    return rows.get(pk=registration_id)


def left(workshop_id: int, dates: Collection[int], *, now: datetime, locked: bool) -> dict[int, int]:
    """How many seats are left on these dates (none: all), of those one may still come to, in the order of their keys.

    `locked`: whoever comes next waits, and reads what is left then.
    """
    only = {f"date_{number}": pk for number, pk in enumerate(dict.fromkeys(dates))}
    return dict(_left(len(only), locked=locked)(workshop=workshop_id, now=now, **only))


@Prepared
def _left(dates: int, *, locked: bool) -> "QuerySet[WorkshopDate, Any]":
    key = BigIntegerField()
    found = WorkshopDate.objects.filter(
        workshop=Given("workshop", key), cancelled_at=None, starts_at__gt=Given("now", DateTimeField())
    ).order_by("pk")
    if dates:
        found = found.filter(pk__in=[Given(f"date_{number}", key) for number in range(dates)])
    if locked:
        found = found.select_for_update()
    return found.values_list("pk", F("capacity") - F("taken"))


def taken_if_left(dates: Collection[int], seats: int, *, now: datetime) -> bool:
    """Gives so many seats on each date, if all of them have these seats and may still be come to; whether it did.

    Without, some may have been given: the transaction is to be undone. Several dates are locked in their order first.
    """
    wanted = WorkshopDate.objects.filter(pk__in=dates)
    if len(dates) > 1:
        list(wanted.order_by("pk").select_for_update().values_list("pk"))
    open_still = wanted.filter(cancelled_at=None, starts_at__gt=now, taken__lte=F("capacity") - seats)
    return open_still.update(taken=F("taken") + seats) == len(dates)


def take(dates: Collection[int], seats: int) -> None:
    """Gives so many seats on each date. Raises `WorkshopFull` (by the constraint) where there are not enough."""
    WorkshopDate.objects.filter(pk__in=dates).update(taken=F("taken") + seats)


def give_back(dates: Collection[int], seats: int) -> None:
    """Takes them back."""
    WorkshopDate.objects.filter(pk__in=dates).update(taken=F("taken") - seats)


def dates_ahead(registration: Registration, ahead: Collection[WorkshopDate]) -> list[int]:
    """The ids of the registration's dates among those `ahead`, by key."""
    own = set(registration.dates.values_list("pk", flat=True))
    return sorted(date.pk for date in ahead if date.pk in own)
