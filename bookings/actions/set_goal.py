"""Goals set together with a person: setting one, reaching it, leaving it aside."""

from datetime import date, datetime

from bookings.actions.followed import followed
from bookings.models import Goal, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def set_goal(
    resident_id: int,
    *,
    words: str,
    organisation_id: int,
    on: date,
    by: Actor,
    now: datetime,
    form_key: str,
) -> Goal:
    """Sets a goal in the words of the person. The same form (`form_key`) once more changes nothing.

    Raises `NotStanding` for somebody who was erased or whose record is another one by now.
    """
    resident = followed(resident_id)
    values = {
        "resident": resident,
        "organisation_id": organisation_id,
        "words": words.strip(),
        "set_on": on,
        "set_by_id": by.user_id,
        "changed_at": now,
    }
    goal, created = Goal.objects.get_or_create(form_key=form_key, defaults=values)
    if created:
        note(
            JournalEntry.Kind.GOAL_SET,
            by=by,
            now=now,
            resident_id=resident.pk,
            organisation_id=organisation_id,
            goal=goal.pk,
        )
    return goal


@short_transaction
def end_goal(goal_id: int, *, as_: Goal.State, on: date, by: Actor, now: datetime) -> Goal:
    """Reached, left aside, or (`OPEN`) taken up again. Once more changes nothing. Raises `Goal.DoesNotExist`."""
    goal = Goal.objects.select_for_update().get(pk=goal_id)
    if goal.state == as_:
        return goal
    goal.state, goal.changed_at = as_, now
    goal.closed_on = None if as_ == Goal.State.OPEN else on
    goal.save(update_fields=["state", "closed_on", "changed_at"])
    note(
        JournalEntry.Kind.GOAL_CHANGED,
        by=by,
        now=now,
        resident_id=goal.resident_id,
        organisation_id=goal.organisation_id,
        goal=goal.pk,
        state=as_.value,
    )
    return goal
