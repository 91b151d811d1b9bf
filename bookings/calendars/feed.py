"""What a calendar program reads at a feed's address: a month behind and a year ahead.

Four queries at most, seven with openings. The text changes only when what it tells of does (or the day): an ETag of it is
enough for a 304.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext

from bookings.calendars.identity import uid_of, uid_of_opening
from bookings.calendars.workshops import workshops_of
from bookings.calendars.written import Event, calendar
from bookings.models import Appointment, CalendarFeed, Participation
from bookings.people.names import initials
from bookings.times.gaps import Hours, hours_of
from mediation.crypto import keyed_hash
from mediation.intervals import Interval, merge, subtract
from mediation.models import Opening, TopicText

BEHIND = timedelta(days=30)
AHEAD = timedelta(days=365)
_PURPOSE = "calendar feed"
Detail = CalendarFeed.Detail


class Row(NamedTuple):
    """What an event is made of, as the database gives it."""

    pk: int
    version: int
    status: str
    starts_at: datetime
    ends_at: datetime
    booked_at: datetime
    called_off_at: datetime | None
    mode: str
    topic_id: int
    zone: str
    site: str
    address: str
    mediator: str


_COLUMNS = (
    *("pk", "version", "status", "starts_at", "ends_at", "booked_at", "called_off_at", "mode", "topic_id"),
    *("site__timezone", "site__name", "site__address", "mediator__first_name"),
)


def token_hash(token: str) -> str:
    """What is stored instead of the secret of an address."""
    return keyed_hash(_PURPOSE, token)


def feed_of(token: str) -> CalendarFeed | None:
    """The feed behind an address that still answers, or None. One query."""
    hashed = token_hash(token)
    found = CalendarFeed.objects.good().filter(token_hash=hashed).select_related("mediator", "site").first()
    if found is not None and found.token_hash != hashed:
        # The token is at hand at no other time: while the index key is changed, each calendar brings its own over.
        CalendarFeed.objects.filter(pk=found.pk).update(token_hash=hashed)
    return found


def text_of(feed: CalendarFeed, *, now: datetime) -> str:
    """The calendar, in the language of whoever opened the feed."""
    # From midnight on: within a day the window stays where it is.
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    start, end = today - BEHIND, today + AHEAD
    with translation.override(feed.language):
        events = [*_appointments(feed, start, end), *workshops_of(feed, start, end)]
        if feed.openings:
            events += _openings(feed, start=today, end=end)
        return calendar(str(feed.mediator or feed.site), events)


def rows_of(feed: CalendarFeed, start: datetime, end: datetime) -> list[Row]:
    """The appointments of the feed that are promised, over, or were called off since `start`. One query."""
    cancelled = Q(called_off_at__gte=start) | Q(called_off_at__isnull=True, starts_at__gte=start)
    shown = ~Q(status__in=Appointment.CALLED_OFF) | cancelled
    rows = _theirs(feed, start, end).filter(shown).order_by("starts_at", "pk")
    return [Row(*row) for row in rows.values_list(*_COLUMNS)]


def people_of(feed: CalendarFeed, start: datetime, end: datetime) -> dict[int, list[str]]:
    """The names of whoever comes, by appointment; nobody who asked for discretion, or was erased. One query."""
    whose = (
        {"appointment__mediator": feed.mediator_id}
        if feed.mediator_id
        else {"appointment__site": feed.site_id}
    )
    rows = Participation.objects.filter(
        **whose,
        appointment__starts_at__gte=start,
        appointment__starts_at__lt=end,
        resident__discreet=False,
        resident__erased_at__isnull=True,
    ).order_by("appointment_id", "position")
    names: dict[int, list[str]] = {}
    for pk, name in rows.values_list("appointment_id", "resident__name"):
        names.setdefault(pk, []).append(name)
    return names


def _theirs(feed: CalendarFeed, start: datetime, end: datetime) -> QuerySet[Appointment]:
    whose = {"mediator_id": feed.mediator_id} if feed.mediator_id else {"site_id": feed.site_id}
    return Appointment.objects.between(start, end).filter(**whose)


def _appointments(feed: CalendarFeed, start: datetime, end: datetime) -> Iterator[Event]:
    busy = feed.detail == Detail.BUSY
    people = {} if busy else people_of(feed, start, end)
    topics = topics_of(feed.language) if feed.detail == Detail.FULL else {}
    occupied, modes = gettext("Occupé"), dict(Appointment.Mode.choices)
    for row in rows_of(feed, start, end):
        names = people.get(row.pk, [])
        yield Event(
            uid=uid_of(row.pk),
            sequence=row.version - 1,
            changed_at=row.called_off_at or row.booked_at,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            zone=row.zone,
            summary=occupied if busy else _summary(feed, row, names),
            location="" if busy else _place(row, modes),
            description=topics.get(row.topic_id, ""),
            cancelled=row.status in Appointment.CALLED_OFF,
        )


def _summary(feed: CalendarFeed, row: Row, names: list[str]) -> str:
    """Who comes, as far as the feed says so; in a site's feed also who receives."""
    said = names if feed.detail == Detail.FULL else [initials(name) for name in names]
    who = ", ".join(said) or gettext("Rendez-vous")
    return who if feed.mediator_id else f"{who} ({row.mediator})"


def _place(row: Row, modes: dict[str, Any]) -> str:
    if row.mode != Appointment.Mode.ON_SITE:
        return str(modes[row.mode])
    return ", ".join(part for part in (row.site, row.address) if part)


def topics_of(language: str) -> dict[int, str]:
    """Topics' names in that language, else in French. One query."""
    rows = TopicText.objects.filter(language__in={language, "fr"}).order_by()
    found = sorted(rows.values_list("topic_id", "language", "name"), key=lambda row: row[1] == language)
    return {topic: name for topic, _language, name in found}


def _openings(feed: CalendarFeed, *, start: datetime, end: datetime) -> Iterator[Event]:
    """When somebody receives, closures and absences left out: it leaves the time free."""
    ids = [feed.mediator_id] if feed.mediator_id else _receiving(feed.site_id or 0)
    hours = hours_of(ids, start=start, end=end, site_id=feed.site_id)
    for (mediator, site), name, blocks in _received(hours):
        for begins, ends in subtract(blocks, merge(hours.away_at(mediator, site))):
            yield Event(
                uid=uid_of_opening(mediator, site, begins, ends),
                sequence=0,
                changed_at=feed.made_at,
                starts_at=datetime.fromtimestamp(begins, UTC),
                ends_at=datetime.fromtimestamp(ends, UTC),
                zone=hours.zones[site],
                summary=name,
                busy=False,
            )


def _received(hours: Hours) -> Iterator[tuple[tuple[int, int], str, Sequence[Interval]]]:
    """Openings and drop-in hours, each by its name; hours that are both are said once."""
    opening, drop_in = gettext("Plage d’ouverture"), gettext("Permanence sans rendez-vous")
    for key, blocks in sorted(hours.open.items()):
        yield key, opening, subtract(blocks, merge(hours.drop_in.get(key, ())))
    for key, blocks in sorted(hours.drop_in.items()):
        yield key, drop_in, blocks


def _receiving(site_id: int) -> list[int]:
    there = Opening.objects.filter(site_id=site_id, mediator__active=True).order_by()
    return list(there.values_list("mediator_id", flat=True).distinct())
