"""Calls that the service makes: reminders and news for a telephone that reads no SMS, and after an SMS that failed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from bookings.actions.call_off import cancel
from bookings.actions.move import move
from bookings.models import Appointment, CallBack, Contact, JournalEntry
from bookings.people.who import RESIDENT_ON_WEB, SYSTEM, WayToReach
from bookings.records.told import Why, to_be_told
from notifications.channels import forget as forget_channels
from notifications.models import Call, ChannelName, Message, SimulatedMessage, State
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from tests.notifications.caller import TOKEN, Caller, signed
from tests.notifications.conftest import Town
from tests.notifications.reminding.test_reminders import AFTERNOON, LONG_BEFORE, paris
from tests.notifications.twilio_stub import Stub, a_twilio
from tests.people import AMINA_MOBILE, FRIDAY_BEFORE, JEAN_LANDLINE, TEN

LANDLINE = "+33261910002"
TUESDAY = AFTERNOON
"""The appointment: Tuesday 8 December at 14:30."""
REMINDED_AT = paris("2026-12-06", "10:00")


@pytest.fixture
def twilio(settings) -> Iterator[Stub]:
    with a_twilio() as (stub, address):
        settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32
        settings.TWILIO_AUTH_TOKEN = TOKEN
        settings.TWILIO_SMS_FROM = "+33939980000"
        settings.TWILIO_VOICE_FROM = "+33261910000"
        settings.TWILIO_API_URL = address
        settings.TWILIO_TIMEOUT = 1.0
        yield stub
        forget_channels()


@pytest.fixture
def jean(town: Town) -> Appointment:
    """Jean has a landline, and an appointment on Tuesday."""
    return town.book(TUESDAY, now=LONG_BEFORE, name="Jean", reach=WayToReach("landline", JEAN_LANDLINE))


def reminded(at: datetime = REMINDED_AT) -> Message:
    """Jean's telephone rings."""
    remind(now=at)
    deliver(clock=lambda: at)
    return Message.objects.latest("pk")


def _deliver_at(at: datetime) -> None:
    deliver(clock=lambda: at)


def ended(message: Message, status: str, sid: str = "CA" + "0" * 32) -> None:
    """The provider says how the call ended."""
    form = {"CallSid": sid, "From": "+33261910000", "To": LANDLINE, "CallStatus": status}
    address = f"/twilio/status?reference={message.reference}"
    assert signed(Client(), address, {**form, "Direction": "outbound-api"}).status_code == 204


def test_a_landline_rings_for_a_reminder_with_our_reference_and_no_text(
    jean: Appointment, twilio: Stub
) -> None:
    message = reminded()
    (placed,) = twilio.taken
    assert (placed["To"], placed["From"]) == (LANDLINE, "+33261910000")
    assert placed["Url"].endswith(f"/twilio/voice?message={message.reference}")
    assert placed["StatusCallback"].endswith(f"/twilio/status?reference={message.reference}")
    assert placed["Timeout"] == "25" and placed["MachineDetection"] == "DetectMessageEnd"
    assert (message.channel, message.state, message.body) == (ChannelName.VOICE, State.SENT, "")


@pytest.mark.usefixtures("clock")
def test_whoever_answers_hears_it_twice_without_name_or_topic_and_confirms_with_a_key(
    jean: Appointment, twilio: Stub
) -> None:
    message = reminded()
    caller = Caller(phone=LANDLINE).pick_up(str(message.reference))
    assert caller.heard[0].startswith("Bonjour. Ici le service")
    assert caller.text.count("mardi 8 décembre à quatorze heures trente") == 2 and "Je répète" in caller.text
    assert "Jean" not in caller.text and "Démarches" not in caller.text
    caller.choose("confirmer")
    assert "vous viendrez" in caller.text
    assert JournalEntry.objects.filter(appointment=jean, kind="confirmed").exists()
    caller.hang_up()
    ended(message, "completed")
    message.refresh_from_db()
    assert message.state == State.DELIVERED
    assert not CallBack.objects.exists()


@pytest.mark.usefixtures("clock")
def test_the_same_keys_cancel_and_take_it_back(jean: Appointment, twilio: Stub) -> None:
    caller = Caller(phone=LANDLINE).pick_up(str(reminded().reference)).choose("annuler")
    jean.refresh_from_db()
    assert jean.status == "excused" and "est annulé" in caller.text
    caller.choose("erreur")
    jean.refresh_from_db()
    assert jean.status == "booked"


@pytest.mark.usefixtures("clock")
def test_whoever_only_listens_is_said_good_bye_and_nobody_has_to_call_them_back(
    jean: Appointment, twilio: Stub
) -> None:
    caller = Caller(phone=LANDLINE).pick_up(str(reminded().reference))
    caller.wait().wait()
    assert caller.over and caller.heard[-1] == "Au revoir."
    assert not CallBack.objects.exists()
    assert Call.objects.get().ending == "done"


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("by", ["machine_end_beep", "machine_end_silence", "fax"])
def test_an_answering_machine_keeps_a_short_message_and_the_number_to_call(
    jean: Appointment, twilio: Stub, by: str
) -> None:
    caller = Caller(phone=LANDLINE).pick_up(str(reminded().reference), by=by)
    assert caller.over
    assert caller.text.count("mardi 8 décembre") == 2
    assert "Pour nous joindre, appelez le zéro deux" in caller.text and "faites" not in caller.text


@pytest.mark.usefixtures("clock")
def test_what_was_cancelled_while_it_rang_is_told_as_it_is(jean: Appointment, twilio: Stub) -> None:
    message = reminded()
    cancel(jean.pk, by=SYSTEM, now=REMINDED_AT, for_the_service=True)
    caller = Caller(phone=LANDLINE).pick_up(str(message.reference))
    assert "est annulé" in caller.text and "confirmer" not in caller.text
    assert "De quoi avez-vous besoin" in caller.choose("autre rendez-vous").text


def test_a_telephone_rings_in_call_hours_only(town: Town, twilio: Stub) -> None:
    jean = town.book(
        paris("2026-12-08", "09:30"), now=LONG_BEFORE, reach=WayToReach("landline", JEAN_LANDLINE)
    )
    early, evening = paris("2026-12-08", "07:00"), paris("2026-12-07", "18:30")
    Message.objects.all().delete()
    assert remind(now=evening - timedelta(minutes=1)) == 1  # The one of two days before.
    assert remind(now=evening) == 1
    assert Message.objects.latest("pk").send_after == evening
    move(jean, starts_at=paris("2026-12-09", "11:00"), by=SYSTEM, now=early)
    compose(now=early)
    assert Message.objects.get(kind="moved").send_after == paris("2026-12-08", "09:00")
    deliver(clock=lambda: paris("2026-12-08", "08:30"))
    assert twilio.taken == []
    deliver(clock=lambda: paris("2026-12-08", "09:00"))
    assert len(twilio.taken) == 1


def test_nobody_there_it_rings_twice_more_then_somebody_of_the_team_is_asked(
    jean: Appointment, twilio: Stub
) -> None:
    at, message = REMINDED_AT, reminded()
    for turn, status in enumerate(("no-answer", "busy", "no-answer")):
        ended(message, status, f"CA{turn}")
        at += timedelta(hours=2)
        _deliver_at(at)
        message = Message.objects.latest("pk")
    assert len(twilio.taken) == 3
    assert message.channel == ChannelName.PEOPLE
    assert to_be_told(at).get().data["why"] == Why.UNREACHABLE


def test_a_call_in_doubt_is_looked_for_and_never_placed_twice(jean: Appointment, twilio: Stub) -> None:
    twilio.behaviours = ["accept then reset"]
    message = reminded()
    assert (message.state, message.in_doubt) == (State.SENDING, True)
    deliver(clock=lambda: REMINDED_AT + timedelta(minutes=3))
    message.refresh_from_db()
    assert (message.state, twilio.requests.count("POST")) == (State.SENT, 1)


@pytest.mark.usefixtures("clock")
def test_a_call_in_doubt_that_is_answered_is_in_doubt_no_more(jean: Appointment, twilio: Stub) -> None:
    twilio.behaviours = ["accept then reset"]
    message = reminded()
    Caller(phone=LANDLINE, sid="CA" + "0" * 32).pick_up(str(message.reference))
    message.refresh_from_db()
    assert (message.state, message.in_doubt, message.provider_id) == (State.SENT, False, "CA" + "0" * 32)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("reference", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_call_with_a_reference_that_is_not_ours_ends_without_a_word(town: Town, reference: str) -> None:
    caller = Caller(phone=LANDLINE).pick_up(reference)
    assert caller.over and caller.heard == []
    assert not Call.objects.exists()


def test_after_an_sms_that_failed_the_telephone_rings_then_comes_the_e_mail(
    town: Town, twilio: Stub, mailoutbox, settings
) -> None:
    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    town.book(TEN + timedelta(days=9), name="Amina", reach=WayToReach("email", "amina@example.org"))
    amina = town.book(TUESDAY, now=FRIDAY_BEFORE, name="Amina")
    later = FRIDAY_BEFORE + timedelta(hours=1)
    participants = list(amina.participants.all())
    Appointment.objects.exclude(pk=amina.pk).get().participants.set(participants)
    compose(now=FRIDAY_BEFORE)
    Message.objects.all().delete()
    cancel(amina.pk, by=SYSTEM, now=later, for_the_service=True)
    compose(now=later)
    deliver(clock=lambda: later)
    sms = Message.objects.get()
    address = f"/twilio/status?reference={sms.reference}"
    report = {"MessageSid": sms.provider_id, "MessageStatus": "undelivered", "ErrorCode": "30006"}
    signed(Client(), address, report)
    deliver(clock=lambda: later)
    call = Message.objects.get(channel=ChannelName.VOICE)
    assert (twilio.taken[-1]["To"], call.instead_of) == (twilio.taken[0]["To"], sms)
    ended(call, "failed")
    deliver(clock=lambda: later)
    assert list(Message.objects.order_by("pk").values_list("channel", flat=True)) == [
        "sms",
        "voice",
        "email",
    ]


@pytest.mark.parametrize("code", ["30005", "21610"])
def test_a_wrong_number_and_who_refuses_messages_are_not_called(town: Town, twilio: Stub, code: str) -> None:
    amina = town.book(TUESDAY, now=FRIDAY_BEFORE)
    cancel(amina.pk, by=SYSTEM, now=FRIDAY_BEFORE, for_the_service=True)
    compose(now=FRIDAY_BEFORE)
    deliver(clock=lambda: FRIDAY_BEFORE)
    sms = Message.objects.get()
    report = {"MessageSid": sms.provider_id, "MessageStatus": "failed", "ErrorCode": code}
    signed(Client(), f"/twilio/status?reference={sms.reference}", report)
    assert not Message.objects.filter(channel=ChannelName.VOICE).exists()
    assert Message.objects.latest("pk").channel == ChannelName.PEOPLE


def test_who_would_rather_have_a_call_is_called_on_their_mobile(town: Town, twilio: Stub) -> None:
    town.book(TUESDAY, now=LONG_BEFORE, reach=WayToReach("landline", AMINA_MOBILE, by_call=True))
    message = reminded()
    assert (message.channel, twilio.taken[0]["To"]) == (ChannelName.VOICE, "+33639980001")
    town.book(TUESDAY + timedelta(days=1), now=REMINDED_AT, reach=WayToReach("mobile", AMINA_MOBILE))
    assert Contact.objects.get().by_call  # A booking that says nothing of it changes nothing.
    town.book(
        TUESDAY + timedelta(days=2), now=REMINDED_AT, reach=WayToReach("mobile", AMINA_MOBILE, by_call=False)
    )
    compose(now=REMINDED_AT)
    assert set(Message.objects.filter(kind="confirmation").values_list("channel", flat=True)) == {"sms"}


def test_in_a_demonstration_the_telephone_shows_what_the_voice_says(jean: Appointment) -> None:
    reminded()
    shown = SimulatedMessage.objects.get()
    assert shown.channel == "voice"
    assert shown.body.startswith("Bonjour. Ici le service")
    assert "mardi 8 décembre à quatorze heures trente" in shown.body and "Jean" not in shown.body


def test_who_has_just_booked_or_changed_it_themselves_is_not_called(town: Town) -> None:
    jean = town.book(TUESDAY, now=FRIDAY_BEFORE, reach=WayToReach("landline", JEAN_LANDLINE))
    assert compose(now=FRIDAY_BEFORE) == 0
    move(jean, starts_at=TUESDAY + timedelta(days=1, minutes=30), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert compose(now=FRIDAY_BEFORE) == 0
