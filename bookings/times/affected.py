"""Appointments that stand in the way of a change to openings, or that a past change has left without a place."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from bookings.models import Appointment, BusyTime, Interrupted, Interruption, JournalEntry
from bookings.times.gaps import hours_of
from bookings.times.reading import Epoch
from mediation.intervals import Interval, covers, merge, overlaps, subtract
from mediation.models import Absence, Closure, Opening
from mediation.opening import WallRule, expand

_SOON = timedelta(days=60)
# A list that staff work through; the rest comes up as it gets shorter.
_MOST = 200


def by_absence(absence: Absence, *, visible: QuerySet[Appointment], now: datetime) -> list[Appointment]:
    """Promised appointments of the mediator that fall into the absence (saved or not yet). One query."""
    rule = WallRule(
        absence.first_day,
        absence.starts,
        absence.ends,
        absence.last_day,
        absence.repeat_weeks,
        absence.extra_days,
    )
    ahead = list(_ahead(visible, now).filter(mediator_id=absence.mediator_id))
    zones = {each.site.timezone for each in ahead}
    away = {zone: merge(_expanded(rule, zone, now, ahead)) for zone in zones}
    return [each for each in ahead if overlaps(away[each.site.timezone], *_interval(each))]


def by_closure(closure: Closure, *, visible: QuerySet[Appointment], now: datetime) -> list[Appointment]:
    """Promised appointments at the site during the closure. One query."""
    ahead = _ahead(visible, now).filter(
        site_id=closure.site_id, starts_at__lt=closure.ends_at, ends_at__gt=closure.starts_at
    )
    return list(ahead)


def by_closures(
    closures: Sequence[Closure], *, visible: QuerySet[Appointment], now: datetime
) -> list[Appointment]:
    """The same of several closures: a strike closes all the sites of an organisation. One query."""
    during = Q(pk__in=[])
    for each in closures:
        during |= Q(site_id=each.site_id, starts_at__lt=each.ends_at, ends_at__gt=each.starts_at)
    return list(_ahead(visible, now).filter(during))


def by_ending(
    opening: Opening, last_day: date | None, *, visible: QuerySet[Appointment], now: datetime
) -> list[Appointment]:
    """Promised appointments that only this opening holds, after `last_day`. Two queries."""
    if last_day is None:
        return []
    zone = opening.site.timezone
    end_of_it = datetime.combine(last_day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)
    ahead = list(_ahead(visible, now).filter(mediator_id=opening.mediator_id, site_id=opening.site_id))
    lost = _blocks([opening], zone, max(now, end_of_it), ahead)
    others = opening.mediator.openings.filter(site_id=opening.site_id).exclude(pk=opening.pk)
    kept = merge(_blocks(others, zone, now, ahead))
    gone = merge(subtract(lost, kept))
    return [each for each in ahead if overlaps(gone, *_interval(each))]


def by_busy_time(*, visible: QuerySet[Appointment], now: datetime) -> list[Appointment]:
    """Promised appointments that fall into a time when the mediator's own calendar is busy. One query."""
    busy = BusyTime.objects.filter(
        mediator=OuterRef("mediator"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    return list(_ahead(visible, now).filter(Exists(busy))[:_MOST])


def by_exception(
    opening: Opening, day: date, instead: Opening | None, *, visible: QuerySet[Appointment], now: datetime
) -> list[Appointment]:
    """Promised appointments that only that date of the opening holds, and not what takes its place. Two queries."""
    start = datetime.combine(day, time.min, ZoneInfo(opening.site.timezone))
    ahead = _ahead(visible, now).filter(
        mediator_id=opening.mediator_id,
        site_id=opening.site_id,
        starts_at__gte=start,
        starts_at__lt=start + timedelta(days=2),
    )
    found = list(ahead)
    once = Opening(
        site=opening.site, first_day=day, opens=opening.opens, closes=opening.closes, repeat_weeks=0
    )
    lost = _blocks([once], opening.site.timezone, start, found)
    others = [*opening.mediator.openings.filter(site_id=opening.site_id).exclude(pk=opening.pk)]
    others = [each for each in others if (each.replaces_id, each.replaced_day) != (opening.pk, day)]
    if instead is not None and instead.site_id == opening.site_id:
        others.append(instead)
    gone = merge(subtract(lost, merge(_blocks(others, opening.site.timezone, start, found))))
    return [each for each in found if overlaps(gone, *_interval(each))]


def misplaced(*, visible: QuerySet[Appointment], now: datetime) -> list[Appointment]:
    """Promised appointments of the next 60 days that no opening holds any more. Seven queries at most."""
    ahead = _ahead(visible, now).filter(starts_at__lt=now + _SOON)
    columns = ("pk", "mediator_id", "site_id", Epoch("starts_at"), Epoch("ends_at"))
    rows = list(ahead.order_by().values_list(*columns))
    if not rows:
        return []
    last = datetime.fromtimestamp(max(row[4] for row in rows), UTC)
    hours = hours_of({row[1] for row in rows}, start=now, end=last)
    # (Who was promised a time before it became a drop-in still comes: their mediator is there.)
    there = hours.there
    lost = [
        pk
        for pk, mediator, site, start, end in rows
        if not covers(there.get((mediator, site), ()), start, end)
        or overlaps(hours.away_at(mediator, site), start, end)
    ]
    return list(ahead.filter(pk__in=lost[:_MOST]).exclude(_meant_to_be())) if lost else []


def _meant_to_be() -> Q:
    """Booked outside by somebody who was told so (the journal says what was overridden; a move ends that), or kept on purpose
    when openings changed.
    """
    facts = JournalEntry.objects.filter(appointment=OuterRef("pk")).order_by()
    told = facts.filter(kind=JournalEntry.Kind.BOOKED, data__has_key="overridden")
    kept = Interrupted.objects.filter(
        appointment=OuterRef("pk"),
        result=Interrupted.Result.KEPT,
        version=OuterRef("version"),
        interruption__kind=Interruption.Kind.HOURS,
    )
    booked_so = Q(Exists(told)) & ~Q(Exists(facts.filter(kind=JournalEntry.Kind.MOVED)))
    return booked_so | Q(Exists(kept.order_by()))


def _ahead(visible: QuerySet[Appointment], now: datetime) -> QuerySet[Appointment]:
    """Those still to come, with what a list of them shows."""
    return (
        visible.filter(status=Appointment.Status.BOOKED, starts_at__gt=now)
        .select_related("site", "mediator", "contact")
        .prefetch_related("participations__resident")
        .order_by("starts_at", "pk")
    )


def _blocks(
    openings: Iterable[Opening], zone: str, start: datetime, ahead: Sequence[Appointment]
) -> Sequence[Interval]:
    years = range(start.year - 1, max((each.ends_at for each in ahead), default=start).year + 2)
    rules = [each.rule(years) for each in openings]
    return [block for rule in rules for block in _expanded(rule, zone, start, ahead)]


def _expanded(rule: WallRule, zone: str, start: datetime, ahead: Sequence[Appointment]) -> list[Interval]:
    """The rule's intervals from `start` to the end of the last of these appointments, however far."""
    last = max((each.ends_at for each in ahead), default=start)
    return expand(rule, zone=zone, start=int(start.timestamp()), end=int(last.timestamp()))


def _interval(row: Appointment) -> Interval:
    return _seconds(row.starts_at, row.ends_at)


def _seconds(start: datetime, end: datetime) -> Interval:
    return int(start.timestamp()), int(end.timestamp())
