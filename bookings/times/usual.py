"""What most searches and bookings stand on, kept for whoever asks next while nobody changes it (`bookings.times.kept`)."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bookings.times.ground import Ground, Preference, read_ground
from bookings.times.kept import Kept, Version, version
from mediation.models import Topic

_HOUR_S = 3_600
# Somebody who books looks a fortnight around their time.
_BEYOND = timedelta(days=16)
_grounds: Kept[Ground] = Kept(lambda ground: len(ground.openings) + 10)
# Where more rules than that may be asked about, whoever wants the soonest reads those of the next days alone. (The topics of
# which so many have been seen: a country has them, a town never.)
_MANY = 20_000
_too_many: set[int] = set()


def usual_ground(
    topic: Topic,
    *,
    first: datetime,
    last: datetime,
    now: datetime,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> Ground:
    """As `read_ground`, for instants that a resident may ask about; it may reach further. One query, two at first."""
    begins, ends = _usual_window(topic, now)
    sites = None if site_ids is None else tuple(site_ids)
    if begins <= first and last <= ends and (at := version()) is not None:
        ground = _kept(topic, begins, ends, sites, _in_full(topic, preference), at)
        return ground.told(topic)
    return read_ground(topic, first=first, last=last, site_ids=site_ids, preference=preference)


def kept_ground(
    topic: Topic,
    *,
    first: datetime,
    last: datetime,
    now: datetime,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> Ground | None:
    """`usual_ground` where it is kept and not too large to go through for a few days; else None.

    To be cut with `in_days`, which puts this `topic` in the place of the one it was read with.
    """
    begins, ends = _usual_window(topic, now)
    if topic.pk in _too_many or first < begins or last > ends or (at := version()) is None:
        return None
    sites = None if site_ids is None else tuple(site_ids)
    ground = _kept(topic, begins, ends, sites, _in_full(topic, preference), at)
    if len(ground.openings) > _MANY:
        _too_many.add(topic.pk)
    return ground


def presumed_ground(
    topic: Topic, *, first: datetime, last: datetime, now: datetime, site_id: int, preference: Preference
) -> tuple[Ground, Version] | None:
    """What `usual_ground` gave last, and the version it stood at: for whoever asks under locks whether it still stands."""
    begins, ends = _usual_window(topic, now)
    if first < begins or last > ends:
        return None
    kept = _grounds.last((_which(topic, _in_full(topic, preference), begins, ends), (site_id,)))
    return None if kept is None else (kept[0].told(topic), kept[1])


def _which(topic: Topic, preference: Preference, first: datetime, last: datetime) -> Hashable:
    return topic.pk, topic.accreditation_id, topic.usual_way, preference, first, last


def _in_full(topic: Topic, preference: Preference | None) -> Preference:
    """A page leaves out how one meets as usual, a booking says it: the same to both."""
    wanted = preference or Preference()
    return wanted if wanted.way else replace(wanted, way=topic.usual_way)


def _usual_window(topic: Topic, now: datetime) -> tuple[datetime, datetime]:
    """All that may be asked about the topic in this hour, so that those who ask after each other ask for the same."""
    first = datetime.fromtimestamp(int(now.timestamp()) // _HOUR_S * _HOUR_S, UTC)
    return first, first + timedelta(days=topic.horizon_days) + _BEYOND


def _kept(
    topic: Topic,
    first: datetime,
    last: datetime,
    sites: tuple[int, ...] | None,
    preference: Preference,
    at: Version,
) -> Ground:
    which = _which(topic, preference, first, last)
    ground = _grounds.get((which, sites), at)
    if ground is None:
        anywhere = _grounds.get((which, None), at) if sites and len(sites) == 1 else None
        if sites and anywhere is not None:
            ground = anywhere.at_one(sites[0])
        else:
            ground = read_ground(topic, first=first, last=last, site_ids=sites, preference=preference)
        _grounds.put((which, sites), at, ground)
    return ground
