"""By which name calendars know what is ours: the same in a resident's file and in every feed."""

from django.conf import settings

from mediation.keys.names import name_for_ever


def uid_of(appointment_id: int) -> str:
    """The UID of an appointment, for ever; it tells nobody the row's number."""
    return _uid("calendar", str(appointment_id))


def uid_of_opening(mediator_id: int, site_id: int, start: int, end: int) -> str:
    """The UID of an opening of one day: who, where, between which seconds."""
    return _uid("calendar opening", f"{mediator_id} {site_id} {start} {end}")


def uid_of_workshop(date_id: int) -> str:
    """The UID of a workshop's date, for ever."""
    return _uid("calendar workshop", str(date_id))


def _uid(purpose: str, value: str) -> str:
    return f"{name_for_ever(purpose, value)[:24]}@{_host()}"


def _host() -> str:
    return settings.PUBLIC_URL.partition("://")[2].partition("/")[0].partition(":")[0]
