"""A provider that says "too fast": everybody waits, in order, as long as it asks; nobody is given up for it."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bookings.people.who import WayToReach
from notifications.channels import forget as forget_channels
from notifications.channels.contract import Refused, Verdict
from notifications.models import ChannelName, Message, Pause, State
from notifications.outbox.compose import compose
from notifications.outbox.decisions import MOST_UNKNOWN
from notifications.outbox.delivery import deliver
from notifications.outbox.pauses import paused, slow_down, slowed, went_on
from notifications.webhooks.receipts import receive
from tests.notifications.conftest import Line, Town
from tests.notifications.twilio_stub import Stub, a_twilio
from tests.people import FRIDAY_BEFORE, TEN

NOW = FRIDAY_BEFORE + timedelta(minutes=1)


@pytest.fixture
def twilio(settings) -> Iterator[Stub]:
    with a_twilio() as (stub, address):
        settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32
        settings.TWILIO_AUTH_TOKEN = "a-token-of-tests"
        settings.TWILIO_SMS_FROM = "+33939980000"
        settings.TWILIO_API_URL = address
        yield stub
        forget_channels()


def residents(town: Town, count: int) -> list[str]:
    """So many who have booked, one after the other; the texts that wait for them, in that order."""
    for number in range(count):
        starts_at = TEN + timedelta(days=number // 5, hours=number % 5)
        town.book(starts_at, name=f"Resident {number}", now=FRIDAY_BEFORE + timedelta(seconds=number))
    compose(now=NOW)
    return [message.body for message in Message.objects.order_by("due_at", "pk")]


def go(at: datetime) -> None:
    deliver(clock=lambda: at, at_once=1)


def sweep(at: datetime) -> None:
    """As many at once as usual."""
    deliver(clock=lambda: at)


def waits() -> float:
    """Seconds of the pause that counts now."""
    pause = Pause.objects.get()
    return (pause.until - pause.since).total_seconds()


def test_after_a_storm_everybody_is_served_once_in_the_old_order(town: Town, twilio: Stub) -> None:
    texts = residents(town, 12)
    storm = ["20429"] * 5 + ["", ""] + ["20429"] * 3
    twilio.behaviours = [*storm]
    at = NOW
    for _ in range(40):
        go(at)
        at += timedelta(seconds=30)
    assert [taken["Body"] for taken in twilio.taken] == texts
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_during_a_pause_no_worker_asks_the_provider_anything(town: Town, twilio: Stub) -> None:
    residents(town, 3)
    twilio.behaviours = ["20429"]
    go(NOW)
    asked = len(twilio.requests)
    go(NOW + timedelta(seconds=1))
    assert len(twilio.requests) == asked == 1
    go(NOW + timedelta(seconds=3))
    assert len(twilio.taken) == 3


def test_the_provider_says_how_long_to_wait(town: Town, twilio: Stub) -> None:
    residents(town, 1)
    twilio.behaviours, twilio.retry_after = ["20429"], "45"
    go(NOW)
    assert waits() == 45
    go(NOW + timedelta(seconds=44))
    assert twilio.taken == []
    go(NOW + timedelta(seconds=45))
    assert len(twilio.taken) == 1


@pytest.mark.parametrize("nonsense", ["", "soon", "-5", "99999999", "Fri, 27 Nov 2026 10:00:00 GMT"])
def test_a_wait_that_cannot_be_read_is_a_short_one(town: Town, twilio: Stub, nonsense: str) -> None:
    residents(town, 1)
    twilio.behaviours, twilio.retry_after = ["20429"], nonsense
    go(NOW)
    assert waits() == 2


def test_pauses_get_longer_while_the_storm_lasts_and_short_again_after_calm(db: None) -> None:
    at, lengths = NOW, []
    for _ in range(7):
        slow_down("sms", now=at)
        slow_down("sms", now=at)  # Several answers of one moment.
        lengths.append(waits())
        at = Pause.objects.get().until
    assert lengths == [2, 4, 8, 16, 32, 60, 60]
    slow_down("sms", now=at + timedelta(minutes=6))
    assert waits() == 2


def test_no_provider_can_make_us_wait_for_ever_or_shorten_a_pause(db: None) -> None:
    slow_down("sms", now=NOW, asked=timedelta(days=1))
    assert waits() == 600
    slow_down("sms", now=NOW, asked=timedelta(seconds=1))
    assert paused(NOW + timedelta(seconds=599)) == {ChannelName.SMS}
    assert paused(NOW + timedelta(seconds=600)) == set()


def test_a_pause_of_sms_keeps_no_e_mail_waiting(town: Town, twilio: Stub, settings, mailoutbox) -> None:
    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    residents(town, 1)
    town.book(TEN + timedelta(hours=2), name="Jean", reach=WayToReach("email", "jean@example.org"))
    compose(now=NOW)
    twilio.behaviours = ["20429"]
    deliver(clock=lambda: NOW)
    assert len(mailoutbox) == 1


def test_a_provider_that_wants_no_wait_at_all_is_asked_once_a_sweep(town: Town, twilio: Stub) -> None:
    residents(town, 3)
    twilio.behaviours, twilio.retry_after = ["20429"] * 50, "0"
    go(NOW)
    assert twilio.requests == ["POST"]
    assert Message.objects.filter(state=State.SENT).count() == 0


def test_a_storm_does_not_count_as_errors_that_nobody_knows(town: Town, line: Line) -> None:
    residents(town, 1)
    line.answers = [Refused(Verdict.SLOW_DOWN, "20429") for _ in range(2 * MOST_UNKNOWN)]
    line.answers += [Refused(Verdict.RETRY, "30001"), Refused(Verdict.UNKNOWN, "99999")]
    at = NOW
    for _ in range(40):
        go(at)
        at += timedelta(minutes=20)
    assert len(line.taken) == 1


@pytest.mark.parametrize("seed", range(8))
def test_receipts_come_twice_shuffled_or_not_at_all_and_each_fact_is_written_once(
    town: Town, twilio: Stub, seed: int
) -> None:
    residents(town, 4)
    deliver(clock=lambda: NOW)
    chance = random.Random(seed)
    messages = list(Message.objects.order_by("pk"))
    reports = [
        (message, status)
        for message in messages
        for status in ("queued", "sending", "sent", "delivered", "delivered", "sent")
        if status == "delivered" or chance.random() > 0.3
    ]
    chance.shuffle(reports)
    for message, status in reports:
        receive(reference=str(message.reference), provider_id="", status=status, error_code="", now=NOW)
    assert set(Message.objects.values_list("state", flat=True)) == {State.DELIVERED}
    for message in messages:
        kinds = message.appointment.journal.filter(kind__startswith="message_")
        assert sorted(kinds.values_list("kind", flat=True)) == ["message_delivered", "message_sent"]
    assert len(twilio.taken) == 4


def test_a_provider_that_takes_some_is_asked_less_at_once_and_never_left_alone_for_long(db: None) -> None:
    at = NOW
    for expected in (16, 8, 4, 2, 1, 1):
        slow_down("sms", now=at)
        assert (waits(), Pause.objects.get().at_once) == (2, expected)
        went_on(Counter())  # Nothing by this channel.
        Pause.objects.update(went_on=True)  # It has taken one, and refuses again.
        at = Pause.objects.get().until
    went_on(Counter(sms=5))
    assert slowed(at).at_once == {"sms": 6}
    went_on(Counter(sms=50))
    assert slowed(at).at_once == {}


def test_one_refusal_in_five_makes_the_last_wait_a_minute_not_an_hour(town: Town, twilio: Stub) -> None:
    residents(town, 40)
    chance = random.Random(4)
    twilio.behaviours = ["20429" if chance.random() < 0.2 else "" for _ in range(400)]
    at = NOW
    while len(twilio.taken) < 40:
        sweep(at)
        at += timedelta(seconds=2)
    assert at - NOW <= timedelta(minutes=1)
    assert len({taken["Body"] for taken in twilio.taken}) == 40
