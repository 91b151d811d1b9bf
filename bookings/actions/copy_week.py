"""A week of a mediator's openings copied onto others, and taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bookings.actions.change_openings import add_opening, except_date, keep_date
from bookings.models import JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times.copying import Step
from mediation.models import Opening


@dataclass(frozen=True)
class Copied:
    """What a copy has made: openings by id, and the dates (rule, ISO day) that go otherwise now."""

    openings: Sequence[int]
    dates: Sequence[tuple[int, str]]


@short_transaction
def copy_week(steps: Iterable[Step], *, by: Actor, now: datetime) -> Copied:
    """Makes these changes, all or none.

    No appointment is moved or cancelled. What has been changed in the same way meanwhile is not done twice.
    """
    openings: list[int] = []
    dates: list[tuple[int, str]] = []
    for step in steps:
        if step.rule is not None and step.skipped is not None:
            except_date(step.rule.pk, day=step.skipped, instead=step.opening, by=by, now=now)
            dates.append((step.rule.pk, step.skipped.isoformat()))
        elif step.opening is not None:
            add_opening(step.opening, by=by, now=now)
        if step.opening is not None:
            step.opening.topics.set(step.like.topics.all() if step.like else ())
            openings.append(step.opening.pk)
    return Copied(openings, dates)


@short_transaction
def undo_copy(copied: Copied, *, by: Actor, now: datetime) -> None:
    """Takes a copy back: what it added goes, the dates follow their rules again. Once more changes nothing."""
    made = Opening.objects.filter(pk__in=list(copied.openings)).select_related("site")
    for opening in made.filter(replaces=None):
        note(
            JournalEntry.Kind.OPENING_CHANGED,
            by=by,
            now=now,
            organisation_id=opening.site.organisation_id,
            opening=opening.pk,
        )
    made.delete()
    known = set(Opening.objects.filter(pk__in=[pk for pk, _day in copied.dates]).values_list("pk", flat=True))
    for pk, day in copied.dates:
        if pk in known:
            keep_date(pk, day=date.fromisoformat(day), by=by, now=now)
