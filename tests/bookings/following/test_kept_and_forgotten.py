"""What is written of a person moves with their record, goes with them, and is not kept for ever."""

from datetime import timedelta

import pytest

from bookings.actions.add_step import Step, add_step
from bookings.actions.forget import erase, forget
from bookings.actions.merge import merge
from bookings.actions.set_goal import set_goal
from bookings.actions.write_sheet import write_sheet
from bookings.errors import NotStanding
from bookings.models import Appointment, Goal, LinkToken, NextStep, TakeHome
from tests.people import MONDAY, TEN
from tests.staff import AT_THE_DESK, Town

NOW = TEN + timedelta(hours=2)
pytestmark = pytest.mark.django_db


def followed(town: Town, name: str = "Amina Essai", phone: str = "06 39 98 00 01") -> Appointment:
    """Somebody with a goal, something to do, and a sheet."""
    session = (
        town.books(TEN, name, phone=phone)
        if name == "Amina Essai"
        else town.books(TEN + timedelta(hours=2), name, phone=phone)
    )
    person, org = session.participants.get(), session.organisation_id
    known = {"organisation_id": org, "by": AT_THE_DESK, "now": NOW}
    goal = set_goal(person.pk, words="Écrire à ma fille", on=MONDAY, form_key=f"g{name}", **known)
    add_step(person.pk, Step("Rappeler la CAF", goal_id=goal.pk), form_key=f"s{name}", **known)
    words = {"done": "Une lettre", "remember": "Le crayon", "language": "fr"}
    write_sheet(session.pk, resident_id=person.pk, **words, by=AT_THE_DESK, now=NOW)
    return session


def left() -> list[int]:
    models: list[type[Goal | NextStep | TakeHome]] = [Goal, NextStep, TakeHome]
    return [model._default_manager.count() for model in models]


def test_two_records_that_become_one_have_both_their_goals_and_steps_and_links() -> None:
    town = Town()
    keep, other = followed(town), followed(town, "Amina Essay", "06 39 98 00 02")
    kept = keep.participants.get()
    merge(keep_id=kept.pk, other_id=other.participants.get().pk, by=AT_THE_DESK, now=NOW)
    assert (kept.goals.count(), kept.next_steps.count(), kept.links.count()) == (2, 2, 2)


def test_somebody_erased_leaves_nothing_of_it_and_nothing_can_be_added() -> None:
    session = followed(Town())
    person = session.participants.get()
    erase(person.pk, by=AT_THE_DESK, now=NOW, cancel_ahead=True)
    assert left() == [0, 0, 0]
    assert not LinkToken.objects.filter(resident__isnull=False).exists()
    known = {"organisation_id": session.organisation_id, "by": AT_THE_DESK, "now": NOW, "form_key": "later"}
    with pytest.raises(NotStanding):
        add_step(person.pk, Step("Trop tard"), **known)  # type: ignore[arg-type]
    with pytest.raises(NotStanding):
        set_goal(person.pk, words="Trop tard", on=MONDAY, **known)  # type: ignore[arg-type]


def test_what_nobody_has_touched_for_a_year_is_forgotten_with_the_notes() -> None:
    followed(Town())
    forget(now=NOW + timedelta(days=360))
    assert left() == [1, 1, 1]
    forget(now=NOW + timedelta(days=366))
    assert left() == [0, 0, 0]
