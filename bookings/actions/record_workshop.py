"""Noting what a workshop's date achieved: one outcome for all who came, in counters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bookings.errors import InvalidReport, TooEarly
from bookings.models import JournalEntry, WorkshopDate, WorkshopOutcome
from bookings.outcomes.activity_report import faults
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.workshops.collective import Counted, miscounted, report_of


@dataclass(frozen=True)
class Achieved:
    """What was done with how many; `ages` counts by code, whoever is left has not said."""

    participants: int
    themes: Sequence[str]
    duration_min: int
    women: int = 0
    men: int = 0
    ages: Mapping[str, int] = field(default_factory=dict)
    level: str = ""


@short_transaction
def record_workshop(date_id: int, achieved: Achieved, *, by: Actor, now: datetime) -> WorkshopOutcome:
    """Stores the outcome of a date, in the place of what was noted before.

    Raises `InvalidReport` with the fields to mend, `TooEarly` before it has begun.
    """
    date = WorkshopDate.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=date_id)
    if now < date.starts_at:
        raise TooEarly
    counted = Counted(achieved.participants, achieved.women, achieved.men, dict(achieved.ages))
    report = report_of(
        counted, themes=achieved.themes, level=achieved.level, duration_min=achieved.duration_min
    )
    if wrong := [*faults(report), *miscounted(counted)]:
        raise InvalidReport(wrong)
    outcome, _new = WorkshopOutcome.objects.update_or_create(
        date=date,
        defaults={
            "participants": achieved.participants,
            "women": achieved.women,
            "men": achieved.men,
            "ages": {code: count for code, count in achieved.ages.items() if count},
            "themes": list(report.themes),
            "level": achieved.level,
            "duration_min": achieved.duration_min,
            "recorded_by_id": by.user_id,
            "recorded_at": now,
        },
    )
    note(
        JournalEntry.Kind.WORKSHOP_RECORDED,
        by=by,
        now=now,
        organisation_id=date.workshop.organisation_id,
        workshop_date=date.pk,
    )
    return outcome
