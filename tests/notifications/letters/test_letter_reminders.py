"""Reminders of who has only a postal address: a letter while it can arrive, else a call by the team."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.actions.move import move
from bookings.models import Appointment, JournalEntry, Resident
from bookings.people.who import SYSTEM, WayToReach
from bookings.records.told import Why, to_be_told
from notifications.models import ChannelName, Message, ReminderPlan, State
from notifications.outbox.compose import compose
from notifications.reminding.compose import remind
from notifications.texts.kinds import Kind
from tests.notifications.conftest import Town
from tests.people import FRIDAY_BEFORE

# Friday 18 December, ten o'clock: posted on Monday 14 at the latest, in the queue from Wednesday 9 on.
STARTS = datetime(2026, 12, 18, 9, tzinfo=UTC)
WEDNESDAY = datetime(2026, 12, 9, 8, tzinfo=UTC)
BY_POST = WayToReach("letter", "12 rue de l’Exemple\n35000 Rennes")


def books(town: Town, starts_at: datetime = STARTS, *, now: datetime = FRIDAY_BEFORE) -> Appointment:
    appointment = town.book(starts_at, name="Marcel", reach=BY_POST, now=now)
    compose(now=now)
    return appointment


def written() -> list[tuple[str, str]]:
    """The reminders: their channel and the last moment for them."""
    rows = Message.objects.filter(kind=Kind.REMINDER).order_by("pk")
    return [(row.channel, f"{row.expires_at:%d %H:%M}") for row in rows]


def test_a_reminder_by_letter_is_in_the_queue_while_it_can_still_arrive(town: Town) -> None:
    books(town)
    assert remind(now=WEDNESDAY - timedelta(days=1)) == 0
    assert remind(now=WEDNESDAY) == 1
    assert written() == [(ChannelName.LETTER, "14 23:00")]
    assert remind(now=WEDNESDAY + timedelta(minutes=1)) == 0


def test_who_was_written_to_less_than_a_week_ago_is_called_instead_two_days_before(town: Town) -> None:
    books(town, now=WEDNESDAY - timedelta(days=3))
    assert remind(now=WEDNESDAY) == 0
    wednesday_after = WEDNESDAY + timedelta(days=7, hours=1)
    assert remind(now=wednesday_after - timedelta(minutes=1)) == 0
    assert remind(now=wednesday_after) == 1
    assert written() == [(ChannelName.PEOPLE, "18 07:00")]
    entry = to_be_told(wednesday_after).get()
    assert (entry.data["kind"], entry.data["why"]) == (Kind.REMINDER, Why.NO_TIME_TO_POST)
    assert remind(now=wednesday_after + timedelta(minutes=1)) == 0
    assert JournalEntry.objects.filter(kind=JournalEntry.Kind.NOT_TOLD).count() == 1


def test_whoever_has_had_the_letter_is_not_called_as_well(town: Town) -> None:
    books(town)
    remind(now=WEDNESDAY)
    Message.objects.filter(kind=Kind.REMINDER).update(state=State.SENT, body="")
    assert remind(now=WEDNESDAY + timedelta(days=7, hours=1)) == 0


def test_after_an_outage_what_cannot_arrive_any_more_is_said_by_the_team(town: Town) -> None:
    books(town)
    assert remind(now=WEDNESDAY + timedelta(days=6)) == 0
    assert remind(now=WEDNESDAY + timedelta(days=8)) == 1
    assert written() == [(ChannelName.PEOPLE, "18 07:00")]


def test_a_moved_appointment_has_a_reminder_of_its_own(town: Town) -> None:
    appointment = books(town)
    move(appointment, starts_at=STARTS + timedelta(days=14), by=SYSTEM, now=FRIDAY_BEFORE)
    compose(now=FRIDAY_BEFORE)
    assert remind(now=WEDNESDAY) == 0
    # Christmas is no working day: a day more.
    assert remind(now=WEDNESDAY + timedelta(days=12)) == 0
    assert remind(now=WEDNESDAY + timedelta(days=13)) == 1
    assert written() == [(ChannelName.LETTER, "28 23:00")]


@pytest.mark.parametrize("reason", ["discreet", "nobody is reminded"])
def test_who_is_not_to_be_reminded_gets_no_letter(town: Town, reason: str) -> None:
    books(town)
    if reason == "discreet":
        Resident.objects.update(discreet=True)
    else:
        ReminderPlan.objects.create(organisation=town.site.organisation)
    assert remind(now=WEDNESDAY) == 0


def test_many_letters_take_as_many_queries_as_few(town: Town) -> None:
    def queries(count: int, day: int) -> int:
        for turn in range(count):
            town.book(
                STARTS + timedelta(days=day, hours=turn),
                name=f"Personne {day} {turn}",
                reach=BY_POST,
                now=FRIDAY_BEFORE,
            )
        compose(now=FRIDAY_BEFORE)
        with CaptureQueriesContext(connection) as asked:
            assert remind(now=WEDNESDAY + timedelta(days=day)) == count
        return len(asked)

    assert queries(1, 0) == queries(6, 7)
