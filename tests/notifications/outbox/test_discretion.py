"""Whoever chose discretion is told nothing: by no channel, at no moment, nor by a call of the team."""

from datetime import timedelta

import pytest

from bookings.actions.call_off import cancel
from bookings.actions.edit_resident import Record, edit_resident
from bookings.actions.move import move
from bookings.models import Appointment, JournalEntry, Resident
from bookings.people.who import RESIDENT_ON_WEB, SYSTEM
from bookings.records.journal import note
from bookings.records.told import to_be_told
from notifications.models import Message, State
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from notifications.texts.kinds import (
    DROP_INS,
    NEXT_STEPS,
    OF_ITS_MOMENT,
    OFFERS,
    REFERRALS,
    SURVEYS,
    WORKSHOPS,
    Kind,
)
from tests.notifications.conftest import Line, Town
from tests.people import FRIDAY_BEFORE, TEN

LATER = FRIDAY_BEFORE + timedelta(minutes=1)
ON_SUNDAY = TEN - timedelta(hours=3)


def say(kind: Kind, appointment: Appointment) -> None:
    """Makes the kind of message be written, were it for anybody else."""
    if kind is Kind.MOVED:
        move(appointment, starts_at=TEN + timedelta(hours=2), by=SYSTEM, now=LATER)
    elif kind is Kind.CANCELLED_BY_US:
        cancel(appointment.pk, by=SYSTEM, now=LATER, for_the_service=True)
    elif kind is Kind.CHOICE:
        off = cancel(appointment.pk, by=SYSTEM, now=LATER, for_the_service=True, question=1)
        note(JournalEntry.Kind.TIMES_ASKED, appointment=off, by=SYSTEM, now=LATER, question=1)
    elif kind in (Kind.DELAYED, Kind.CALLED_IN_VAIN):
        today = JournalEntry.Kind(kind.value)
        Appointment.objects.filter(pk=appointment.pk).update(delay_min=15)
        note(today, appointment=appointment, by=SYSTEM, now=LATER, minutes=15)
    elif kind is Kind.CANCELLED_BY_YOU:
        cancel(appointment.pk, by=RESIDENT_ON_WEB, now=LATER)
    compose(now=LATER)
    if kind is Kind.REMINDER:
        remind(now=ON_SUNDAY)


def is_said(kind: Kind) -> bool:
    return Message.objects.filter(kind=kind, state=State.QUEUED).exists()


every_kind_about_an_appointment = pytest.mark.parametrize(
    "kind",
    # "On time again" goes to who was told of a delay; workshops, drop-ins and what somebody has to do have no
    # appointment, and tests of their own.
    [
        k
        for k in Kind
        if k not in {Kind.ON_TIME, *OF_ITS_MOMENT, *OFFERS, *REFERRALS, *WORKSHOPS}
        if k not in {*DROP_INS, *SURVEYS, *NEXT_STEPS}
    ],
)


def choose_discretion() -> None:
    person = Resident.objects.get()
    edit_resident(person.pk, record=Record(name=person.name, discreet=True), by=SYSTEM, now=LATER)


@every_kind_about_an_appointment
def test_nothing_of_any_kind_is_written_for_a_discreet_person(town: Town, kind: Kind) -> None:
    appointment = town.book()
    Resident.objects.update(discreet=True)
    say(kind, appointment)
    assert not Message.objects.exists()
    assert not to_be_told(LATER).exists()


@every_kind_about_an_appointment
def test_what_was_waiting_is_taken_back_once_the_team_marks_discretion(town: Town, kind: Kind) -> None:
    say(kind, town.book())
    assert is_said(kind)
    choose_discretion()
    compose(now=LATER)
    assert not Message.objects.exclude(state=State.CANCELLED).exists()
    assert not Message.objects.exclude(body="", to="", due_at=None).exists()


@every_kind_about_an_appointment
def test_a_worker_that_is_quicker_than_the_journal_sends_nothing_either(
    town: Town, line: Line, kind: Kind
) -> None:
    say(kind, town.book())
    assert is_said(kind)
    Resident.objects.update(discreet=True)
    deliver(clock=lambda: ON_SUNDAY + timedelta(minutes=1))
    assert line.taken == []
    assert not Message.objects.filter(state__in=[State.QUEUED, State.SENT]).exists()


def test_one_of_two_people_is_enough(town: Town, line: Line) -> None:
    appointment = town.book()
    compose(now=LATER)
    other = Resident.objects.create(
        name="Jean", name_key="jean", discreet=True, created_at=LATER, last_contact_at=LATER
    )
    appointment.participations.create(resident=other, position=2)
    deliver(clock=lambda: LATER)
    assert line.taken == []


def test_other_people_go_on_being_told(town: Town, line: Line) -> None:
    town.book()
    town.book(TEN + timedelta(hours=1), name="Jean")
    compose(now=LATER)
    Resident.objects.filter(name="Amina").update(discreet=True)
    deliver(clock=lambda: LATER)
    assert len(line.taken) == 1
