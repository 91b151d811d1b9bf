"""What somebody hears who has taken a number and left a mobile: the number, and that their turn is near. Once each."""

from datetime import time

import pytest

from bookings.actions.tell_drop_ins_off import tell_drop_ins_off
from bookings.dropin.states import State
from bookings.models import Resident
from mediation.models import Absence, Closure
from notifications.models import Message
from notifications.outbox.compose import compose
from notifications.outbox.drop_ins import standing_turns
from tests.bookings.dropin.afternoon import TWO, DropIn, at
from tests.people import AMINA_MOBILE, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(TWO, tick=False)]


def told(kind):
    return list(Message.objects.filter(kind=kind).values_list("body", flat=True))


def test_the_number_at_once_and_a_word_when_two_are_left_before():
    town = DropIn()
    first, second, _third = town.comes(), town.comes(phone="02 61 91 00 02"), town.comes()
    turn = town.comes(1, name="Amina", phone=AMINA_MOBILE, language="en")
    compose(now=at(1))
    (number,) = told("turn_number")
    assert "your number is 4" in number and "Before you: 3." in number and "Amina" not in number
    assert f"/en/permanence/{town.site.public_id}/" in number
    for minute, each in ((5, first), (10, second)):
        town.calls(minute)
        town.goes(each, State.LEFT, minute + 1)
        compose(now=at(minute + 1))
    (near,) = told("turn_near")
    assert "Before you: 2." in near
    message = Message.objects.get(kind="turn_near")
    assert standing_turns([message]) == {message.pk}
    turn.resident = Resident.objects.create(
        name="Amina", discreet=True, created_at=at(1), last_contact_at=at(1)
    )
    turn.save(update_fields=["resident"])
    assert standing_turns([message]) == set(), "who has chosen discretion hears no more"
    Resident.objects.update(discreet=False)
    assert standing_turns([message]) == {message.pk}
    town.goes(turn, State.LEFT, 12)
    assert standing_turns([message]) == set(), "who has gone is not called back"


def test_whoever_waits_hears_once_that_nobody_receives_any_more():
    town = DropIn()
    waits = town.comes(phone=AMINA_MOBILE)
    town.comes(name="Jean")
    away = town.goes(town.comes(phone="06 39 98 00 02"), State.PARKED, 5)
    gone = town.goes(town.comes(phone="06 39 98 00 03"), State.LEFT, 5)

    def tells(minute):
        tell_drop_ins_off(now=at(minute))
        compose(now=at(minute))
        return sorted(Message.objects.filter(kind="turn_off").values_list("turn", flat=True))

    Absence.objects.create(
        mediator=town.lea, first_day=MONDAY, starts=time(0), ends=time(23, 59), repeat_weeks=0
    )
    assert tells(10) == [], "Maël still receives"
    Closure.objects.create(site=town.site, starts_at=at(0), ends_at=at(600))
    assert tells(20) == tells(25) == [waits.pk, away.pk] and gone.state == State.LEFT
    assert "permanence annulée" in told("turn_off")[0] and "numéro 1" in told("turn_off")[0]
    messages = list(Message.objects.filter(kind="turn_off"))
    assert standing_turns(messages) == {each.pk for each in messages}
    assert tells(200) == [waits.pk, away.pk]


def test_hours_that_end_as_planned_are_not_called_off():
    town = DropIn()
    town.comes(phone=AMINA_MOBILE)
    assert tell_drop_ins_off(now=at(190)) == 0
