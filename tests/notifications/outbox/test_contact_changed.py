"""A corrected number: what was queued follows it, what was told to the wrong one is told again, on every channel."""

from datetime import datetime, timedelta

import pytest

from bookings.actions.call_off import cancel
from bookings.actions.change_contact import change_contact, verify_contact
from bookings.actions.mark import mark
from bookings.actions.move import move
from bookings.actions.say_late import say_late
from bookings.models import Appointment, Contact, JournalEntry, WaitingEntry, WaitingOffer
from bookings.outcomes.marks import Mark
from bookings.people.who import RESIDENT_ON_WEB, SYSTEM, Actor, WayToReach
from bookings.records.told import to_be_told
from bookings.staff.agenda.lines import lines_of, rows_of
from mediation.access import Reach
from notifications.channels.contract import Refused, Verdict
from notifications.models import Message, State
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from tests.notifications.conftest import Line, Town
from tests.people import FRIDAY_BEFORE, JEAN_LANDLINE, TEN

LATER = FRIDAY_BEFORE + timedelta(minutes=1)
LATER_STILL = FRIDAY_BEFORE + timedelta(minutes=5)
ON_FRIDAY_NIGHT = FRIDAY_BEFORE + timedelta(hours=12)
ON_SATURDAY = FRIDAY_BEFORE + timedelta(hours=24)
BY_STAFF = Actor(channel="system")
RIGHT = WayToReach("mobile", "06 39 98 00 09", by_call=False)
RIGHT_NUMBER, WRONG_NUMBER = "+33639980009", "+33639980001"


def corrects(appointment: Appointment, way: WayToReach = RIGHT, *, now: datetime = LATER_STILL) -> None:
    """The team puts the number right."""
    change_contact(
        appointment.participants.get().pk,
        way=way,
        appointment_ids=[appointment.pk],
        by=BY_STAFF,
        now=now,
    )
    appointment.refresh_from_db()


def sends(at: datetime) -> None:
    compose(now=at)
    deliver(clock=lambda: at)


def went_to(line: Line) -> list[str]:
    return [message.to for message in line.taken]


def test_what_was_told_to_a_wrong_number_is_told_again_to_the_right_one(town: Town, line: Line) -> None:
    appointment = town.book()
    sends(LATER)
    corrects(appointment)
    sends(LATER_STILL)
    assert went_to(line) == [WRONG_NUMBER, RIGHT_NUMBER]
    assert appointment.number in line.taken[1].body
    assert Message.objects.latest("pk").kind == "confirmation"


@pytest.mark.parametrize(
    ("way", "channel", "to"),
    [
        (RIGHT, "sms", RIGHT_NUMBER),
        (WayToReach("mobile", "06 39 98 00 09", by_call=True), "voice", RIGHT_NUMBER),
        (WayToReach("landline", JEAN_LANDLINE), "voice", "+33261910002"),
        (WayToReach("email", "amina@example.org"), "email", "amina@example.org"),
    ],
)
def test_by_whichever_way_they_are_reached_from_now_on(
    town: Town, line: Line, way: WayToReach, channel: str, to: str
) -> None:
    appointment = town.book()
    sends(LATER)
    corrects(appointment, way)
    sends(LATER_STILL)
    message = Message.objects.latest("pk")
    assert (message.channel, message.state, went_to(line)[-1]) == (channel, State.SENT, to)


def test_a_letter_is_to_be_printed_for_who_has_only_an_address_now(town: Town, line: Line) -> None:
    appointment = town.book(TEN + timedelta(days=21))
    sends(LATER)
    corrects(appointment, WayToReach("letter", "3 allée Neuve, 35200 Rennes"))
    sends(LATER_STILL)
    assert Message.objects.filter(channel="letter", state=State.QUEUED, version=2).count() == 1


def test_the_same_number_that_is_to_ring_from_now_on_rings(town: Town, line: Line) -> None:
    appointment = town.book(reach=WayToReach("mobile", "06 39 98 00 09"))
    sends(LATER)
    corrects(appointment, WayToReach("mobile", "06 39 98 00 09", by_call=True))
    sends(LATER_STILL)
    assert list(Message.objects.order_by("pk").values_list("channel", flat=True)) == ["sms", "voice"]


def test_a_contact_that_stays_the_same_tells_nobody_anything(town: Town, line: Line) -> None:
    appointment = town.book(reach=RIGHT)
    sends(LATER)
    corrects(appointment)
    sends(LATER_STILL)
    assert len(line.taken) == 1
    assert not JournalEntry.objects.filter(kind=JournalEntry.Kind.CONTACT_CHANGED).exists()


def test_news_that_wait_for_the_morning_go_to_the_number_as_it_is_then(town: Town, line: Line) -> None:
    appointment = town.book()
    sends(LATER)
    move(appointment, starts_at=TEN + timedelta(hours=2), by=BY_STAFF, now=ON_FRIDAY_NIGHT)
    compose(now=ON_FRIDAY_NIGHT)
    corrects(appointment, now=ON_FRIDAY_NIGHT + timedelta(minutes=1))
    # The worker is quicker than the journal, and finds nothing to send.
    deliver(clock=lambda: ON_SATURDAY)
    sends(ON_SATURDAY)
    assert went_to(line) == [WRONG_NUMBER, RIGHT_NUMBER]
    assert "a changé" in line.taken[1].body
    assert Message.objects.get(version=2).state == State.REPLACED


def test_what_waits_for_a_wrong_number_is_wiped_as_soon_as_that_is_known(town: Town) -> None:
    appointment = town.book()
    compose(now=LATER)
    corrects(appointment)
    compose(now=LATER_STILL)
    old = Message.objects.get(version=1)
    assert (old.state, old.to, old.body, old.due_at) == (State.REPLACED, "", "", None)


def test_a_cancellation_told_to_a_wrong_number_is_told_again(town: Town, line: Line) -> None:
    appointment = town.book()
    sends(LATER)
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True, reason="absence")
    sends(LATER)
    corrects(appointment)
    sends(LATER_STILL)
    assert went_to(line)[-1] == RIGHT_NUMBER
    assert "devons annuler" in line.taken[-1].body


def test_who_was_left_to_the_team_leaves_its_list_once_a_message_can_go(town: Town, line: Line) -> None:
    appointment = town.book()
    line.answers = [Refused(Verdict.PERMANENT, "21211")]
    sends(LATER)
    assert to_be_told(LATER).get().appointment == appointment
    corrects(appointment)
    sends(LATER_STILL)
    assert not to_be_told(LATER_STILL).exists()
    assert went_to(line) == [RIGHT_NUMBER]


def test_news_that_no_channel_brings_to_the_new_contact_are_for_the_team(town: Town, line: Line) -> None:
    appointment = town.book()
    sends(LATER)
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True, reason="absence")
    corrects(appointment, WayToReach("through", "le foyer, demander Paul"))
    compose(now=LATER_STILL)
    assert to_be_told(LATER_STILL).get().appointment == appointment


def test_reminders_go_on_at_the_new_number_and_only_there(town: Town, line: Line) -> None:
    appointment = town.book()
    sends(LATER)
    corrects(appointment)
    sends(LATER_STILL)
    two_hours_before = TEN - timedelta(hours=2)
    remind(now=two_hours_before)
    deliver(clock=lambda: two_hours_before)
    assert went_to(line) == [WRONG_NUMBER, RIGHT_NUMBER, RIGHT_NUMBER]
    assert Message.objects.filter(kind="reminder").count() == 1


def test_a_number_that_is_only_found_right_changes_nothing_about_reminders(town: Town, line: Line) -> None:
    appointment = town.book(unverified=True)
    sends(LATER)
    two_hours_before = TEN - timedelta(hours=2)
    verify_contact(appointment.pk, by=SYSTEM, now=two_hours_before - timedelta(minutes=30))
    assert remind(now=two_hours_before) == 1


def test_who_has_said_to_be_late_still_is_when_their_number_is_corrected(town: Town) -> None:
    appointment = town.book()
    say_late(appointment.pk, by=RESIDENT_ON_WEB, now=TEN - timedelta(minutes=30))
    corrects(appointment, now=TEN - timedelta(minutes=20))
    (row,) = lines_of(rows_of(Appointment.objects.all()), reach=Reach(), now=TEN)
    assert row.late


def test_a_visit_that_is_over_keeps_the_contact_it_had(town: Town) -> None:
    appointment = town.book()
    mark(appointment.pk, as_=Mark.DONE, by=BY_STAFF, now=TEN + timedelta(minutes=40))
    corrects(appointment, now=TEN + timedelta(minutes=41))
    assert appointment.contact.value == WRONG_NUMBER


def test_a_number_that_reaches_nobody_any_more_is_not_kept(town: Town) -> None:
    appointment = town.book()
    corrects(appointment)
    assert list(Contact.objects.exclude(value="").values_list("value", flat=True)) == [RIGHT_NUMBER]
    assert not Contact.objects.exclude(value="").filter(last4="0001").exists()


def a_free_time(town: Town, appointment: Appointment | None = None) -> WaitingOffer:
    """Amina is being asked about a free time at her wrong number."""
    person = town.book(name="Amina Attend").participants.get() if appointment is None else None
    entry = WaitingEntry.objects.create(
        topic=town.topic,
        resident=person or appointment.participants.get(),
        appointment=appointment,
        contact=Contact.objects.get(),
        channel="web",
        joined_at=LATER,
        until=TEN,
        idempotency_key="waits",
    )
    starts_at, deadline = TEN - timedelta(hours=1), TEN - timedelta(hours=4)
    offer = WaitingOffer.objects.create(
        entry=entry, site=town.site, starts_at=starts_at, deadline=deadline, offered_at=LATER
    )
    JournalEntry.objects.create(at=LATER, kind="time_offered", data={"offer": offer.pk})
    return offer


@pytest.mark.parametrize("with_appointment", [True, False])
def test_a_free_time_is_offered_again_at_the_right_number(
    town: Town, line: Line, with_appointment: bool
) -> None:
    appointment = town.book() if with_appointment else None
    offer = a_free_time(town, appointment)
    sends(LATER)
    assert WRONG_NUMBER in went_to(line)
    change_contact(
        offer.entry.resident_id,
        way=RIGHT,
        appointment_ids=[appointment.pk] if appointment else [],
        waiting_ids=[offer.entry_id],
        by=BY_STAFF,
        now=LATER_STILL,
    )
    sends(LATER_STILL)
    again = Message.objects.filter(kind="offer").latest("pk")
    assert (again.offer, again.state) == (offer, State.SENT)
    assert went_to(line).count(RIGHT_NUMBER) == (2 if with_appointment else 1)


def test_an_offer_still_queued_never_goes_to_the_number_that_was_wrong(town: Town, line: Line) -> None:
    offer = a_free_time(town)
    compose(now=LATER)
    change_contact(
        offer.entry.resident_id,
        way=RIGHT,
        appointment_ids=[],
        waiting_ids=[offer.entry_id],
        by=BY_STAFF,
        now=LATER_STILL,
    )
    # Quicker than the journal.
    deliver(clock=lambda: LATER_STILL)
    offers = [message for message in line.taken if "une place se libère" in message.body]
    assert offers == []
