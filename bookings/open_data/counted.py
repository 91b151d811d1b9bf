"""What is counted for the public: sessions that took place, by the commune they took place in and their first theme."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet

from bookings.models import Appointment
from bookings.open_data.datasets import NOT_SAID
from bookings.outcomes.vocabularies import THEMES
from mediation.models import Commune


def communes() -> list[str]:
    """The INSEE codes of the territory's communes, in order."""
    return list(Commune.objects.order_by("insee_code").values_list("insee_code", flat=True))


def themes() -> list[str]:
    """The national codes, and the one of what nobody noted."""
    return [*THEMES, NOT_SAID]


def first_month(zone: str) -> date | None:
    """The first day of the month of the first session, None before there is one."""
    first = _sessions().aggregate(first=Min("starts_at"))["first"]
    return first.astimezone(ZoneInfo(zone)).date().replace(day=1) if first else None


def counted(month: date, after: date, *, zone: str) -> Mapping[tuple[str, str], int]:
    """How many sessions from one first of a month to another, by commune and theme: all of them, zeros included.

    A session counts once, under the first theme noted. One in no commune of the territory is not counted.
    """
    span = [datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) for day in (month, after)]
    rows = _sessions().filter(starts_at__gte=span[0], starts_at__lt=span[1])
    found = Counter(
        (insee_code, themes[0] if themes else NOT_SAID)
        for insee_code, themes in rows.values_list("site__commune__insee_code", "outcome__themes").iterator()
    )
    return {(commune, theme): found[commune, theme] for commune in communes() for theme in themes()}


def _sessions() -> QuerySet[Appointment]:
    return Appointment.objects.filter(status=Appointment.Status.DONE)
