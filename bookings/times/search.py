"""Finding times. The number of queries does not grow with mediators, sites, days or appointments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from django.conf import settings

from bookings.times import slots
from bookings.times.agenda import Agenda
from bookings.times.choices import Wanted, choices
from bookings.times.extra import NOTHING, Extra
from bookings.times.freedom import is_free, is_taken
from bookings.times.grid import keeps_grid
from bookings.times.ground import Ground, Preference, read_ground, topic_times
from bookings.times.kept import Version, version
from bookings.times.span import Span
from bookings.times.usual import kept_ground, presumed_ground, usual_ground
from mediation import holidays
from mediation.models import Topic
from mediation.wallclock import DAY_S, second_after

__all__ = [
    "Around",
    "Choice",
    "Offer",
    "Preference",
    "first_free",
    "in_order",
    "nearest",
    "one_by_one",
    "soonest",
    "times",
]

_NEAR = timedelta(days=14)
_ZONE = settings.TIME_ZONE


@dataclass(frozen=True)
class Choice:
    """A time at a site, whoever receives. Instants are aware (UTC); mediators with the lightest day first."""

    starts_at: datetime
    ends_at: datetime
    site_id: int
    mediator_ids: tuple[int, ...]


@dataclass(frozen=True)
class Offer:
    """Who is free for one exact time, lightest day first, and the time as it would be taken."""

    mediator_ids: tuple[int, ...]
    span: Span


def times(
    topic: Topic,
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> list[Choice]:
    """All choices that start in [start, end), by time. Four queries."""
    return list(in_order(topic, start=start, end=end, now=now, site_ids=site_ids, preference=preference))


def in_order(
    topic: Topic,
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> Iterator[Choice]:
    """The same as `times`, each made as it is asked for: a page shows twelve of some hundred."""
    ground = usual_ground(topic, first=start, last=end, now=now, site_ids=site_ids, preference=preference)
    return _within(ground, start, end, now=now)


def soonest(
    topic: Topic,
    *,
    now: datetime,
    enough: int,
    start: datetime | None = None,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> list[Choice]:
    """The first choices from `start` (or the end of the notice), looking further only until `enough`."""
    found: list[Choice] = []
    for window in _further_and_further(topic, now, start, site_ids, preference):
        found += window
        if len(found) >= enough:
            break
    return found


def one_by_one(
    topic: Topic,
    *,
    now: datetime,
    start: datetime | None = None,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
    wanted: Wanted | None = None,
) -> Iterator[Choice]:
    """The same choices, each made as it is asked for: whoever wants three of a thousand does not pay for the others.

    `wanted` is asked of each start (whole seconds since 1970) and site before its choice is made.
    """
    return chain.from_iterable(_further_and_further(topic, now, start, site_ids, preference, wanted))


def _further_and_further(
    topic: Topic,
    now: datetime,
    start: datetime | None,
    site_ids: Sequence[int] | None,
    preference: Preference | None,
    wanted: Wanted | None = None,
) -> Iterator[Iterator[Choice]]:
    """The choices of one window after another, in the order of time; what a window needs is read when it is reached."""
    now_s, times = second_after(now), topic_times(topic)
    first, last = slots.bounds(times, now_s)
    pieces = _pieces(first if start is None else max(first, second_after(start)), last)
    if not pieces:
        return
    end = _moment(last)
    whole = kept_ground(topic, first=now, last=end, now=now, site_ids=site_ids, preference=preference)
    ground = whole or read_ground(
        topic,
        first=_moment(pieces[0][0]),
        near=_moment(pieces[0][1] - 1),
        last=end,
        site_ids=site_ids,
        preference=preference,
    )
    for number, (begins, ends) in enumerate(pieces):
        if whole is not None:
            ground = whole.in_days(_moment(begins), _moment(ends - 1), topic)
        elif number == 1:
            ground = ground.further(_moment(begins), end)
        agenda = ground.agenda(begins, ends, now=now)
        yield _made(slots.find(agenda, times, now=now_s, start=begins, end=ends), agenda, wanted)


def first_free(
    topic: Topic,
    *,
    now: datetime,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
    enough_of: tuple[int, frozenset[int]] | None = None,
) -> dict[int, datetime]:
    """Each site's first free time (UTC). Sites without any within the horizon are missing.

    `enough_of` (n, sites) stops looking further ahead once n of those sites have one.
    """
    ground = _whole_horizon(topic, now=now, site_ids=site_ids, preference=preference)
    first, last = slots.bounds(ground.times, second_after(now))
    offering = {opening.site for opening in ground.openings}
    enough, among = enough_of or (len(offering), frozenset(offering))
    awaited = among & offering or offering
    found: dict[int, datetime] = {}
    start = first
    length = max([2 * DAY_S, *(end - first for _, end in _pieces(first, last)[:1])])
    while len(awaited & found.keys()) < min(enough, len(awaited)) and start <= last:
        end = min(start + length, last + 1)
        agenda = ground.agenda(start, end, now=now)
        for at, _, site, _ in slots.find(agenda, ground.times, now=second_after(now), start=start, end=end):
            found.setdefault(site, datetime.fromtimestamp(at, UTC))
        start, length = end, length * 4
        if awaited & found.keys() or len(found) >= enough:
            # What is found later is not sooner: only those still awaited are looked at further ahead.
            ground = ground.at(awaited - found.keys())
    return found


class Around:
    """What surrounds one exact time at one site: who is free then, and what else is near.

    The ground is read once for both. `starts_at` is aware; notice and horizon are the caller's to check. `extra`: what it
    takes beside the topic's time. `presuming` that openings still are as they were when somebody asked last: `presumed` is
    then that version, for the caller to compare (`kept.version`, `look`) before anything is said or done.
    """

    def __init__(
        self,
        topic: Topic,
        *,
        site_id: int,
        starts_at: datetime,
        now: datetime,
        preference: Preference | None = None,
        extra: Extra = NOTHING,
        presuming: bool = False,
    ) -> None:
        self.topic, self.site_id, self.starts_at, self.now = extra.lengthen(topic), site_id, starts_at, now
        self.preference, self.extra = preference, extra
        # What residents are shown is cut without what this one takes more.
        self.grid = topic_times(topic)
        self.window = max(now, starts_at - _NEAR), starts_at + _NEAR
        first, last = self.window
        last_known = presuming and presumed_ground(
            self.topic,
            first=first,
            last=last,
            now=now,
            site_id=site_id,
            preference=preference or Preference(),
        )
        self.presumed: Version | None = None
        if last_known:
            self.ground, self.presumed = last_known
        else:
            self.ground = usual_ground(
                self.topic, first=first, last=last, now=now, site_ids=[site_id], preference=preference
            )

    def stands(self) -> bool:
        """Whether openings are as was presumed. One small query where they were."""
        return self.presumed is None or self.presumed == version()

    def offer(self, *, ignoring: int | None = None, shown_since: datetime | None = None) -> Offer:
        """Who can receive at exactly that time: any free interval in an opening, whatever the tiling.

        `ignoring` is a commitment about to be given back. With `shown_since` only those to whom that time is a slot, as
        it may have been shown since then, or costs no other slot.
        """
        start = int(self.starts_at.timestamp())
        end = start + self.topic.duration_min * 60
        before = start - self.extra.before_min * 60
        # (Of all who are there in a month, those who are there that day are a few.)
        today = self.ground.in_days(_moment(before), _moment(end), self.topic)
        agenda = today.agenda(before, end, now=self.now, ignoring=ignoring)
        free = self._free(today, agenda, start, end)
        if shown_since is not None:
            free = self._on_the_grid(free, agenda, shown_since)
            if not free and ignoring is not None:
                # The times shown were cut around what is about to be given back.
                agenda = today.agenda(start, end, now=self.now)
                free = self._on_the_grid(self._free(today, agenda, start, end), agenda, shown_since)
        mediators = next((choice.mediators for choice in choices(free, agenda)), ())
        return Offer(mediator_ids=mediators, span=self.span)

    def _free(self, today: Ground, agenda: Agenda, start: int, end: int) -> list[slots.Slot]:
        return [
            (start, mediator, self.site_id, end)
            for mediator in sorted(today.mediators)
            if is_free(agenda, today.times, mediator=mediator, site=self.site_id, start=start)
            and not is_taken(agenda, mediator, start - self.extra.before_min * 60, start)
        ]

    def _on_the_grid(self, free: Sequence[slots.Slot], agenda: Agenda, since: datetime) -> list[slots.Slot]:
        now, shown = second_after(self.now), second_after(since)
        times = self.grid
        return [
            slot
            for slot in free
            if keeps_grid(agenda, times, mediator=slot[1], site=slot[2], start=slot[0], now=now, since=shown)
        ]

    def nearest(self, count: int = 3, *, place: int = 0) -> list[Choice]:
        """The `count` choices nearest in time, in the order of time; other sites only if this one has too few.

        `place` among those who ask at the same moment: each is given the `count` after those of the one before, and when
        all have been given, the same again beginning with another.
        """
        found = list(_within(self.ground, *self.window, now=self.now))
        if len(found) < count:
            start, end = self.window
            elsewhere = times(self.topic, start=start, end=end, now=self.now, preference=self.preference)
            found += [choice for choice in elsewhere if choice.site_id != self.site_id]
        found.sort(
            key=lambda choice: (choice.site_id != self.site_id, abs(choice.starts_at - self.starts_at))
        )
        mine, round_ = place % max(1, len(found) // count), place // max(1, len(found) // count)
        given = sorted(found[mine * count :][:count], key=lambda choice: choice.starts_at)
        first = round_ % max(1, len(given))
        return [*given[first:], *given[:first]]

    @property
    def span(self) -> Span:
        """The time as it would be taken."""
        topic, limits = self.topic, self.ground.sites.get(self.site_id)
        return Span(
            site_id=self.site_id,
            starts_at=self.starts_at,
            duration_min=topic.duration_min,
            buffer_min=topic.buffer_min,
            needs_machine=topic.needs_machine,
            rooms=limits.rooms if limits else None,
            machines=limits.machines if limits and topic.needs_machine else None,
            before_min=self.extra.before_min,
            zone=limits.zone if limits else "",
        )


def nearest(
    topic: Topic, *, site_id: int, starts_at: datetime, now: datetime, preference: Preference | None = None
) -> list[Choice]:
    """The three choices nearest to a time that is not to be had."""
    return Around(topic, site_id=site_id, starts_at=starts_at, now=now, preference=preference).nearest()


def _whole_horizon(
    topic: Topic, *, now: datetime, site_ids: Sequence[int] | None, preference: Preference | None
) -> Ground:
    last = now + timedelta(days=topic.horizon_days)
    return usual_ground(topic, first=now, last=last, now=now, site_ids=site_ids, preference=preference)


def _within(ground: Ground, start: datetime, end: datetime, *, now: datetime) -> Iterator[Choice]:
    window = second_after(start), second_after(end)
    agenda = ground.agenda(*window, now=now)
    return _made(
        slots.find(agenda, ground.times, now=second_after(now), start=window[0], end=window[1]), agenda
    )


def _pieces(first: int, last: int) -> list[tuple[int, int]]:
    years = range(_moment(first).year, _moment(last).year + 2)
    return list(slots.windows(first, last, _ZONE, holidays=holidays.days(years)))


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _made(found: Sequence[slots.Slot], agenda: Agenda, wanted: Wanted | None = None) -> Iterator[Choice]:
    return (
        Choice(_moment(start), _moment(end), site, mediators)
        for start, end, site, mediators in choices(found, agenda, wanted)
    )
