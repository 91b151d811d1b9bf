"""From the outbox to people: each message once, only while it is true and useful, and who was not told is known."""

import logging
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.actions.call_off import cancel, restore
from bookings.actions.confirm_mobile import send_code
from bookings.actions.move import move
from bookings.models import Appointment, Contact, JournalEntry
from bookings.people.who import RESIDENT_ON_WEB, SYSTEM, WayToReach
from bookings.records.told import Why, in_words, to_be_told
from notifications.channels.contract import InDoubt, Refused, Verdict
from notifications.handset import channel as simulator
from notifications.models import ChannelName, Message, SimulatedMessage, State
from notifications.outbox import carrying, delivery
from notifications.outbox.compose import compose
from notifications.outbox.decisions import ASKED_IN_VAIN, DOUBT_LAG, MOST_UNKNOWN
from notifications.outbox.delivery import deliver
from notifications.texts.kinds import Kind
from tests.notifications.conftest import Line, Town
from tests.people import FRIDAY_BEFORE, TEN

NOW = FRIDAY_BEFORE + timedelta(minutes=1)
LAG = timedelta(seconds=settings.MESSAGE_LOOKUP_LAG)


def go(at: datetime = NOW) -> int:
    return deliver(clock=lambda: at)


def a_confirmation(town: Town) -> Appointment:
    appointment = town.book()
    compose(now=NOW)
    return appointment


def facts() -> list[str]:
    kinds = JournalEntry.objects.filter(channel="system").order_by("pk")
    return list(kinds.values_list("kind", flat=True))


def test_a_message_is_sent_once_and_its_text_is_wiped(town: Town) -> None:
    a_confirmation(town)
    assert [go(), go()] == [1, 0]
    message = Message.objects.get()
    assert (message.state, message.attempts, message.sent_at) == (State.DELIVERED, 1, NOW)
    assert (message.to, message.body, message.subject, message.due_at) == ("", "", "", None)
    assert SimulatedMessage.objects.get().to == "+33639980001"
    assert facts() == ["message_delivered"]


def test_booking_pages_can_say_what_a_person_was_told(town: Town) -> None:
    appointment = a_confirmation(town)
    go()
    entry = appointment.journal.get(kind=JournalEntry.Kind.MESSAGE_DELIVERED)
    assert in_words(entry) == "Confirmation : reçu par SMS"
    assert set(entry.data) == {"message", "kind", "channel", "why"}


def test_a_message_about_a_cancelled_appointment_is_never_sent(town: Town, line: Line) -> None:
    appointment = a_confirmation(town)
    cancel(appointment.pk, by=SYSTEM, now=NOW, for_the_service=True)
    go()
    assert Message.objects.get().state == State.CANCELLED
    assert line.taken == []


def test_a_message_about_the_old_time_is_replaced_by_the_news_of_the_move(town: Town, line: Line) -> None:
    appointment = a_confirmation(town)
    move(appointment, starts_at=TEN + timedelta(hours=3), by=RESIDENT_ON_WEB, now=NOW)
    compose(now=NOW)
    go()
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "sent"]
    assert "a changé" in line.taken[0].body


def test_a_cancellation_taken_back_in_time_is_not_announced(town: Town, line: Line) -> None:
    appointment = a_confirmation(town)
    go()
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=NOW)
    compose(now=NOW)
    restore(appointment.pk, by=RESIDENT_ON_WEB, now=NOW)
    go()
    assert Message.objects.get(kind=Kind.CANCELLED_BY_YOU).state == State.REPLACED
    assert len(line.taken) == 1


def test_what_is_too_late_is_not_sent_and_is_listed(town: Town, line: Line) -> None:
    appointment = a_confirmation(town)
    go(TEN)
    assert Message.objects.get().state == State.EXPIRED
    assert line.taken == []
    entry = appointment.journal.get(kind=JournalEntry.Kind.MESSAGE_FAILED)
    assert in_words(entry) == "Confirmation : non reçu par SMS (le message n’a pas pu partir à temps)"


def test_news_that_could_not_go_in_time_is_left_to_the_team(town: Town, line: Line) -> None:
    appointment = a_confirmation(town)
    cancel(appointment.pk, by=SYSTEM, now=NOW, for_the_service=True)
    compose(now=NOW)
    go(TEN)
    assert to_be_told(TEN).get().appointment == appointment


def test_news_in_the_night_waits_for_seven_on_the_same_day(town: Town, line: Line) -> None:
    night = TEN - timedelta(hours=4)  # 6:00 in Rennes.
    appointment = a_confirmation(town)
    go()
    cancel(appointment.pk, by=SYSTEM, now=night, for_the_service=True)
    compose(now=night)
    go(night)
    assert len(line.taken) == 1
    go(night + timedelta(hours=1))
    assert "Ne venez pas" in line.taken[1].body


def test_a_provider_that_says_not_now_is_tried_again_a_little_later(town: Town, line: Line) -> None:
    a_confirmation(town)
    line.answers = [Refused(Verdict.RETRY, "30001"), Refused(Verdict.RETRY, "30001")]
    go()
    message = Message.objects.get()
    assert (message.state, message.in_doubt, message.error_code) == (State.SENDING, False, "30001")
    assert message.due_at == NOW + timedelta(seconds=10)
    go(NOW + timedelta(seconds=10))
    assert Message.objects.get().due_at == NOW + timedelta(seconds=30)
    go(NOW + timedelta(seconds=30))
    assert len(line.taken) == 1
    assert line.asked == 0


def test_when_we_are_too_fast_everybody_waits(town: Town, line: Line) -> None:
    for hour in range(3):
        town.book(TEN + timedelta(hours=hour), name=f"Resident {hour}")
    compose(now=NOW)
    line.answers = [Refused(Verdict.SLOW_DOWN, "20429")]
    deliver(clock=lambda: NOW, at_once=1)
    assert line.taken == []
    assert not Message.objects.filter(in_doubt=True).exists()
    go(NOW + timedelta(seconds=10))
    assert len(line.taken) == 3


def test_a_number_that_does_not_exist_is_told_to_staff_in_plain_words(town: Town, line: Line) -> None:
    appointment = a_confirmation(town)
    line.answers = [Refused(Verdict.PERMANENT, "21211", Why.WRONG_NUMBER)]
    go()
    failed, by_people = Message.objects.order_by("pk")
    assert (failed.state, failed.why, failed.error_code) == (State.FAILED, Why.WRONG_NUMBER, "21211")
    assert (by_people.channel, by_people.instead_of) == (ChannelName.PEOPLE, failed)
    entry = to_be_told(NOW).get()
    assert entry.appointment == appointment
    assert in_words(entry) == "Confirmation : personne à prévenir (ce numéro n’existe pas)"
    assert go() == 0


def test_the_simulator_knows_a_number_that_does_not_exist(town: Town) -> None:
    town.book(reach=WayToReach("mobile", simulator.NOBODY[0]))
    compose(now=NOW)
    go()
    assert to_be_told(NOW).get().data["why"] == Why.WRONG_NUMBER


def test_after_a_failed_sms_the_e_mail_address_of_the_same_person_is_tried(town: Town, line: Line) -> None:
    town.book(TEN + timedelta(hours=3), reach=WayToReach("email", "amina@example.org"))
    appointment = town.book()
    resident = appointment.participants.get()
    other = Appointment.objects.exclude(pk=appointment.pk).get()
    other.participations.update(resident=resident)  # Staff have merged the two records.
    compose(now=NOW)
    line.answers = [Refused(Verdict.PERMANENT, "30005", Why.WRONG_NUMBER)] * 1
    Message.objects.filter(channel="email").update(due_at=NOW + timedelta(hours=1))
    go()
    instead = Message.objects.get(instead_of__isnull=False)
    assert (instead.channel, instead.state) == (ChannelName.EMAIL, State.SENT)
    assert line.taken[0].to == "amina@example.org"
    assert "10\N{NO-BREAK SPACE}h" in line.taken[0].subject
    assert not to_be_told(NOW).exists()


def test_a_shared_address_is_never_tried_in_place_of_a_number(town: Town, line: Line) -> None:
    town.book(TEN + timedelta(hours=3), reach=WayToReach("email", "foyer@example.org", shared=True))
    appointment = town.book()
    Appointment.objects.exclude(pk=appointment.pk).get().participations.update(
        resident=appointment.participants.get()
    )
    compose(now=NOW)
    line.answers = [Refused(Verdict.PERMANENT, "30005", Why.WRONG_NUMBER)]
    Message.objects.filter(channel="email").update(due_at=NOW + timedelta(hours=1))
    go()
    assert to_be_told(NOW).count() == 1


def test_who_answered_stop_is_remembered(town: Town, line: Line) -> None:
    a_confirmation(town)
    line.answers = [Refused(Verdict.PERMANENT, "21610", Why.OPTED_OUT)]
    go()
    assert Contact.objects.get().opted_out_at == NOW


def test_an_unknown_error_is_tried_a_few_times_then_shown(
    town: Town, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    a_confirmation(town)
    line.answers = [Refused(Verdict.UNKNOWN, "99999") for _ in range(10)]
    at = NOW
    for _ in range(12):
        go(at)
        at += timedelta(minutes=20)
    assert Message.objects.order_by("pk").first().state == State.FAILED
    assert 10 - len(line.answers) == MOST_UNKNOWN
    assert "99999" in caplog.text


def test_in_doubt_the_provider_is_asked_and_what_it_took_is_not_sent_again(town: Town, line: Line) -> None:
    a_confirmation(town)
    line.answers = [InDoubt("reset")]
    go()
    message = Message.objects.get()
    assert (message.state, message.in_doubt, message.due_at) == (State.SENDING, True, NOW + DOUBT_LAG)
    go(NOW + DOUBT_LAG)
    message.refresh_from_db()
    assert (message.state, message.provider_id, message.attempts) == (State.SENT, "SMfound", 1)
    assert len(line.taken) == 1


def test_in_doubt_what_the_provider_never_took_is_sent_again(town: Town, line: Line) -> None:
    a_confirmation(town)
    line.answers = [InDoubt("reset")]
    go()
    line.taken.clear()
    go(NOW + DOUBT_LAG)
    assert line.taken == []  # Said once.
    go(NOW + DOUBT_LAG + LAG)
    assert Message.objects.get().state == State.SENT
    assert (len(line.taken), Message.objects.get().attempts) == (1, 2)


def test_in_doubt_and_cancelled_meanwhile_it_is_asked_about_and_not_sent_again(
    town: Town, line: Line
) -> None:
    appointment = a_confirmation(town)
    line.answers = [InDoubt("reset")]
    go()
    line.taken.clear()
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=NOW)
    go(NOW + DOUBT_LAG)
    go(NOW + DOUBT_LAG + LAG)
    assert Message.objects.get().state == State.CANCELLED
    assert (line.taken, line.asked) == ([], 2)


def test_a_provider_that_cannot_say_is_asked_until_it_can_and_at_last_given_up(
    town: Town, line: Line
) -> None:
    a_confirmation(town)
    line.answers = [InDoubt("reset")]
    line.lies_dead = True
    go()
    go(NOW + DOUBT_LAG)
    assert Message.objects.get().due_at == NOW + 2 * DOUBT_LAG
    for question in range(ASKED_IN_VAIN):
        assert Message.objects.get().state == State.SENDING
        go(TEN + timedelta(hours=7, minutes=6 * question))
    go(TEN + timedelta(hours=8))
    assert Message.objects.get().state == State.FAILED


def test_a_worker_killed_between_sending_and_recording_sends_no_second_copy(town: Town, line: Line) -> None:
    a_confirmation(town)
    batch = delivery.claim(5, worker="killed", now=NOW)
    assert carrying.carry(batch.claimed[0]).accepted is not None
    assert go() == 0  # Its lease protects the message.
    go(NOW + timedelta(minutes=2))
    assert Message.objects.get().state == State.SENT
    assert len(line.taken) == 1


def test_a_worker_killed_before_sending_loses_nothing(town: Town, line: Line) -> None:
    a_confirmation(town)
    delivery.claim(5, worker="killed", now=NOW)
    go(NOW + timedelta(minutes=2))
    go(NOW + timedelta(minutes=2) + LAG)
    assert len(line.taken) == 1


def test_a_worker_that_wakes_after_its_lease_makes_no_call(town: Town, line: Line) -> None:
    a_confirmation(town)
    (claimed,) = delivery.claim(5, worker="asleep", now=NOW).claimed
    late = delivery.Claimed(claimed.message, claimed.step, claimed.channel, claimed.worker, deadline=0.0)
    assert carrying.carry(late).late
    assert line.taken == []


def test_the_lease_is_longer_than_all_time_outs_together(town: Town, line: Line) -> None:
    a_confirmation(town)
    delivery.claim(5, worker="somebody", now=NOW)
    lease_ends = Message.objects.get().due_at or NOW
    assert lease_ends >= NOW + timedelta(seconds=3 * line.seconds)


def test_a_library_that_fails_leaves_doubt_and_no_number_in_the_log(
    town: Town, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    a_confirmation(town)
    line.answers = [RuntimeError("cannot reach +33639980001")]
    go()
    message = Message.objects.get()
    assert (message.state, message.in_doubt, message.error_code) == (State.SENDING, True, "RuntimeError")
    assert "639980001" not in caplog.text


def test_a_message_without_receipt_is_asked_about_a_few_times(town: Town, line: Line) -> None:
    a_confirmation(town)
    go()
    for hours in (1, 4, 30):
        go(NOW + timedelta(hours=hours))
    assert (line.asked, Message.objects.get().due_at, Message.objects.get().state) == (3, None, State.SENT)


def test_a_code_is_sent_at_night_and_never_after_ten_minutes(town: Town, line: Line) -> None:
    night = FRIDAY_BEFORE + timedelta(hours=13)
    send_code(uuid4(), phone="+33639980007", language="en", by=RESIDENT_ON_WEB, now=night)
    compose(now=night)
    go(night)
    assert "your code is" in line.taken[0].body
    send_code(uuid4(), phone="+33639980008", language="fr", by=RESIDENT_ON_WEB, now=night)
    compose(now=night)
    go(night + timedelta(minutes=10))
    assert len(line.taken) == 1
    assert Message.objects.filter(state=State.EXPIRED).count() == 1


def test_no_number_no_name_and_no_text_is_ever_logged(
    town: Town, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    town.book(name="Amina Exemple")
    line.answers = [
        Refused(Verdict.RETRY, "30001"),
        InDoubt("reset"),
        Refused(Verdict.UNKNOWN, "12345"),
        Refused(Verdict.PERMANENT, "21211", Why.WRONG_NUMBER),
    ]
    compose(now=NOW)
    for minutes in (0, 1, 2, 3, 5, 8):
        go(NOW + timedelta(minutes=minutes))
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert [text for text in ("63998", "Amina", "RDV", "/r/") if text in logged] == []


def test_an_idle_look_is_one_query_through_the_index(town: Town) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert go() == 0
    asked = [query["sql"] for query in captured if "SELECT" in query["sql"]]
    assert len(asked) == 1
