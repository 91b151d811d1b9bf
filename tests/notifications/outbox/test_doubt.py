"""A provider that has not got a message may still get it: it is asked twice before anything goes again."""

from datetime import datetime, timedelta

from django.conf import settings

from notifications.channels.contract import InDoubt
from notifications.models import Message, State
from notifications.outbox import carrying, delivery, recording
from notifications.outbox.compose import compose
from notifications.outbox.decisions import DOUBT_LAG
from notifications.outbox.delivery import deliver
from tests.notifications.conftest import Line, Town
from tests.people import FRIDAY_BEFORE

NOW = FRIDAY_BEFORE + timedelta(minutes=1)
LAG = timedelta(seconds=settings.MESSAGE_LOOKUP_LAG)


def deliver_at(at: datetime) -> int:
    return deliver(clock=lambda: at)


def test_a_request_that_hung_at_the_provider_and_was_taken_after_all_is_not_sent_again(
    town: Town, line: Line
) -> None:
    town.book()
    compose(now=NOW)
    line.answers = [InDoubt("hangs")]
    deliver_at(NOW)
    hanging = line.taken.pop()
    deliver_at(NOW + DOUBT_LAG)
    line.taken.append(hanging)  # A minute later the provider is itself again.
    deliver_at(NOW + DOUBT_LAG + LAG)
    assert Message.objects.get().state == State.SENT
    assert line.taken == [hanging]


def test_a_clock_put_forward_during_a_call_makes_no_second_copy(town: Town, line: Line) -> None:
    town.book()
    compose(now=NOW)
    (calling,) = delivery.claim(5, worker="calling", now=NOW).claimed
    jumped = NOW + timedelta(hours=1)
    deliver_at(jumped)  # Its lease seems over, and the provider has nothing yet.
    answer = carrying.carry(calling)
    recording.record([(calling, answer)], now=jumped + timedelta(seconds=1))
    deliver_at(jumped + LAG)
    assert Message.objects.get().state == State.SENT
    assert len(line.taken) == 1


def test_a_clock_put_back_between_the_two_questions_only_delays(town: Town, line: Line) -> None:
    town.book()
    compose(now=NOW)
    delivery.claim(5, worker="killed", now=NOW)
    deliver_at(NOW + timedelta(hours=1))
    Message.objects.update(due_at=NOW)
    deliver_at(NOW + timedelta(minutes=1))
    assert Message.objects.get().due_at == NOW + timedelta(minutes=1) + LAG
    deliver_at(NOW + timedelta(minutes=1) + LAG)
    assert len(line.taken) == 1
