"""A workshop changes again before the first message about it has left: everybody hears of every date, once."""

from datetime import timedelta

import pytest

from bookings.actions.add_date import add_date
from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.change_workshop import DateChange, change_date
from bookings.actions.leave_workshop import leave_workshop
from bookings.models import Registration
from bookings.people.who import RESIDENT_ON_WEB, WayToReach
from notifications.models import Message
from notifications.outbox.compose import compose
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.notifications.workshops.test_workshop_messages import comes, told, town
from tests.staff import AT_THE_DESK

__all__ = ["town"]
pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = BEFORE + timedelta(hours=14)
MORNING = NIGHT + timedelta(hours=9)


def later(date):
    wanted = DateChange(date.starts_at + HOUR, date.ends_at + HOUR, date.capacity)
    change_date(date.pk, wanted, by=AT_THE_DESK, now=NIGHT)


def off(date):
    cancel_dates([date.pk], by=AT_THE_DESK, now=NIGHT)


def heard(line):
    """What was said, without the link."""
    return [taken.body.partition(" : ")[2].partition(" Voir")[0] for taken in line.taken]


def coming(town, line):
    """Somebody who has been told of three dates, in the evening."""
    workshop = six_thursdays(town, times=3)
    registration = comes(workshop, "Amina")
    told()
    line.taken.clear()
    return registration, list(workshop.dates.all())


def in_the_morning(line):
    """The sweeps, and once more: nothing is said twice."""
    told(MORNING)
    said = heard(line)
    told(MORNING + HOUR)
    assert heard(line) == said
    return said


@pytest.mark.parametrize("seen_between", [True, False])
def test_two_dates_called_off_one_after_the_other_are_both_told_in_one_message(town, line, seen_between):
    _, dates = coming(town, line)
    off(dates[0])
    if seen_between:
        compose(now=NIGHT)
    off(dates[1])
    (said,) = in_the_morning(line)
    assert said.startswith("nous devons annuler l'atelier (jeu. 8 oct. à 14h00 et 1 autre date")


def test_hours_of_two_dates_are_both_told(town, line):
    _, dates = coming(town, line)
    later(dates[1])
    compose(now=NIGHT)
    later(dates[2])
    (said,) = in_the_morning(line)
    assert "Nouveau : jeu. 15 oct. à 15h00 et 1 autre date" in said


def test_a_date_that_is_off_is_told_though_another_has_changed_since(town, line):
    _, dates = coming(town, line)
    off(dates[0])
    compose(now=NIGHT)
    later(dates[1])
    assert sorted(each[:30] for each in in_the_morning(line)) == [
        "nous devons annuler l'atelier ",
        "votre atelier a changé. Nouvea",
    ]


def test_whoever_gives_one_date_back_hears_that_another_is_off(town, line):
    registration, dates = coming(town, line)
    off(dates[0])
    compose(now=NIGHT)
    leave_workshop(registration.pk, by=RESIDENT_ON_WEB, now=NIGHT, date_ids=[dates[1].pk])
    (said,) = in_the_morning(line)
    assert "(jeu. 8 oct. à 14h00, MQ Fictive)" in said


def test_a_date_more_is_told_though_the_hours_of_another_change(town, line):
    _, dates = coming(town, line)
    span = (dates[2].starts_at + timedelta(weeks=1), dates[2].ends_at + timedelta(weeks=1))
    add_date(dates[0].workshop_id, span, capacity=8, animators=[], by=AT_THE_DESK, now=NIGHT)
    compose(now=NIGHT)
    later(dates[0])
    said = sorted(in_the_morning(line))
    assert "une date de plus" in said[0] and "jeu. 29 oct." in said[0]
    assert len(said) == 2 and "Nouveau : jeu. 8 oct. à 15h00" in said[1]


def test_a_seat_is_offered_with_the_hours_that_have_changed_meanwhile(town, line):
    workshop = six_thursdays(town, capacity=1, times=1)
    has = comes(workshop, "Jean", WayToReach("mobile", "06 39 98 00 09"))
    waits = comes(workshop, "Amina")
    told()
    line.taken.clear()
    leave_workshop(has.pk, by=RESIDENT_ON_WEB, now=NIGHT)
    compose(now=NIGHT)
    later(workshop.dates.get())
    (said,) = in_the_morning(line)
    assert "jeu. 8 oct. à 15h00" in said and Registration.objects.get(pk=waits.pk).state == "offered"


def test_what_has_left_is_not_said_again_with_what_comes_later(town, line):
    _, dates = coming(town, line)
    off(dates[0])
    told(MORNING)
    cancel_dates([dates[1].pk], by=AT_THE_DESK, now=MORNING + HOUR)
    told(MORNING + HOUR)
    assert [each.count("autre date") for each in heard(line)] == [0, 0]
    assert "jeu. 15 oct." in heard(line)[1]
    assert Message.objects.filter(kind="workshop_cancelled").count() == 2
