"""Opening and closing a feed: a secret address for a calendar program."""

import secrets
from datetime import datetime

from bookings.calendars.feed import token_hash
from bookings.models import CalendarFeed, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.models import Mediator, Site

Kind = JournalEntry.Kind


@short_transaction
def make_feed(
    *,
    of: Mediator | Site,
    detail: CalendarFeed.Detail | str,
    openings: bool,
    language: str,
    by: Actor,
    now: datetime,
) -> tuple[CalendarFeed, str]:
    """A new feed of a mediator or a site and, this once, the secret of its address (192 bits).

    `by` is somebody who signed in: a site's feed ends when they no longer coordinate there.
    """
    if by.user_id is None:
        raise ValueError("a feed is opened by somebody who signed in")
    token = secrets.token_urlsafe(24)
    feed = CalendarFeed.objects.create(
        mediator=of if isinstance(of, Mediator) else None,
        site=of if isinstance(of, Site) else None,
        token_hash=token_hash(token),
        detail=detail,
        openings=openings,
        language=language,
        made_at=now,
        made_by_id=by.user_id,
    )
    note(Kind.FEED_MADE, by=by, now=now, organisation_id=of.organisation_id, feed=feed.pk)
    return feed, token


@short_transaction
def revoke_feed(feed: CalendarFeed, *, by: Actor, now: datetime) -> None:
    """From now on nobody reads at its address. Once more changes nothing."""
    whose = feed.mediator or feed.site
    deleted, _rows = CalendarFeed.objects.filter(pk=feed.pk).delete()
    if deleted and whose:
        note(Kind.FEED_REVOKED, by=by, now=now, organisation_id=whose.organisation_id, feed=feed.pk)
