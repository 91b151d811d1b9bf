"""Calendars: what is written for other programs, beside the reads it is made of."""

from datetime import datetime

from bookings.actions.share_calendar import make_feed
from bookings.bench.measure import Figure, in_turn, ms
from bookings.calendars import feed as feeds
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
