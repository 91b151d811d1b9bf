"""What is to be done next: noting it, ticking it, taking it off the list; saying it when no message can."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bookings.actions.followed import followed
from bookings.models import JournalEntry, NextStep
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction

_Who = NextStep.Who


@dataclass(frozen=True)
class Step:
    """What is to be done: in which words, by whom, until when; `remind` is what the person has agreed to."""

    words: str
    who: str = _Who.PERSON
    due_on: date | None = None
    remind: bool = False
    goal_id: int | None = None

    @property
    def reminded(self) -> bool:
        """Whether a message will say it: only to whoever does it themselves, and only of what has a day."""
        return self.remind and self.who == _Who.PERSON and self.due_on is not None


@short_transaction
def add_step(
    resident_id: int,
    step: Step,
    *,
    organisation_id: int,
    mediator_id: int | None = None,
    appointment_id: int | None = None,
    by: Actor,
    now: datetime,
    form_key: str,
) -> NextStep:
    """Notes a step. The same form (`form_key`) once more changes nothing. Raises `NotStanding` as `set_goal` does."""
    resident = followed(resident_id)
    values = {
        "resident": resident,
        "organisation_id": organisation_id,
        "mediator_id": mediator_id,
        "goal_id": step.goal_id,
        "appointment_id": appointment_id,
        "words": step.words.strip(),
        "who": step.who,
        "due_on": step.due_on,
        "remind": step.reminded,
        "made_at": now,
        "made_by_id": by.user_id,
        "changed_at": now,
    }
    made, created = NextStep.objects.get_or_create(form_key=form_key, defaults=values)
    if created:
        _noted(made, JournalEntry.Kind.STEP_ADDED, by=by, now=now)
    return made


@short_transaction
def tick_step(step_id: int, *, done: bool, by: Actor, now: datetime) -> NextStep:
    """Done, or not done after all. Once more changes nothing. Raises `NextStep.DoesNotExist`."""
    step = _locked(step_id)
    if (step.done_at is not None) == done:
        return step
    step.done_at, step.changed_at, step.to_tell = (now if done else None), now, False
    step.save(update_fields=["done_at", "changed_at", "to_tell"])
    _noted(step, JournalEntry.Kind.STEP_CHANGED, by=by, now=now, done=done)
    return step


@short_transaction
def drop_step(step_id: int, *, by: Actor, now: datetime) -> None:
    """Takes it off the list: it was a mistake, or is no longer wanted. Raises `NextStep.DoesNotExist`."""
    step = _locked(step_id)
    _noted(step, JournalEntry.Kind.STEP_CHANGED, by=by, now=now, dropped=True)
    step.delete()


@short_transaction
def leave_to_team(step_id: int, *, now: datetime) -> bool:
    """No message reaches the person: somebody of the team says it. Whether it is still to be said."""
    open_ones = NextStep.objects.filter(pk=step_id, remind=True, done_at=None)
    return bool(open_ones.update(to_tell=True, changed_at=now))


@short_transaction
def say_step(step_id: int, *, by: Actor, now: datetime) -> None:
    """Somebody of the team has said it. Once more changes nothing. Raises `NextStep.DoesNotExist`."""
    step = _locked(step_id)
    if step.to_tell:
        NextStep.objects.filter(pk=step.pk).update(to_tell=False, changed_at=now)
        _noted(step, JournalEntry.Kind.STEP_CHANGED, by=by, now=now, told=True)


def _locked(step_id: int) -> NextStep:
    return NextStep.objects.select_for_update().get(pk=step_id)


def _noted(step: NextStep, kind: JournalEntry.Kind, *, by: Actor, now: datetime, **said: Any) -> None:
    note(
        kind,
        by=by,
        now=now,
        resident_id=step.resident_id,
        organisation_id=step.organisation_id,
        step=step.pk,
        **said,
    )
