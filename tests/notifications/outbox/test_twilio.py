"""Twilio over real sockets: what a broken line, a slow answer or a refusal does to a message."""

import logging
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from twilio.request_validator import RequestValidator

from bookings.models import JournalEntry
from bookings.records.told import Why, to_be_told
from notifications.channels import forget as forget_channels
from notifications.channels.contract import Verdict
from notifications.channels.sms_twilio import TwilioSms
from notifications.channels.twilio_rest import verdict_of
from notifications.models import Message, State
from notifications.outbox.compose import compose
from notifications.outbox.decisions import DOUBT_LAG
from notifications.outbox.delivery import deliver
from notifications.webhooks.receipts import receive
from tests.notifications.conftest import Town
from tests.notifications.twilio_stub import Stub, a_twilio
from tests.people import FRIDAY_BEFORE, TEN

NOW = FRIDAY_BEFORE + timedelta(minutes=1)
LATER = NOW + DOUBT_LAG
LAG = timedelta(seconds=django_settings.MESSAGE_LOOKUP_LAG)
TOKEN = "a-token-of-tests"


@pytest.fixture
def twilio(settings) -> Iterator[Stub]:
    with a_twilio() as (stub, address):
        settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32
        settings.TWILIO_AUTH_TOKEN = TOKEN
        settings.TWILIO_SMS_FROM = "+33939980000"
        settings.TWILIO_API_URL = address
        settings.TWILIO_TIMEOUT = 1.0
        yield stub
        forget_channels()


def go(at: datetime = NOW) -> int:
    return deliver(clock=lambda: at)


def a_confirmation(town: Town) -> Message:
    town.book()
    compose(now=NOW)
    return Message.objects.get()


def test_an_sms_goes_out_with_our_reference(town: Town, twilio: Stub) -> None:
    message = a_confirmation(town)
    go()
    (taken,) = twilio.taken
    assert (taken["To"], taken["From"], taken["Body"]) == ("+33639980001", "+33939980000", message.body)
    assert taken["StatusCallback"] == f"http://127.0.0.1:8000/twilio/status?reference={message.reference}"
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (State.SENT, f"SM{0:032d}")


def test_a_messaging_service_can_be_the_sender(town: Town, twilio: Stub, settings) -> None:
    settings.TWILIO_SMS_FROM = "MG" + "0" * 32
    a_confirmation(town)
    go()
    assert twilio.taken[0]["MessagingServiceSid"] == "MG" + "0" * 32


@pytest.mark.parametrize(
    "fault", ["accept then reset", "accept then hang", "accept then 503", "accept then nonsense"]
)
def test_what_twilio_took_before_the_line_broke_is_not_sent_again(
    town: Town, twilio: Stub, fault: str
) -> None:
    a_confirmation(town)
    twilio.behaviours = [fault]
    go()
    assert Message.objects.get().in_doubt
    go(LATER)
    assert Message.objects.get().state == State.SENT
    assert len(twilio.taken) == 1
    assert twilio.requests == ["POST", "GET"]


@pytest.mark.parametrize("fault", ["reset", "500"])
def test_what_twilio_never_took_is_looked_up_and_sent_again(town: Town, twilio: Stub, fault: str) -> None:
    a_confirmation(town)
    twilio.behaviours = [fault]
    go()
    go(LATER)
    assert twilio.taken == []
    go(LATER + LAG)
    assert Message.objects.get().state == State.SENT
    assert len(twilio.taken) == 1
    assert twilio.requests == ["POST", "GET", "GET", "POST"]


def test_while_twilio_cannot_say_nothing_is_sent_again(town: Town, twilio: Stub) -> None:
    a_confirmation(town)
    twilio.behaviours = ["accept then reset", "500"]
    go()
    go(LATER)
    assert Message.objects.get().in_doubt
    go(LATER + DOUBT_LAG)
    assert (Message.objects.get().state, len(twilio.taken)) == (State.SENT, 1)


def test_two_messages_to_one_number_are_told_apart_by_their_body(town: Town, twilio: Stub) -> None:
    for hour in range(2):
        town.book(TEN + timedelta(hours=hour), name=f"Resident {hour}")
    compose(now=NOW)
    twilio.behaviours = ["", "reset"]
    deliver(clock=lambda: NOW, at_once=1)
    deliver(clock=lambda: LATER, at_once=1)
    deliver(clock=lambda: LATER + LAG, at_once=1)
    assert len({taken["Body"] for taken in twilio.taken}) == len(twilio.taken) == 2


def test_a_number_that_cannot_exist_is_refused_for_good(town: Town, twilio: Stub) -> None:
    a_confirmation(town)
    twilio.behaviours = ["21211"]
    go()
    assert to_be_told(NOW).get().data["why"] == Why.WRONG_NUMBER
    assert twilio.requests == ["POST"]


@pytest.mark.parametrize("code", ["20429", "20003"])
def test_too_many_requests_and_wrong_credentials_wait_without_doubt(
    town: Town, twilio: Stub, code: str
) -> None:
    a_confirmation(town)
    twilio.behaviours = [code]
    go()
    message = Message.objects.get()
    assert (message.state, message.in_doubt) == (State.SENDING, False)
    go(NOW + timedelta(seconds=10))
    assert (Message.objects.get().state, twilio.requests) == (State.SENT, ["POST", "POST"])


def test_a_gateway_that_is_down_was_never_reached_so_there_is_no_doubt(
    town: Town, twilio: Stub, settings
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.TWILIO_API_URL = f"http://127.0.0.1:{closed.getsockname()[1]}"
        a_confirmation(town)
        go()
    message = Message.objects.get()
    assert (message.error_code, message.in_doubt) == ("unreachable", False)


def test_a_gateway_under_a_path_of_its_own_is_reached(town: Town, twilio: Stub, settings) -> None:
    settings.TWILIO_API_URL += "/sms/gateway/"
    a_confirmation(town)
    go()
    assert len(twilio.taken) == 1


def test_nothing_about_people_is_logged_by_us_or_by_the_libraries(
    town: Town, twilio: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    a_confirmation(town)
    twilio.behaviours = ["accept then reset", "21211"]
    go()
    go(LATER)
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert [text for text in ("63998", "33639", "RDV", "/r/") if text in logged] == []


def test_codes_in_our_book() -> None:
    assert verdict_of("30007") is Verdict.PERMANENT
    assert verdict_of("30003") is Verdict.RETRY
    assert verdict_of("20429") is Verdict.SLOW_DOWN
    assert verdict_of("11111") is Verdict.UNKNOWN
    assert isinstance(TwilioSms().seconds, float)


def test_a_receipt_that_never_came_is_asked_for(town: Town, twilio: Stub) -> None:
    a_confirmation(town)
    go()
    twilio.taken[0]["status"] = "delivered"
    go(NOW + timedelta(minutes=15))
    assert Message.objects.get().state == State.DELIVERED


# -- Receipts ------------------------------------------------------------------------------------
def report(message: Message, *, token: str = TOKEN, **form: str) -> int:
    address = f"/twilio/status?reference={message.reference}"
    signature = RequestValidator(token).compute_signature(django_settings.PUBLIC_URL + address, form)
    return Client().post(address, form, headers={"X-Twilio-Signature": signature}).status_code


def test_a_signed_receipt_moves_the_message_forward_and_never_back(town: Town, twilio: Stub) -> None:
    message = a_confirmation(town)
    go()
    sid = f"SM{0:032d}"
    assert report(message, MessageSid=sid, MessageStatus="delivered") == 204
    assert report(message, MessageSid=sid, MessageStatus="delivered") == 204
    assert report(message, MessageSid=sid, MessageStatus="sent") == 204
    assert report(message, MessageSid=sid, MessageStatus="undelivered", ErrorCode="30003") == 204
    assert Message.objects.get().state == State.DELIVERED
    told = JournalEntry.objects.filter(kind__startswith="message_").values_list("kind", flat=True)
    assert sorted(told) == ["message_delivered", "message_sent"]


def test_a_receipt_finds_its_message_even_if_the_answer_was_lost(town: Town, twilio: Stub) -> None:
    message = a_confirmation(town)
    twilio.behaviours = ["accept then reset"]
    go()
    assert report(message, MessageSid="SMx", MessageStatus="sent") == 204
    message.refresh_from_db()
    assert (message.state, message.provider_id, message.in_doubt) == (State.SENT, "SMx", False)
    go(LATER)
    assert twilio.requests.count("POST") == 1


@pytest.mark.parametrize("token", ["", "another-token"])
def test_an_unsigned_or_badly_signed_receipt_changes_nothing(town: Town, twilio: Stub, token: str) -> None:
    message = a_confirmation(town)
    go()
    if token:
        assert report(message, token=token, MessageSid="SMx", MessageStatus="delivered") == 403
    else:
        answer = Client().post(
            f"/twilio/status?reference={message.reference}", {"MessageStatus": "delivered"}
        )
        assert answer.status_code == 403
    assert Message.objects.get().state == State.SENT


def test_without_a_token_of_our_own_nobody_can_sign(town: Town, settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    message = a_confirmation(town)
    assert report(message, token="", MessageSid="SMx", MessageStatus="delivered") == 403


@pytest.mark.parametrize("reference", ["nonsense", "00000000-0000-4000-8000-000000000000", ""])
def test_an_unknown_reference_is_answered_politely(db: None, settings, reference: str) -> None:
    settings.TWILIO_AUTH_TOKEN = TOKEN
    address = f"/twilio/status?reference={reference}"
    form = {"MessageSid": "SMunknown", "MessageStatus": "delivered"}
    signature = RequestValidator(TOKEN).compute_signature(django_settings.PUBLIC_URL + address, form)
    answer = Client().post(address, form, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 204


def test_a_receipt_without_reference_is_found_by_the_provider_s_own_id(town: Town, twilio: Stub) -> None:
    a_confirmation(town)
    go()
    address = "/twilio/status"
    form = {"MessageSid": f"SM{0:032d}", "MessageStatus": "delivered"}
    signature = RequestValidator(TOKEN).compute_signature(django_settings.PUBLIC_URL + address, form)
    Client().post(address, form, headers={"X-Twilio-Signature": signature})
    assert Message.objects.get().state == State.DELIVERED


def test_taken_but_the_telephone_was_off_it_is_tried_again_then_left_to_the_team(
    town: Town, twilio: Stub
) -> None:
    message = a_confirmation(town)
    go()
    at = NOW
    for turn in range(4):
        message = Message.objects.order_by("-pk").first()
        receive(
            reference=str(message.reference),
            provider_id=f"SM{turn}",
            status="undelivered",
            error_code="30003",
            now=at,
        )
        at += timedelta(hours=3)
        go(at)
    assert len(twilio.taken) == 4
    assert len({taken["Body"] for taken in twilio.taken}) == 4
    assert to_be_told(at).get().data["why"] == Why.UNREACHABLE


def test_a_receipt_of_a_wrong_number_is_told_to_the_team_at_once(town: Town, twilio: Stub) -> None:
    message = a_confirmation(town)
    go()
    report(message, MessageSid="SMx", MessageStatus="failed", ErrorCode="30005")
    assert Message.objects.order_by("pk").first().why == Why.WRONG_NUMBER
