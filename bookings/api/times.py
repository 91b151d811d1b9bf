"""Instants as the API reads and writes them: RFC 3339 with an offset, never without."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mediation.models import Site

_FIRST, _LAST = datetime(2000, 1, 2, tzinfo=UTC), datetime(2099, 12, 30, tzinfo=UTC)


def written(moment: datetime, site: Site | None = None) -> str:
    """`moment` on the clock of that site ("2026-11-30T10:00:00+01:00"); in UTC without one."""
    zone = ZoneInfo(site.timezone) if site else UTC
    return moment.astimezone(zone).isoformat(timespec="seconds")


@extend_schema_field(OpenApiTypes.DATETIME)
class Moment(serializers.Field):  # type: ignore[type-arg]
    """An instant. What has no offset could be any hour: it is refused, never guessed."""

    default_error_messages = {
        "invalid": _("Écrivez une date et une heure avec leur décalage : 2026-11-30T10:00:00+01:00."),
        "no_offset": _("Il manque le décalage : 2026-11-30T10:00:00+01:00."),
    }

    def to_internal_value(self, data: object) -> datetime:
        try:
            moment = parse_datetime(data) if isinstance(data, str) else None
        except ValueError:
            moment = None
        if moment is None:
            self.fail("invalid")
        if moment.tzinfo is None:
            self.fail("no_offset")
        try:
            if not _FIRST <= moment <= _LAST:
                self.fail("invalid")
        except OverflowError:
            self.fail("invalid")
        return moment.astimezone(UTC)

    def to_representation(self, value: datetime) -> str:
        return written(value)
