"""Openings, absences and closures, added and taken back by staff. The journal keeps who did it.

None of these moves or cancels an appointment: staff see which ones are affected (`bookings.affected`) and decide.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bookings.models import JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.models import Absence, Closure, Opening, Topic
from mediation.remembered import forget

Kind = JournalEntry.Kind


@short_transaction
def add_opening(opening: Opening, *, topics: Sequence[Topic] = (), by: Actor, now: datetime) -> Opening:
    """Stores a new opening; without topics it is for all of them. The first one without a place makes where it stands."""
    if opening.site._state.adding:
        opening.site.save()
        opening.site_id = opening.site.pk
        forget()
    opening.save()
    opening.topics.set(topics)
    _note(Kind.OPENING_ADDED, opening.site.organisation_id, by, now, opening=opening.pk)
    return opening


@short_transaction
def end_opening(opening_id: int, *, last_day: date | None, by: Actor, now: datetime) -> Opening | None:
    """The opening's last day from now on; None lets it go on for ever.

    An opening that would end before its first day is deleted, and None returned.
    """
    opening = Opening.objects.select_for_update(of=("self",)).select_related("site").get(pk=opening_id)
    organisation_id = opening.site.organisation_id
    _note(Kind.OPENING_CHANGED, organisation_id, by, now, opening=opening.pk)
    if last_day is not None and last_day < opening.first_day:
        opening.delete()
        return None
    opening.last_day = last_day
    opening.save(update_fields=["last_day"])
    return opening


@short_transaction
def except_date(opening_id: int, *, day: date, instead: Opening | None, by: Actor, now: datetime) -> None:
    """On that day the rule does not run; `instead`, if anything, takes its place. The rule goes on as it was.

    Once more replaces what was said of that day before.
    """
    opening = _without(opening_id, day)
    opening.skipped_days = " ".join(sorted({*opening.skipped_days.split(), day.isoformat()}))
    opening.save(update_fields=["skipped_days"])
    ids: dict[str, Any] = {"opening": opening.pk, "day": day.isoformat()}
    if instead is not None:
        instead.save()
        instead.topics.set(opening.topics.all())
        ids["instead"] = instead.pk
    _note(Kind.OPENING_CHANGED, opening.site.organisation_id, by, now, **ids)


@short_transaction
def keep_date(opening_id: int, *, day: date, by: Actor, now: datetime) -> None:
    """The rule runs on that day after all."""
    opening = _without(opening_id, day)
    opening.skipped_days = " ".join(each for each in opening.skipped_days.split() if each != day.isoformat())
    opening.save(update_fields=["skipped_days"])
    _note(
        Kind.OPENING_CHANGED, opening.site.organisation_id, by, now, opening=opening.pk, day=day.isoformat()
    )


def _without(opening_id: int, day: date) -> Opening:
    """The opening, locked, with nothing in the place of that day."""
    opening = Opening.objects.select_for_update(of=("self",)).select_related("site").get(pk=opening_id)
    opening.replacements.filter(replaced_day=day).delete()
    return opening


@short_transaction
def add_absence(absence: Absence, *, by: Actor, now: datetime) -> Absence:
    """Stores a new absence: it holds at every site and in every organisation."""
    absence.save()
    _note(Kind.ABSENCE_ADDED, absence.mediator.organisation_id, by, now, absence=absence.pk)
    return absence


@short_transaction
def remove_absence(absence: Absence, *, by: Actor, now: datetime) -> None:
    """The mediator is there after all."""
    _note(Kind.ABSENCE_REMOVED, absence.mediator.organisation_id, by, now, absence=absence.pk)
    absence.delete()


@short_transaction
def add_closure(closure: Closure, *, by: Actor, now: datetime) -> Closure:
    """Stores a closure of a site, whoever works there."""
    closure.save()
    _note(Kind.CLOSURE_ADDED, closure.site.organisation_id, by, now, closure=closure.pk)
    return closure


@short_transaction
def remove_closure(closure: Closure, *, by: Actor, now: datetime) -> None:
    """The site opens after all."""
    _note(Kind.CLOSURE_REMOVED, closure.site.organisation_id, by, now, closure=closure.pk)
    closure.delete()


def _note(kind: JournalEntry.Kind, organisation_id: int, by: Actor, now: datetime, **ids: Any) -> None:
    note(kind, by=by, now=now, organisation_id=organisation_id, **ids)
