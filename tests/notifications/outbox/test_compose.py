"""What happened becomes messages: each once, to whom it concerns, in their language."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.actions.call_off import cancel, restore
from bookings.actions.confirm_mobile import send_code
from bookings.actions.mark_told import mark_told
from bookings.actions.move import move
from bookings.models import Appointment, ConfirmationCode, JournalEntry, Resident
from bookings.people.links import appointment_of
from bookings.people.who import RESIDENT_ON_WEB, SYSTEM, Actor, WayToReach
from bookings.records.told import Why, in_words, to_be_told
from mediation.models import User
from notifications.models import ChannelName, Message, State
from notifications.outbox.compose import compose
from notifications.texts.encoding import size
from notifications.texts.kinds import Kind
from tests.notifications.conftest import Town
from tests.people import AMINA_MOBILE, FRIDAY_BEFORE, JEAN_LANDLINE, TEN

LATER = FRIDAY_BEFORE + timedelta(minutes=1)
BY_STAFF = Actor(channel="system")


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_a_resident_who_books_is_sent_one_confirmation(town: Town) -> None:
    appointment = town.book()
    assert compose(now=LATER) == 1
    message = Message.objects.get()
    assert (message.kind, message.channel, message.to) == (Kind.CONFIRMATION, "sms", "+33639980001")
    assert (message.state, message.send_after, message.expires_at) == ("queued", FRIDAY_BEFORE, TEN)
    assert message.due_at == message.send_after
    assert appointment.number in message.body
    assert "lun. 30 nov. à 10h00, MQ Fictive" in message.body
    assert "02 61 91 00 00" in message.body
    assert message.parts == 1 == size(message.body).parts


def test_the_link_of_a_message_opens_the_appointment_and_is_stored_hashed(town: Town) -> None:
    appointment = town.book()
    compose(now=LATER)
    body = Message.objects.get().body
    token = body.split("/r/")[1].split()[0]
    assert appointment_of(token, now=LATER) == appointment
    assert appointment_of(token, now=appointment.ends_at) is None
    assert not appointment.links.filter(token_hash=token).exists()


def test_composing_twice_is_harmless_even_if_the_mark_were_lost(town: Town) -> None:
    town.book()
    assert [compose(now=LATER), compose(now=LATER)] == [1, 0]
    JournalEntry.objects.update(told_at=None)
    assert compose(now=LATER) == 0
    assert kinds() == [Kind.CONFIRMATION]


def test_moving_and_calling_off_each_say_so(town: Town) -> None:
    appointment = town.book()
    compose(now=LATER)
    move(appointment, starts_at=TEN + timedelta(hours=2), by=RESIDENT_ON_WEB, now=LATER)
    compose(now=LATER)
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=LATER)
    compose(now=LATER)
    restore(appointment.pk, by=RESIDENT_ON_WEB, now=LATER)
    compose(now=LATER)
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
    compose(now=LATER)
    assert kinds() == ["confirmation", "moved", "cancelled_by_you", "confirmation", "cancelled_by_us"]
    assert list(Message.objects.order_by("pk").values_list("version", flat=True)) == [1, 2, 3, 4, 5]


def test_what_was_overtaken_before_it_was_read_is_not_said(town: Town) -> None:
    appointment = town.book()
    move(appointment, starts_at=TEN + timedelta(hours=2), by=RESIDENT_ON_WEB, now=LATER)
    compose(now=LATER)
    assert kinds() == [Kind.MOVED]


def test_the_messages_of_an_english_reader_are_in_english(town: Town) -> None:
    town.book(language="en")
    compose(now=LATER)
    assert "Mon 30 Nov at 10:00" in Message.objects.get().body


@pytest.mark.parametrize("language", ["fr", "fr-falc", "tr"])
def test_what_to_bring_is_said_without_the_topic(town: Town, language: str) -> None:
    town.topic.texts.update(name="Sujet", documents="Une pièce d’identité\n\nLes courriers")
    town.book(language=language)
    compose(now=LATER)
    message = Message.objects.get()
    told = "bağlantıya bakın" if language == "tr" else "une pièce d'identité ; les courriers"
    assert told in message.body and "Sujet" not in message.body
    assert message.parts == (3 if language == "tr" else 2)


def test_who_left_an_e_mail_address_gets_an_e_mail_with_the_whole_address_of_the_site(town: Town) -> None:
    town.book(reach=WayToReach("email", "amina@example.org"))
    compose(now=LATER)
    message = Message.objects.get()
    assert (message.channel, message.to, message.parts) == ("email", "amina@example.org", 0)
    assert message.subject == "Votre rendez-vous du lundi 30 novembre à 10\N{NO-BREAK SPACE}h"
    assert "1 rue de l’Exemple, 35000 Rennes" in message.body


@pytest.mark.parametrize(
    ("mode", "place"), [("phone", "nous vous appelons"), ("video", "en visio"), ("home", "chez vous")]
)
def test_an_appointment_elsewhere_says_where(town: Town, mode: str, place: str) -> None:
    town.topic.modes = [mode]
    town.topic.save()
    staff = Actor("desk", User.objects.create_user("bureau@example.org").pk)
    town.book(mode=mode, address="1 rue de l’Exemple", by=staff)
    compose(now=LATER)
    body = Message.objects.get().body
    assert place in body
    assert town.site.sms_name not in body


def test_demo_and_imported_facts_tell_nobody(town: Town) -> None:
    town.book()
    JournalEntry.objects.update(origin=JournalEntry.Origin.DEMO)
    town.book(TEN + timedelta(hours=1))
    JournalEntry.objects.filter(origin="live").update(origin=JournalEntry.Origin.IMPORT)
    assert compose(now=LATER) == 0
    assert not JournalEntry.objects.filter(told_at=None).exists()


def test_a_discreet_resident_gets_nothing(town: Town) -> None:
    appointment = town.book()
    Resident.objects.update(discreet=True)
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
    assert compose(now=LATER) == 0
    assert not to_be_told(LATER).exists()


def test_facts_whose_use_is_over_tell_nobody(town: Town) -> None:
    town.book()
    assert compose(now=TEN) == 0


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("through", "le foyer, demander Paul", Why.NO_CHANNEL),
        ("letter", "1 rue de l’Exemple", Why.NO_TIME_TO_POST),
        ("none", "", Why.NO_WAY),
    ],
)
def test_who_no_channel_reaches_is_told_by_the_team_when_plans_change(
    town: Town, kind: str, value: str, why: Why
) -> None:
    appointment = town.book(reach=WayToReach(kind, value))
    assert compose(now=LATER) == 0  # They saw it confirmed when they booked.
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
    assert compose(now=LATER) == 1
    assert Message.objects.get().channel == ChannelName.PEOPLE
    entry = to_be_told(LATER).get()
    assert (entry.appointment, entry.data["why"]) == (appointment, why)
    assert in_words(entry).startswith("Annulation par le service : personne à prévenir")


def test_once_the_team_has_told_a_person_nobody_is_left_to_tell(town: Town) -> None:
    appointment = town.book(reach=WayToReach("letter", "1 rue de l’Exemple"))
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
    compose(now=LATER)
    mark_told(appointment.pk, by=BY_STAFF, now=LATER)
    assert not to_be_told(LATER).exists()
    compose(now=LATER)
    assert Message.objects.get().state == State.DELIVERED


def test_who_called_off_by_themselves_and_has_no_mobile_need_not_be_called(town: Town) -> None:
    appointment = town.book(reach=WayToReach("landline", JEAN_LANDLINE))
    move(appointment, starts_at=TEN + timedelta(hours=2), by=RESIDENT_ON_WEB, now=LATER)
    compose(now=LATER)
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=LATER)
    assert compose(now=LATER) == 0


def test_who_wants_no_more_sms_is_told_by_the_team(town: Town) -> None:
    appointment = town.book()
    appointment.contact.opted_out_at = LATER
    appointment.contact.save()
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
    compose(now=LATER)
    assert to_be_told(LATER).get().data["why"] == Why.OPTED_OUT


def test_without_any_provider_the_team_gets_the_news_to_tell(town: Town, settings: object) -> None:
    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    appointment = town.book()
    compose(now=LATER)
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
    compose(now=LATER)
    assert [m.channel for m in Message.objects.all()] == ["people"]


def test_a_code_goes_to_the_number_that_asked_and_is_kept_nowhere_else(town: Town) -> None:
    code = send_code(uuid4(), phone="+33639980007", language="fr", by=RESIDENT_ON_WEB, now=LATER)
    clear = code.clear
    assert compose(now=LATER) == 1
    message = Message.objects.get()
    assert (message.kind, message.to, message.asked) == (Kind.CODE, "+33639980007", True)
    assert clear in message.body
    assert message.expires_at == LATER + timedelta(minutes=10)
    assert ConfirmationCode.objects.get().clear == ""


def test_a_code_goes_to_a_mailbox_where_that_proves_who_asks(town: Town) -> None:
    send_code(uuid4(), phone="amina@example.org", language="fr", by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    clear = ConfirmationCode.objects.get().clear
    compose(now=FRIDAY_BEFORE)
    message = Message.objects.get()
    assert (message.channel, message.to) == ("email", "amina@example.org")
    assert clear in message.body and ConfirmationCode.objects.get().clear == ""


def test_a_code_that_is_over_is_not_sent(town: Town) -> None:
    send_code(uuid4(), phone="+33639980007", language="fr", by=RESIDENT_ON_WEB, now=LATER)
    assert compose(now=LATER + timedelta(minutes=10)) == 0


def test_one_fact_that_cannot_be_told_keeps_nobody_else_from_hearing(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    broken = town.book(name="Jean")
    Appointment.objects.filter(pk=broken.pk).update(language="fr")
    other = town.book(TEN + timedelta(hours=1))
    site = town.site
    site.pk, site.public_id, site.timezone, site.short_name = None, "brokenzz", "Mars/Olympus", "Ailleurs"
    site.save()
    Appointment.objects.filter(pk=broken.pk).update(site=site)
    assert compose(now=LATER) == 1
    assert Message.objects.get().appointment_id == other.pk
    assert to_be_told(LATER).get().appointment_id == broken.pk
    assert AMINA_MOBILE not in caplog.text


def test_at_rest_neither_the_number_nor_the_text_can_be_read(town: Town) -> None:
    town.book()
    compose(now=LATER)
    with connection.cursor() as cursor:
        cursor.execute('SELECT body, "to", to_index FROM notifications_message')
        row = cursor.fetchone()
    assert not [value for value in row if "998" in value or "RDV" in value]


def test_composing_many_takes_as_many_queries_as_composing_few(town: Town) -> None:
    def queries(count: int, day: int) -> int:
        for turn in range(count):
            start = TEN + timedelta(days=day + turn // 6, hours=turn % 6)
            town.book(start, name=f"Resident {day} {turn}")
        with CaptureQueriesContext(connection) as captured:
            assert compose(now=LATER) == count
        return len(captured)

    assert queries(2, 0) == queries(20, 10) <= 17


def test_a_night_booking_on_the_web_is_confirmed_at_once_one_by_staff_in_the_morning(town: Town) -> None:
    night = FRIDAY_BEFORE + timedelta(hours=12)
    town.book(now=night)
    town.book(TEN + timedelta(hours=1), now=night, by=SYSTEM, name="Jean")
    compose(now=night)
    own, theirs = Message.objects.order_by("pk")
    assert own.send_after == night
    assert theirs.send_after > night + timedelta(hours=8)
