"""What a mediator who stops leaves behind: openings still bookable, appointments and workshops, and who could take them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from bookings.models import Appointment, WorkshopDate
from bookings.times import search
from bookings.times.extra import extra_of
from bookings.times.span import Span
from bookings.times.wishes import as_booked
from mediation.models import Mediator, Opening, Site

_MARGIN = timedelta(days=2)


@dataclass(frozen=True)
class Colleague:
    """Who is free for an appointment as it stands, the lightest day first, and its time as it would be taken."""

    mediator_ids: tuple[int, ...]
    span: Span


@dataclass(frozen=True)
class Animated:
    """A workshop's date that they animate; nobody among the `others`: it is left without anybody."""

    date: WorkshopDate
    others: tuple[str, ...]


def openings_after(
    mediator: Mediator, last_day: date, organisations: Iterable[int] | None
) -> QuerySet[Opening]:
    """Openings that go on after that day, or begin then; in these organisations, or everywhere (None)."""
    found = Opening.objects.filter(mediator=mediator).filter(
        Q(last_day__isnull=True) | Q(last_day__gt=last_day)
    )
    found = found.filter(Q(repeat_weeks__gt=0) | Q(first_day__gt=last_day))
    if organisations is not None:
        found = found.filter(site__organisation__in=organisations)
    return found.select_related("site").order_by("first_day", "opens", "pk")


def appointments_after(
    mediator: Mediator, last_day: date, organisations: Iterable[int] | None, *, now: datetime
) -> list[Appointment]:
    """Those promised on a later local day, soonest first."""
    found = Appointment.objects.filter(
        mediator=mediator,
        status=Appointment.Status.BOOKED,
        starts_at__gt=max(now, datetime.combine(last_day, time.min, UTC) - _MARGIN),
    )
    if organisations is not None:
        found = found.filter(organisation__in=organisations)
    rows = found.select_related("site", "topic", "mediator", "contact").prefetch_related(
        "participations__resident"
    )
    return [each for each in rows.order_by("starts_at", "pk") if _day_of(each) > last_day]


def animated_after(
    mediator: Mediator, last_day: date, organisations: Iterable[int] | None, *, now: datetime
) -> list[Animated]:
    """Dates of workshops on a later local day, soonest first, with who else animates them."""
    found = WorkshopDate.objects.ahead(now).filter(animations__mediator=mediator)
    if organisations is not None:
        found = found.filter(workshop__organisation__in=organisations)
    rows = found.select_related("workshop__site").prefetch_related("workshop__texts", "animations__mediator")
    return [
        Animated(
            row,
            tuple(str(a.mediator) for a in row.animations.all() if a.mediator_id != mediator.pk),
        )
        for row in rows.order_by("starts_at", "pk")
        if _local_day(row.starts_at, row.workshop.site) > last_day
    ]


def _day_of(appointment: Appointment) -> date:
    return _local_day(appointment.starts_at, appointment.site)


def _local_day(at: datetime, site: Site) -> date:
    return at.astimezone(ZoneInfo(site.timezone)).date()


def colleague_for(appointment: Appointment, *, now: datetime) -> Colleague:
    """Who else could receive them at that very time and place, as they wished to be received. Four queries."""
    around = search.Around(
        appointment.topic,
        site_id=appointment.site_id,
        starts_at=appointment.starts_at,
        now=now,
        preference=as_booked(appointment.wish, appointment.mode),
        extra=extra_of(appointment),
    )
    offer = around.offer(ignoring=appointment.commitment_id)
    others = tuple(pk for pk in offer.mediator_ids if pk != appointment.mediator_id)
    return Colleague(others, _as_promised(appointment, offer.span))


def _as_promised(appointment: Appointment, span: Span) -> Span:
    """The time that was promised, whatever the topic takes today."""
    minutes = int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60
    return replace(span, duration_min=minutes, buffer_min=appointment.buffer_min)


def works_elsewhere(mediator: Mediator, organisations: Iterable[int] | None, *, now: datetime) -> bool:
    """Whether they still receive, or are to, in other organisations than these (None: there is no other)."""
    if organisations is None:
        return False
    today = now.date() - timedelta(days=1)
    openings = openings_after(mediator, today, None).exclude(site__organisation__in=organisations)
    promised = Appointment.objects.upcoming(now).filter(mediator=mediator)
    return openings.exists() or promised.exclude(organisation__in=organisations).exists()
