"""What somebody wants to book, and whether it may be asked for at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from bookings.errors import AddressMissing, NotOffered, TooFar, TooSoon
from bookings.models import Appointment
from bookings.people.who import Actor, Participant, WayToReach
from bookings.times import search
from mediation.models import Site, Topic


@dataclass(frozen=True)
class Wish:
    """What somebody wants to book. `starts_at` is aware; `mode` one of the topic's."""

    topic: Topic
    site: Site
    starts_at: datetime
    participants: Sequence[Participant]
    reach: WayToReach
    preference: search.Preference = field(default_factory=search.Preference)
    # Who was asked for, where `preference` says more than that (staff pick the mediator).
    asked_for: search.Preference | None = None
    contact_name: str = ""
    relation: str = Appointment.Relation.SELF
    language: str = "fr"
    mode: str = Appointment.Mode.ON_SITE
    preparation: Sequence[str] = ()
    survey_consent: bool = False
    unverified: bool = False
    # When a code has shown that the mobile is theirs.
    verified_at: datetime | None = None
    # When the time was shown to whoever asks: the notice counts from there, half an hour back at most.
    shown_at: datetime | None = None
    # A time held for whoever asks (`hold`): it becomes the appointment.
    hold_id: int | None = None
    # A time that we read out or wrote to them ourselves, perhaps a while ago: it need not be on the grid any more.
    offered: bool = False
    # Staff have been told what stands in the way of this time with the mediator they prefer, and book it all the same.
    outside: bool = False
    # Where a visit at home goes, and the colleague who looks out for whoever goes there.
    address: str = ""
    watcher_id: int | None = None


def refuse_wrong_time(wish: Wish, *, by: Actor, now: datetime) -> None:
    """Nobody books in the past or beyond the horizon, nor anybody but staff within the notice. Raises `TooSoon`, `TooFar`,
    `NotOffered` for a way of helping that the topic does not have or that only staff may book, `AddressMissing`.
    """
    _refuse_way(wish, by=by)
    notice = timedelta(0) if by.is_staff else timedelta(minutes=wish.topic.notice_min)
    # Whoever takes ten minutes to fill in a form does not lose the first time they were shown.
    asked_at = max(wish.shown_at or now, now - timedelta(minutes=settings.DRAFT_MINUTES))
    if wish.starts_at < max(now, asked_at + notice):
        raise TooSoon
    if wish.starts_at > now + timedelta(days=wish.topic.horizon_days):
        raise TooFar


def _refuse_way(wish: Wish, *, by: Actor) -> None:
    at_home = wish.mode == Appointment.Mode.HOME
    if wish.mode not in wish.topic.ways or (at_home and not by.is_staff):
        raise NotOffered
    if at_home and not wish.address.strip():
        raise AddressMissing
