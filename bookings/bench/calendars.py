"""Calendars: what is written for other programs, and what is read of theirs, each beside what it is made of."""

from datetime import UTC, datetime, timedelta

import recurring_ical_events
from django.conf import settings
from icalendar import Calendar

from bookings.actions.poll_calendars import AHEAD
from bookings.actions.share_calendar import make_feed
from bookings.bench.measure import Figure, in_turn, ms
from bookings.calendars import feed as feeds
from bookings.calendars.expand import busy_in
from bookings.people.who import Actor
from bookings.synthetic.ground import SyntheticGround
from mediation.models import User


def feed_of_a_year(load: SyntheticGround, *, now: datetime) -> Figure:
    """The feed of one mediator with names and topics, a month behind and a year ahead."""
    mediator = load.mediators[0]
    user = User.objects.create_user("bench-feed@example.org")
    mediator.user = user
    mediator.save(update_fields=["user"])
    by = Actor("desk", user.pk)
    feed, token = make_feed(of=mediator, detail="full", openings=False, language="fr", by=by, now=now)
    start, end = now - feeds.BEHIND, now + feeds.AHEAD

    def written() -> str:
        found = feeds.feed_of(token)
        return feeds.text_of(found or feed, now=now)

    def queries() -> None:
        feeds.feed_of(token)
        feeds.rows_of(feed, start, end)
        feeds.people_of(feed, start, end)
        feeds.topics_of(feed.language)

    took, floor = in_turn(written, queries, rounds=15)
    events = written().count("BEGIN:VEVENT")
    return Figure(
        f"feed of one mediator, a year ({events} events)",
        ms(took),
        f"its queries: {ms(floor)}",
        f"{took / floor:.2f} x",
        "<= 3 x",
        took / floor <= 3,
    )


def calendar_of_series(count: int = 2_000, *, now: datetime) -> Figure:
    """A calendar of weekly events read and cut to the days ahead, beside the library that does the hard part, alone."""
    start = now.replace(minute=0, second=0, microsecond=0)
    end = start + AHEAD
    content = _series(count, start - timedelta(days=400))

    def read() -> None:
        busy_in(content, zone=settings.TIME_ZONE, start=start, end=end)

    def alone() -> None:
        recurring_ical_events.of(Calendar.from_ical(content)).between(start, end)

    took, floor = in_turn(read, alone, rounds=3)
    return Figure(
        f"ICS of {count} recurring events, cut to {AHEAD.days} days",
        ms(took),
        f"recurring-ical-events alone: {ms(floor)}",
        f"{took / floor:.2f} x",
        "<= 1.3 x",
        took / floor <= 1.3,
    )


def _series(count: int, first: datetime) -> bytes:
    """Weekly events of half an hour, each at a time of its own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//FR"]
    for number in range(count):
        begins = (first + timedelta(minutes=5 * number)).astimezone(UTC)
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", "DTSTAMP:20260101T000000Z"]
        lines += [f"DTSTART:{begins:%Y%m%dT%H%M%SZ}", "DURATION:PT30M", "RRULE:FREQ=WEEKLY"]
        lines += [f"SUMMARY:Essai {number}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
