"""Three times in the place of one that cannot be kept: near it, at the same site if there are any, else close by."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bookings.models import Appointment
from bookings.times import search
from bookings.times.search import Choice, Preference
from bookings.times.wishes import wish_of
from mediation.gazetteer.distance import distance_km
from mediation.models import Site

THREE = 3
_NEAR = timedelta(days=14)
_NOON = 12
_SITES_NEAR = 6
_FARTHEST_KM = 8.0


def times_instead(
    appointment: Appointment, *, not_before: datetime, now: datetime, place: int = 0
) -> list[Choice]:
    """At most three, in the order of time, none before `not_before` (UTC) or the topic's notice.

    `place` among those who are asked together: each is given others as long as there are enough, so that the first
    answer does not take the next person's times. With whom they asked for; with anybody where those have no time.
    """
    anybody = Preference(way=appointment.mode)
    found = _near(appointment, replace(wish_of(appointment.wish), way=appointment.mode), not_before, now)
    if not found and appointment.wish:
        found = _near(appointment, anybody, not_before, now)
    rounds = max(1, len(found) // THREE)
    first = place % rounds * THREE
    return sorted(found[first : first + THREE], key=lambda choice: choice.starts_at)


def _near(
    appointment: Appointment, preference: Preference, not_before: datetime, now: datetime
) -> list[Choice]:
    """The nearest in time first: here, then at the sites close by."""
    here = _around(appointment, [appointment.site_id], preference, not_before, now)
    if len(here) >= THREE or appointment.elsewhere:
        return here
    order = sites_near(appointment.site)
    beside = _around(appointment, order, preference, not_before, now) if order else []
    close = {pk: number // THREE for number, pk in enumerate(order)}
    # Among the three closest sites the nearest in time comes first, then among the next three.
    return [*here, *sorted(beside, key=lambda choice: (close[choice.site_id], _away(choice, appointment)))]


def _around(
    appointment: Appointment,
    site_ids: Sequence[int],
    preference: Preference,
    not_before: datetime,
    now: datetime,
) -> list[Choice]:
    topic = appointment.topic
    earliest = max(not_before, now + timedelta(minutes=topic.notice_min))
    start = max(earliest, appointment.starts_at - _NEAR)
    end = min(max(start, appointment.starts_at) + _NEAR, now + timedelta(days=topic.horizon_days))
    found = search.times(topic, start=start, end=end, now=now, site_ids=site_ids, preference=preference)
    found = [choice for choice in found if choice.starts_at != appointment.starts_at]
    nearest = sorted(found, key=lambda choice: _away(choice, appointment))
    return _apart(nearest, ZoneInfo(appointment.site.timezone))


def _apart(nearest_first: Iterable[Choice], zone: tzinfo) -> list[Choice]:
    """The same, such that three in a row are rarely of one half-day: who cannot come that morning has a choice."""
    rest, spread = list(nearest_first), []
    while rest:
        halves: set[tuple[object, bool]] = set()
        later = []
        for choice in rest:
            local = choice.starts_at.astimezone(zone)
            half = (local.date(), local.hour < _NOON)
            if half in halves or len(halves) == THREE:
                later.append(choice)
            else:
                halves.add(half)
                spread.append(choice)
        rest = later
    return spread


def _away(choice: Choice, appointment: Appointment) -> timedelta:
    return abs(choice.starts_at - appointment.starts_at)


def sites_near(site: Site) -> list[int]:
    """The sites where residents may go instead, the nearest first: of the same town where nobody knows how far. One query."""
    others = Site.objects.open_to_residents().filter(remote="").exclude(pk=site.pk)
    if site.latitude is None or site.longitude is None:
        same = others.filter(commune=site.commune_id) if site.commune_id else others.none()
        return list(same.order_by("name", "pk").values_list("pk", flat=True)[:_SITES_NEAR])
    here = site.latitude, site.longitude
    known = others.filter(latitude__isnull=False, longitude__isnull=False)
    away = sorted(
        (distance_km(here, (lat, lon)), pk)
        for pk, lat, lon in known.values_list("pk", "latitude", "longitude")
        if lat is not None and lon is not None
    )
    return [pk for km, pk in away if km <= _FARTHEST_KM][:_SITES_NEAR]
