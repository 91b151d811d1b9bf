"""The clock in a statement that is written once: what a query says with "now" is said each time it is put."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateField, DateTimeField
from django.utils import timezone

from mediation.prepared import Given


class Moment(Given):
    """Now, or so much later (`shift`): where a queryset takes an instant, it may take this."""

    def __init__(self, shift: timedelta = timedelta()) -> None:
        super().__init__("now", DateTimeField())
        self.shift = shift

    def __add__(self, more: timedelta) -> Moment:  # type: ignore[override]
        return Moment(self.shift + more)

    def __sub__(self, less: timedelta) -> Moment:  # type: ignore[override]
        return Moment(self.shift - less)

    def taken_from(self, values: dict[str, Any], connection: Any) -> Any:
        """The instant, as this database takes it."""
        return super().taken_from({"now": values["now"] + self.shift}, connection)

    def day(self, more: timedelta = timedelta()) -> Day:
        """The local day of now, or so many days later."""
        return Day(more)


class Day(Given):
    """Today where the service is, or so many days later (`shift`)."""

    def __init__(self, shift: timedelta = timedelta()) -> None:
        super().__init__("today", DateField())
        self.shift = shift

    def taken_from(self, values: dict[str, Any], connection: Any) -> Any:
        """The day, as this database takes it."""
        day = timezone.localtime(values["now"]).date() + self.shift
        return super().taken_from({"today": day}, connection)


AnInstant = datetime | Moment
"""An instant in UTC, or one that is said when the query is put."""


def local_day(now: AnInstant, more: timedelta = timedelta()) -> date | Day:
    """The local day of that instant, or so many days later."""
    return now.day(more) if isinstance(now, Moment) else timezone.localtime(now).date() + more
