"""Asking a provider what it took: no answer is no "no", however it fails to come, and uses up no time to ask."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from notifications.channels import forget as forget_channels
from notifications.models import Message, Pause, State
from notifications.outbox.compose import compose
from notifications.outbox.decisions import ASKED_IN_VAIN, DOUBT_LAG
from notifications.outbox.delivery import deliver
from tests.notifications.conftest import Town
from tests.notifications.twilio_stub import Stub, a_twilio
from tests.people import FRIDAY_BEFORE, TEN

NOW = FRIDAY_BEFORE + timedelta(minutes=1)
LATER = NOW + DOUBT_LAG
LAG = timedelta(seconds=django_settings.MESSAGE_LOOKUP_LAG)
USE_OVER = TEN + timedelta(days=1)


@pytest.fixture
def twilio(settings) -> Iterator[Stub]:
    with a_twilio() as (stub, address):
        settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32
        settings.TWILIO_AUTH_TOKEN = "a-token-of-tests"
        settings.TWILIO_SMS_FROM = "+33939980000"
        settings.TWILIO_API_URL = address
        settings.TWILIO_TIMEOUT = 0.5
        yield stub
        forget_channels()


def go(at: datetime) -> None:
    deliver(clock=lambda: at, at_once=1)


def in_doubt(town: Town, twilio: Stub, fault: str = "accept then reset") -> Message:
    """A confirmation that Twilio has (or not, as the fault says) and that we do not know of."""
    town.book()
    compose(now=NOW)
    twilio.behaviours = [fault]
    go(NOW)
    return Message.objects.get()


def others_were_written_to(twilio: Stub, to: str, count: int) -> None:
    """A number that many share: newer messages of other people than the one asked about."""
    twilio.taken += [{"To": to, "Body": f"Another {number}"} for number in range(count)]


@pytest.mark.parametrize("answer", ["nonsense", "no list", "null", "half", "500", "20003", "20429"])
def test_an_answer_that_cannot_be_read_does_not_mean_that_nothing_was_taken(
    town: Town, twilio: Stub, answer: str
) -> None:
    in_doubt(town, twilio)
    twilio.behaviours = [answer, answer]
    go(LATER)
    assert (Message.objects.get().in_doubt, Message.objects.get().missed_at) == (True, None)
    for minutes in (1, 2, 3, 4):
        go(LATER + timedelta(minutes=minutes))
    assert (Message.objects.get().state, len(twilio.taken)) == (State.SENT, 1)


def test_on_a_telephone_that_many_share_a_message_is_found_on_a_later_page(town: Town, twilio: Stub) -> None:
    message = in_doubt(town, twilio)
    others_were_written_to(twilio, message.to, 25)
    twilio.a_page = 10
    go(LATER)
    assert Message.objects.get().provider_id == f"SM{0:032d}"


def test_a_list_too_long_to_be_read_in_time_is_no_no(town: Town, twilio: Stub) -> None:
    message = in_doubt(town, twilio)
    others_were_written_to(twilio, message.to, 60)
    twilio.a_page, twilio.asking_s = 10, 0.4
    go(LATER)
    message.refresh_from_db()
    assert (message.in_doubt, message.missed_at, message.error_code) == (True, None, "too many")
    assert twilio.requests.count("GET") == 3  # Within the lease.


def test_a_question_that_comes_too_fast_makes_everybody_wait_and_loses_no_place(
    town: Town, twilio: Stub
) -> None:
    message = in_doubt(town, twilio)
    twilio.behaviours, twilio.retry_after = ["20429"], "30"
    due_at = message.due_at
    go(LATER)
    message.refresh_from_db()
    assert Pause.objects.get().until == LATER + timedelta(seconds=30)
    assert (message.due_at, message.in_doubt, message.polls, message.attempts) == (due_at, True, 0, 1)
    go(LATER + timedelta(seconds=30))
    assert Message.objects.get().state == State.SENT


def test_after_an_outage_of_ours_a_message_in_doubt_is_asked_about_before_it_is_given_up(
    town: Town, twilio: Stub
) -> None:
    in_doubt(town, twilio)
    go(USE_OVER)
    assert (Message.objects.get().state, len(twilio.taken)) == (State.SENT, 1)


def test_a_provider_that_never_answers_is_given_up_after_some_questions_and_some_time(
    town: Town, twilio: Stub
) -> None:
    in_doubt(town, twilio)
    twilio.behaviours = ["500"] * 40
    for question in range(ASKED_IN_VAIN + 1):
        assert Message.objects.get().state == State.SENDING
        go(USE_OVER + timedelta(minutes=6 * question))
    assert (Message.objects.get().state, twilio.requests.count("GET")) == (State.FAILED, ASKED_IN_VAIN)


def test_while_it_is_of_use_a_provider_is_asked_however_long_it_is_silent(town: Town, twilio: Stub) -> None:
    in_doubt(town, twilio)
    twilio.behaviours = ["500"] * 20
    for question in range(20):
        go(LATER + timedelta(minutes=6 * question))
    assert Message.objects.get().state == State.SENDING
    go(LATER + timedelta(hours=3))
    assert (Message.objects.get().state, Message.objects.get().polls) == (State.SENT, 0)
