"""Reminders: a question put to the agenda, answered the same whoever asks, however often, however late."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.actions.call_off import cancel
from bookings.actions.move import move
from bookings.models import JournalEntry, Resident
from bookings.people.who import RESIDENT_ON_WEB, WayToReach
from notifications.models import Message, SimulatedMessage, State
from notifications.outbox.delivery import deliver
from notifications.reminding import compose as reminders
from notifications.reminding.compose import remind
from tests.notifications.conftest import Town
from tests.people import FRIDAY_BEFORE

PARIS = ZoneInfo("Europe/Paris")


def paris(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=PARIS).astimezone(UTC)


AFTERNOON = paris("2026-12-08", "14:30")
LONG_BEFORE = paris("2026-11-20", "09:00")


def rules() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("rule", flat=True))


def test_two_days_before_at_ten_and_two_hours_before_each_once(town: Town) -> None:
    town.book(AFTERNOON, now=LONG_BEFORE)
    assert remind(now=paris("2026-12-06", "09:59")) == 0
    assert remind(now=paris("2026-12-06", "10:00")) == 1
    assert remind(now=paris("2026-12-06", "10:01")) == 0
    assert remind(now=paris("2026-12-08", "12:29")) == 0
    assert remind(now=paris("2026-12-08", "12:30")) == 1
    assert remind(now=paris("2026-12-08", "13:30")) == 0
    assert rules() == ["days", "hours"]


def test_after_a_day_of_outage_what_is_still_useful_is_sent_once(town: Town) -> None:
    town.book(AFTERNOON, now=LONG_BEFORE)
    assert remind(now=paris("2026-12-07", "15:00")) == 1
    assert remind(now=paris("2026-12-08", "13:00")) == 1
    assert rules() == ["days", "hours"]


def test_after_two_days_of_outage_only_the_last_reminder_is_left(town: Town) -> None:
    town.book(AFTERNOON, now=LONG_BEFORE)
    assert remind(now=paris("2026-12-08", "13:00")) == 1
    assert rules() == ["hours"]


def test_half_an_hour_before_it_is_too_late_to_remind(town: Town) -> None:
    town.book(AFTERNOON, now=LONG_BEFORE)
    assert remind(now=paris("2026-12-08", "14:00")) == 0


@pytest.mark.parametrize("day", ["2026-03-30", "2026-10-26"])
def test_across_a_clock_change_the_reminder_comes_at_ten_on_the_wall(town: Town, day: str) -> None:
    starts_at = paris(day, "14:30")
    town.book(starts_at, now=starts_at - timedelta(days=20))
    two_days_before = (datetime.fromisoformat(day) - timedelta(days=2)).date().isoformat()
    assert remind(now=paris(two_days_before, "09:59")) == 0
    assert remind(now=paris(two_days_before, "10:00")) == 1
    message = Message.objects.get()
    assert message.send_after.astimezone(PARIS).strftime("%H:%M") == "10:00"
    assert "14h30" in message.body


def test_a_moved_appointment_is_recalled_at_its_new_time_and_the_old_reminder_is_never_sent(
    town: Town,
) -> None:
    appointment = town.book(AFTERNOON, now=LONG_BEFORE)
    remind(now=paris("2026-12-06", "10:00"))
    move(
        appointment,
        starts_at=AFTERNOON + timedelta(days=7, minutes=30),
        by=RESIDENT_ON_WEB,
        now=paris("2026-12-06", "10:00"),
    )
    deliver(clock=lambda: paris("2026-12-06", "10:01"))
    assert Message.objects.get().state == State.REPLACED
    assert remind(now=paris("2026-12-08", "12:30")) == 0
    assert remind(now=paris("2026-12-13", "10:00")) == 1
    assert "mar. 15 déc. à 15h00" in Message.objects.get(state=State.QUEUED).body


def test_the_reminder_of_a_cancelled_appointment_is_never_sent(town: Town) -> None:
    appointment = town.book(AFTERNOON, now=LONG_BEFORE)
    remind(now=paris("2026-12-06", "10:00"))
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=paris("2026-12-06", "10:00"))
    deliver(clock=lambda: paris("2026-12-06", "10:01"))
    assert Message.objects.get().state == State.CANCELLED
    assert not SimulatedMessage.objects.exists()
    assert remind(now=paris("2026-12-08", "12:30")) == 0


def test_demo_appointments_discreet_people_and_those_in_no_way_joined_are_not_recalled(town: Town) -> None:
    town.book(AFTERNOON, now=LONG_BEFORE, name="Démo")
    JournalEntry.objects.update(origin=JournalEntry.Origin.DEMO)
    town.book(AFTERNOON - timedelta(hours=1), now=LONG_BEFORE, name="Discrète")
    Resident.objects.filter(name="Discrète").update(discreet=True)
    town.book(AFTERNOON - timedelta(hours=2), now=LONG_BEFORE, reach=WayToReach("none"))
    assert remind(now=paris("2026-12-06", "10:00")) == 0


def test_a_reminder_that_could_not_go_before_the_night_waits_for_the_morning(town: Town) -> None:
    town.book(paris("2026-12-08", "09:30"), now=LONG_BEFORE)
    assert remind(now=paris("2026-12-07", "19:30")) == 1
    assert deliver(clock=lambda: paris("2026-12-07", "20:05")) == 1
    message = Message.objects.get()
    assert (message.state, message.due_at) == (State.QUEUED, paris("2026-12-08", "08:00"))
    deliver(clock=lambda: paris("2026-12-08", "08:00"))
    assert SimulatedMessage.objects.count() == 1


def test_many_reminders_take_queries_by_batch_not_by_reminder(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries(first_day: datetime, a_day: int) -> int:
        """Of a morning on which some are recalled for today and some for the day after tomorrow."""
        for turn in range(a_day):
            for day in (0, 2):
                start = first_day + timedelta(days=day, hours=turn - 2)
                town.book(start, now=LONG_BEFORE, name=f"{start}")
        with CaptureQueriesContext(connection) as captured:
            assert remind(now=first_day - timedelta(hours=4, minutes=20)) == 2 * a_day
        return len(captured)

    assert queries(AFTERNOON, 1) == queries(AFTERNOON + timedelta(days=7), 5) <= 16

    Message.objects.all().delete()
    monkeypatch.setattr(reminders, "BATCH", 3)
    assert remind(now=AFTERNOON + timedelta(days=7, hours=-4, minutes=-20)) == 10


def test_an_appointment_booked_yesterday_evening_says_nothing_twice(town: Town) -> None:
    town.book(AFTERNOON, now=paris("2026-12-08", "13:00"))
    assert remind(now=paris("2026-12-08", "13:10")) == 0
    assert FRIDAY_BEFORE < AFTERNOON
