"""What an interruption does to workshops and drop-ins: dates to call off with everybody told, hours that nobody holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import QueryDict

from bookings.actions.cancel_dates import told_of
from bookings.dropin.hours import Held, held_on
from bookings.models import Interruption, WorkshopDate
from mediation.models import Mediator, Site

CANCEL, KEEP = "annuler", "garder"
_MOST_DAYS = 31


@dataclass(frozen=True)
class Dated:
    """A workshop's date, who else animates it, how many registrations would be told, and what is chosen."""

    date: WorkshopDate
    others: Sequence[str]
    told: int
    choice: str

    @property
    def field(self) -> str:
        """The name of its choice in the form."""
        return f"atelier-{self.date.pk}"


@dataclass(frozen=True)
class Hours:
    """Hours without appointment: who still holds them (nobody: there are none)."""

    site: Site
    held: Held
    others: Sequence[str]


def workshops_in(
    interruption: Interruption, sites: Sequence[Site], typed: QueryDict, *, now: datetime
) -> list[Dated]:
    """Dates of workshops then. Where a colleague animates too it goes on, unless somebody says otherwise."""
    if interruption.kind == Interruption.Kind.HOURS:
        return []
    whose = Q(animations__mediator=interruption.mediator_id)
    if interruption.mediator_id is None:
        whose = Q(workshop__site__in=sites)
    rows = WorkshopDate.objects.ahead(now).filter(
        whose, starts_at__date__gte=interruption.first_day, starts_at__date__lte=interruption.last_day
    )
    rows = rows.select_related("workshop__site").distinct().order_by("starts_at", "pk")
    found = [
        each
        for each in rows.prefetch_related("workshop__texts", "animations__mediator")
        if _then(interruption, each)
    ]
    told = _registrations([date.pk for date in found])
    return [_dated(interruption, date, told.get(date.pk, 0), typed) for date in found]


def _then(interruption: Interruption, date: WorkshopDate) -> bool:
    """Whether it is within the hours, where only some are meant."""
    if interruption.starts is None or interruption.ends is None:
        return True
    zone = ZoneInfo(date.workshop.site.timezone)
    opens, closes = (at.astimezone(zone).time() for at in (date.starts_at, date.ends_at))
    return opens < interruption.ends and closes > interruption.starts


def _registrations(dates: Sequence[int]) -> dict[int, int]:
    """How many registrations count on each."""
    found = dict.fromkeys(dates, 0)
    for each in told_of(dates) if dates else ():
        for date in each.dates.all():
            if date.pk in found:
                found[date.pk] += 1
    return found


def _dated(interruption: Interruption, date: WorkshopDate, told: int, typed: QueryDict) -> Dated:
    away = interruption.mediator_id
    others = [
        str(each.mediator) for each in date.animations.all() if away is not None and each.mediator_id != away
    ]
    choice = typed.get(f"atelier-{date.pk}", "")
    if choice not in (CANCEL, KEEP):
        choice = KEEP if others else CANCEL
    return Dated(date, others, told, choice)


def drop_ins_in(interruption: Interruption, sites: Sequence[Site]) -> list[Hours]:
    """Hours without appointment then. Nothing is to be decided: whoever is away holds none from now on."""
    if interruption.kind == Interruption.Kind.HOURS:
        return []
    away = interruption.mediator_id
    if away is not None:
        sites = list(Site.objects.filter(openings__mediator=away, active=True).distinct())
    days = min((interruption.last_day - interruption.first_day).days + 1, _MOST_DAYS)
    held = held_on(sites, interruption.first_day, days=days) if sites else []
    concerned = [each for each in held if away is None or away in each.mediator_ids]
    names = (
        dict(
            Mediator.objects.filter(
                pk__in={pk for each in concerned for pk in each.mediator_ids}
            ).values_list("pk", "name")
        )
        if concerned
        else {}
    )
    by_pk = {site.pk: site for site in sites}
    return [
        Hours(
            by_pk[each.site_id],
            each,
            [names[pk] for pk in each.mediator_ids if away is not None and pk != away],
        )
        for each in concerned
    ]
