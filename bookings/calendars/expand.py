"""From a calendar as another program writes it to when its owner is busy. Pure.

`recurring-ical-events` does what is hard: rules with exceptions, moved and cancelled dates, Outlook's zone names, clock
changes. Decided here: what counts as busy, whose clocks a time without a zone is on, and what is refused. Rules of seconds
or minutes are (one since 1990 takes minutes to expand); for all else there is the time limit of `apart`.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar
from icalendar.prop import vBroken

from mediation.intervals import Interval, clip, merge

_TOO_OFTEN = ("SECONDLY", "MINUTELY")
_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_A_DAY = timedelta(days=1)


class NotACalendar(ValueError):
    """What was read is no iCalendar."""


class TooOften(ValueError):
    """A rule repeats every few seconds or minutes."""


def busy_in(content: bytes, *, zone: str, start: datetime, end: datetime) -> list[Interval]:
    """When the owner of a calendar is busy between two instants (aware): apart, in whole seconds since 1970.

    `zone` is the owner's own: of whole days, and of times without a zone. Raises NotACalendar, TooOften.
    """
    calendars = _parsed(content)
    for calendar in calendars:
        _refuse_too_often(calendar)
    window = int(start.timestamp()), int(end.timestamp())
    found = (each for calendar in calendars for each in _busy(calendar, ZoneInfo(zone), start, end))
    return clip(merge(found), *window)


def parts_of(multistatus: bytes) -> list[bytes]:
    """The calendars in the answer to a CalDAV report (RFC 4791, section 7.8). Raises NotACalendar."""
    if b"<!DOCTYPE" in multistatus:
        raise NotACalendar
    try:
        root = ET.fromstring(multistatus)  # noqa: S314 - without a document type there is nothing to expand
    except ET.ParseError:
        raise NotACalendar from None
    if root.tag != f"{_DAV}multistatus":
        raise NotACalendar
    texts = (each.text or "" for each in root.iter(f"{_CALDAV}calendar-data"))
    return [text.encode() for text in texts if text.strip()]


def _parsed(content: bytes) -> list[Calendar]:
    shouted = content.upper()
    # (Without its end it was cut off on the way.)
    if b"BEGIN:VCALENDAR" not in shouted or not shouted.rstrip().endswith(b"END:VCALENDAR"):
        raise NotACalendar
    try:
        found = [each for each in Calendar.from_ical(content, multiple=True) if isinstance(each, Calendar)]
    except (ValueError, KeyError, IndexError):
        raise NotACalendar from None
    for calendar in found:
        _leave_out_broken(calendar)
    return found


def _leave_out_broken(calendar: Calendar) -> None:
    """An event without a start that can be read does not count; a rule that cannot be read is as if it were not there."""
    for event in calendar.walk("VEVENT"):
        for name in [name for name, value in event.items() if isinstance(value, vBroken)]:
            del event[name]
    kept = [each for each in calendar.subcomponents if each.name != "VEVENT" or "DTSTART" in each]
    calendar.subcomponents = kept


def _refuse_too_often(calendar: Calendar) -> None:
    for event in calendar.walk("VEVENT"):
        rules = event.get("RRULE") or []
        for rule in rules if isinstance(rules, list) else [rules]:
            if any(str(freq).upper() in _TOO_OFTEN for freq in rule.get("FREQ", [])):
                raise TooOften


def _busy(calendar: Calendar, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Interval]:
    """Whole days and times without a zone may be a day off until their zone is known: the window is wider."""
    found = recurring_ical_events.of(calendar, skip_bad_series=True)
    for event in found.between(start - _A_DAY, end + _A_DAY):
        if _takes_time(event):
            begins, ends = _instant(event.start, zone), _instant(event.end, zone)
            if begins < ends:
                yield begins, ends


def _takes_time(event: Any) -> bool:
    transparent = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    free = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    return not (transparent or free or str(event.get("STATUS", "")).upper() == "CANCELLED")


def _instant(moment: date | datetime, zone: ZoneInfo) -> int:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).timestamp())


def busy_in_all(contents: Iterable[bytes], *, zone: str, start: datetime, end: datetime) -> list[Interval]:
    """The same of several calendars together."""
    return merge(each for one in contents for each in busy_in(one, zone=zone, start=start, end=end))
