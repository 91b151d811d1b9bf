"""What a change of a mobile site's date means for who comes that day."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from bookings.actions.change_stop import change_stop
from bookings.staff.asking import actor
from bookings.staff.set_up.kinds import STOPS, Kind
from mediation.models import SiteStop

_PLACE = ("address", "address_extra", "postcode", "commune_id")
Stood = tuple[date, tuple[Any, ...]]


def stood(kind: Kind, row: Any) -> Stood | None:
    """On which day it stood where, of a date of a mobile site."""
    if kind is not STOPS or row is None:
        return None
    return row.day, tuple(getattr(row, name) for name in _PLACE)


def tell(request: HttpRequest, kind: Kind, stop: Any, before: Stood | None, *, removed: bool = False) -> None:
    """Whoever comes on a day on which it now stands elsewhere is told; the page says how many."""
    if kind is not STOPS or not isinstance(stop, SiteStop):
        return
    after = None if removed else stood(kind, stop)
    if before == after:
        return
    days = {each[0] for each in (before, after) if each is not None}
    count = change_stop(stop.site, days, by=actor(request), now=timezone.now())
    if count:
        text = ngettext(
            "%(n)s rendez-vous ce jour-là : la personne est prévenue de l’adresse.",
            "%(n)s rendez-vous ce jour-là : les personnes sont prévenues de l’adresse.",
            count,
        )
        messages.info(request, text % {"n": count})
