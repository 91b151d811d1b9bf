"""Asking for a mediator's own calendar: an ICS address, or a CalDAV collection."""

import base64
from datetime import datetime

from bookings.models import OutsideCalendar
from mediation import outside

Failure = OutsideCalendar.Failure
_MOST_BYTES = 10_000_000
# RFC 4791, section 7.8: whatever touches these instants, each series whole.
_REPORT = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{start:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"/>
</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


class NotRead(Exception):
    """The calendar could not be read; `failure` is one of `OutsideCalendar.Failure`."""

    def __init__(self, failure: str) -> None:
        super().__init__(failure)
        self.failure = failure


def address_meant(typed: str) -> str:
    """The address as it is asked: calendars write `webcal:` for https. Raises `outside.Refused` for what is none."""
    scheme, colon, rest = typed.strip().partition(":")
    address = f"https:{rest}" if colon and scheme.lower() in ("webcal", "webcals") else typed.strip()
    outside.parse(address)
    return address


def read(
    calendar: OutsideCalendar, *, start: datetime, end: datetime, now: datetime
) -> outside.Answer | None:
    """What the calendar's server answers; None when nothing has changed since. Raises NotRead."""
    try:
        by_caldav = calendar.kind == OutsideCalendar.Kind.CALDAV
        answer = _report(calendar, start, end) if by_caldav else _get(calendar, now)
    except outside.Refused as refused:
        raise NotRead(Failure(refused.reason.value)) from None
    if answer.status == 304:
        return None
    if answer.status in (401, 403):
        raise NotRead(Failure.NOT_ALLOWED)
    if answer.status in (404, 410):
        raise NotRead(Failure.GONE)
    if answer.status not in (200, 207):
        raise NotRead(Failure.UNREACHABLE)
    return answer


def _get(calendar: OutsideCalendar, now: datetime) -> outside.Answer:
    headers = {"Accept": "text/calendar, */*;q=0.1", **_credentials(calendar)}
    if not calendar.must_be_whole(now):
        if calendar.etag:
            headers["If-None-Match"] = calendar.etag
        if calendar.last_modified:
            headers["If-Modified-Since"] = calendar.last_modified
    return outside.ask(calendar.address, headers=headers, most_bytes=_MOST_BYTES)


def _report(calendar: OutsideCalendar, start: datetime, end: datetime) -> outside.Answer:
    return outside.ask(
        calendar.address,
        method="REPORT",
        headers={"Depth": "1", "Content-Type": "application/xml; charset=utf-8", **_credentials(calendar)},
        body=_REPORT.format(start=start, end=end).encode(),
        most_bytes=_MOST_BYTES,
    )


def _credentials(calendar: OutsideCalendar) -> dict[str, str]:
    if not calendar.username:
        return {}
    pair = base64.b64encode(f"{calendar.username}:{calendar.password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}
