"""Messages in doubt are asked about together, and hold up nobody whose message is not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from bookings.people.who import WayToReach
from notifications.channels import forget as forget_channels
from notifications.models import Message, Pause, State
from notifications.outbox import delivery
from notifications.outbox.compose import compose
from notifications.outbox.decisions import DOUBT_LAG
from notifications.outbox.delivery import deliver
from tests.notifications.conftest import Town
from tests.notifications.twilio_stub import Stub, a_twilio
from tests.people import FRIDAY_BEFORE, TEN

NOW = FRIDAY_BEFORE + timedelta(minutes=1)
LATER = NOW + DOUBT_LAG
LAG = timedelta(seconds=django_settings.MESSAGE_LOOKUP_LAG)


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
    deliver(clock=lambda: at)


def in_doubt(town: Town, twilio: Stub, faults: list[str], *, one_telephone: bool = False) -> None:
    """So many people's confirmations, of which the provider's answers were lost (or the messages, as the faults say)."""
    for number in range(len(faults)):
        mobile = WayToReach("mobile", "06 39 98 00 01" if one_telephone else f"06 39 98 00 {number:02d}")
        at = TEN + timedelta(days=number // 5, hours=number % 5)
        town.book(at, name=f"Resident {number}", reach=mobile)
    compose(now=NOW)
    twilio.behaviours = list(faults)
    deliver(clock=lambda: NOW, at_once=1)
    assert Message.objects.filter(in_doubt=True).count() == len(faults)
    twilio.requests.clear()


def test_one_page_of_the_providers_list_answers_for_everybody_it_has(town: Town, twilio: Stub) -> None:
    in_doubt(town, twilio, ["accept then reset"] * 8)
    go(LATER)
    assert twilio.requests == ["GET"]
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
    assert len(twilio.taken) == 8


def test_one_list_answers_for_all_who_share_a_telephone(town: Town, twilio: Stub) -> None:
    in_doubt(town, twilio, ["accept then reset"] * 6, one_telephone=True)
    go(LATER)
    assert twilio.requests == ["GET"]
    assert Message.objects.filter(state=State.SENT).count() == len(twilio.taken) == 6


def test_the_page_of_everybody_never_says_no_each_number_is_asked_twice_before_anything_goes_again(
    town: Town, twilio: Stub
) -> None:
    in_doubt(town, twilio, ["accept then reset", "reset"] * 3)
    go(LATER)
    assert twilio.requests == ["GET"] * 4  # The page, and the three numbers it has nothing of.
    assert Message.objects.filter(in_doubt=True, missed_at=LATER).count() == 3
    go(LATER + LAG - timedelta(seconds=1))
    assert len(twilio.taken) == 3
    go(LATER + LAG)
    assert Message.objects.filter(state=State.SENT).count() == len(twilio.taken) == 6


def test_a_page_that_fails_leaves_the_numbers_to_be_asked(town: Town, twilio: Stub) -> None:
    in_doubt(town, twilio, ["accept then reset"] * 5)
    twilio.behaviours = ["500"]
    go(LATER)
    assert twilio.requests == ["GET"] * 6
    assert Message.objects.filter(state=State.SENT).count() == len(twilio.taken) == 5


def test_a_number_whose_list_fails_keeps_the_others_from_nothing(town: Town, twilio: Stub) -> None:
    in_doubt(town, twilio, ["accept then reset"] * 5)
    twilio.behaviours = ["nonsense", "500"]
    go(LATER)
    assert Message.objects.filter(state=State.SENT).count() == 4
    unsure = Message.objects.get(in_doubt=True)
    assert (unsure.polls, unsure.missed_at) == (1, None)


def test_questions_that_come_too_fast_are_put_off_and_none_is_used_up(town: Town, twilio: Stub) -> None:
    in_doubt(town, twilio, ["accept then reset"] * 5)
    twilio.behaviours = ["20429"]
    go(LATER)
    assert set(Message.objects.values_list("in_doubt", "polls", "missed_at")) == {(True, 0, None)}
    go(Pause.objects.get().until)
    assert Message.objects.filter(state=State.SENT).count() == len(twilio.taken) == 5


def test_what_is_in_doubt_holds_up_nobody_else(town: Town, twilio: Stub) -> None:
    """However many are asked about, and however long that takes: who has just booked hears at once."""
    in_doubt(town, twilio, ["reset"] * 20)
    town.book(TEN + timedelta(days=9), name="Jean", now=LATER)
    compose(now=LATER)
    batch = delivery.claim(4, worker="one", now=LATER)
    assert sum(not each.message.in_doubt for each in batch.claimed) == 1
    (jean,) = [each for each in batch.claimed if not each.message.in_doubt]
    assert jean.message.appointment.participants.get().name == "Jean"
