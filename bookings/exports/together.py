"""Workshops in the activity report: one row a date that was held, with counters of who came and nobody behind them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from bookings.exports.cells import Cell
from bookings.models import WorkshopOutcome
from bookings.workshops.collective import NOT_SAID, Counted, ages, genders

TOGETHER = ("niveau_atelier", "participants")
"""The national columns that only a collective activity fills."""
ALONE: Sequence[Cell] = ("", "")
"""The same of support of one person."""
WHO = ("genre", "tranche_age", "statut")
"""Of one person a code each; of a workshop counters, written "code:number" and parted by "|"."""
KIND = "collectif"
_PRESENCE = "seen"
_AT_ONCE = 500


def between(
    outcomes: QuerySet[WorkshopOutcome], first: date, last: date, *, zone: str
) -> QuerySet[WorkshopOutcome]:
    """Of dates from one day to another, both included, on the clocks of `zone`."""
    clock = ZoneInfo(zone)
    start = datetime(first.year, first.month, first.day, tzinfo=clock)
    end = datetime(last.year, last.month, last.day, 23, 59, 59, 999_999, tzinfo=clock)
    return outcomes.filter(date__starts_at__gte=start, date__starts_at__lte=end)


def workshop_rows(outcomes: QuerySet[WorkshopOutcome], *, zone: str) -> Iterator[Sequence[Cell]]:
    """The columns of the report (`bookings.exports.activity.REPORT`), in the order of time. Two queries for some hundred rows."""
    clock = ZoneInfo(zone)
    loaded = outcomes.select_related(
        "date__workshop__site__commune", "date__workshop__topic", "date__workshop__organisation"
    ).prefetch_related("date__animations__mediator")
    for outcome in loaded.order_by("date__starts_at", "pk").iterator(_AT_ONCE):
        workshop, at = outcome.date.workshop, outcome.date.starts_at.astimezone(clock)
        site = workshop.site
        counted = Counted(outcome.participants, outcome.women, outcome.men, outcome.ages)
        commune = (site.commune.insee_code, site.commune.name) if site.commune else ("", "")
        animators = [each.mediator.name for each in outcome.date.animations.all()]
        yield (
            *(at.date(), f"{at:%H:%M}", KIND, "lieu_activite", site.name, *commune),
            *(outcome.duration_min, "|".join(outcome.themes), "", "", "", "non", "", _PRESENCE, "", ""),
            *(outcome.level, outcome.participants, _counters(genders(counted)), _counters(ages(counted))),
            _counters({NOT_SAID: outcome.participants}),
            *(workshop.topic.code, "on_site", "", "", ", ".join(animators), workshop.organisation.name, ""),
        )


def _counters(counts: Mapping[str, int]) -> str:
    return "|".join(f"{code}:{n}" for code, n in counts.items() if n)
