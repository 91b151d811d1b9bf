"""iCalendar as text (RFC 5545). Pure.

Written by hand: a year of appointments is a thousand events, and a library that builds an object for each value takes
many times as long as reading them from the database.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookings.calendars.zones import vtimezone

_FOLD = 75  # Octets a line, without its end.


class Event(NamedTuple):
    """One event. Instants are aware; `zone` is the one whose clocks it is shown on (IANA).

    `cancelled` takes it out of calendars that had it; what is not `busy` leaves its time free there.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    location: str = ""
    description: str = ""
    cancelled: bool = False
    busy: bool = True


def calendar(name: str, events: Iterable[Event], *, product: str = "-//Rendez-vous numerique//FR") -> str:
    """A calendar of that name, each of its zones described for the years that its events touch."""
    events = list(events)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for zone in sorted({event.zone for event in events}):
        years = [moment.year for event in events for moment in (event.starts_at, event.ends_at)]
        lines += vtimezone(zone, min(years) - 1, max(years) + 1)
    for event in events:
        lines += _lines(event)
    lines.append("END:VCALENDAR")
    return "\r\n".join(map(folded, lines)) + "\r\n"


def _lines(event: Event) -> list[str]:
    clocks = _clocks(event.zone)
    status, busy = ("CANCELLED", False) if event.cancelled else ("CONFIRMED", event.busy)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_compact(event.changed_at.astimezone(UTC))}Z",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART;TZID={event.zone}:{_compact(event.starts_at.astimezone(clocks))}",
        f"DTEND;TZID={event.zone}:{_compact(event.ends_at.astimezone(clocks))}",
        f"SUMMARY:{escaped(event.summary)}",
        f"STATUS:{status}",
        "TRANSP:OPAQUE" if busy else "TRANSP:TRANSPARENT",
    ]
    if event.location:
        lines.append(f"LOCATION:{escaped(event.location)}")
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    lines.append("END:VEVENT")
    return lines


@lru_cache(64)
def _clocks(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


def _compact(at: datetime) -> str:
    """As `strftime("%Y%m%dT%H%M%S")`, in a third of the time."""
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}"


def escaped(text: str) -> str:
    """A text value: nothing in it ends the value or the line (section 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """The line in pieces of 75 octets at most, no letter cut in two (section 3.1)."""
    if len(line) <= _FOLD and line.isascii():
        return line
    pieces, piece, octets = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > _FOLD:
            pieces.append(piece)
            # The space that begins the next line counts.
            piece, octets = "", 1
        piece, octets = piece + letter, octets + size
    return "\r\n ".join([*pieces, piece])
