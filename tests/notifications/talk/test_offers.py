"""Free times offered by SMS and e-mail: said once, while it is so, and answered with a digit that means one thing."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bookings.actions.offer import accept, decline
from bookings.actions.offer_times import offer_times
from bookings.models import Appointment, Contact, JournalEntry, Resident, WaitingEntry, WaitingOffer
from bookings.people.who import RESIDENT_ON_WEB, WayToReach
from mediation.models import Territory
from notifications.models import Ceiling, InboundMessage, Message, State
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from notifications.texts.encoding import is_gsm7, size
from notifications.watching.ceilings import reckon
from tests.notifications.caller import TOKEN, signed
from tests.notifications.conftest import Line
from tests.people import FRIDAY_BEFORE, TEN
from tests.waiting import ASKED_AT, Full, a_full_monday, first_monday_only, waits, wants_earlier

JEAN, INES = "+33639980002", "+33639980003"
LATER = ASKED_AT + timedelta(minutes=5)

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(settings) -> Full:
    settings.TWILIO_AUTH_TOKEN = TOKEN
    Territory.objects.create(
        name="Rennes Métropole",
        service_name="Rendez-vous numérique",
        sms_name="RDV numérique",
        phone="+33261910000",
    )
    return a_full_monday()


def told(at: datetime = ASKED_AT) -> list[Message]:
    """The sweeps, in order; what was said to who waits."""
    offer_times(now=at)
    compose(now=at)
    deliver(clock=lambda: at)
    return list(Message.objects.filter(kind__in=["offer", "offer_gone"]).order_by("pk"))


def write(body: str, phone: str = JEAN, *, at: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody writes; what is answered."""
    monkeypatch.setattr(timezone, "now", lambda: at)
    form = {"MessageSid": f"SM{uuid4().hex}", "From": phone, "To": "+33939980000", "Body": body}
    assert signed(Client(), "/twilio/sms", form, TOKEN).status_code == 200
    answers = Message.objects.filter(kind="answer").order_by("pk")
    return answers[len(answers) - 1].body if answers else ""


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch):
    def say(body: str, phone: str = JEAN, at: datetime = LATER) -> str:
        return write(body, phone, at=at, monkeypatch=monkeypatch)

    return say


@pytest.fixture
def offered(full: Full, line: Line) -> WaitingOffer:
    """Jean comes in a week; ten o'clock this Monday has just been offered to him."""
    wants_earlier(full)
    full.frees()
    told()
    return WaitingOffer.objects.get()


# -- What is said ------------------------------------------------------------------------------------
def test_an_offer_says_when_where_until_when_and_how_in_the_alphabet_of_sms(
    offered: WaitingOffer, line: Line
) -> None:
    body = line.taken[-1].body
    assert "lun. 30 nov. à 10h00, MQ Fictive" in body
    assert "répondez 1 avant 13h16" in body.lower()
    assert "/r/" in body and "02 61 91 00 00" in body
    assert is_gsm7(body) and size(body).parts <= 2
    assert "Jean" not in body and "Démarches" not in body


def test_where_sms_cannot_be_answered_only_the_link_is_named(full: Full, line: Line, settings) -> None:
    settings.TWILIO_TWO_WAY = False
    wants_earlier(full)
    full.frees()
    told()
    assert "prendre avant 13h16 :" in line.taken[-1].body and "pondez" not in line.taken[-1].body


def test_who_has_an_e_mail_address_is_written_to_there(full: Full, line: Line) -> None:
    waits(full, reach=WayToReach("email", "amina@example.org"))
    (message,) = told(FRIDAY_BEFORE)
    assert message.channel == "email"
    assert "Plusieurs personnes sont prévenues" in line.taken[-1].body


@pytest.mark.parametrize("kind", ["landline", "letter", "through"])
def test_who_can_only_be_called_is_left_to_the_team(full: Full, line: Line, kind: str) -> None:
    waits(full, reach=WayToReach(kind, "02 61 91 00 02" if kind == "landline" else "chez Zoé"))
    assert told(FRIDAY_BEFORE) == []
    assert WaitingOffer.objects.count() == 1


def test_each_is_told_once_however_often_the_sweeps_run(offered: WaitingOffer, line: Line) -> None:
    said = len(line.taken)
    for minutes in (1, 2, 3):
        assert len(told(ASKED_AT + timedelta(minutes=minutes))) == 1
    assert len(line.taken) == said


def test_an_offer_that_no_longer_stands_is_not_sent_late(full: Full, line: Line) -> None:
    wants_earlier(full)
    full.frees()
    offer_times(now=ASKED_AT)
    compose(now=ASKED_AT)
    decline(WaitingOffer.objects.get().pk, by=RESIDENT_ON_WEB, now=ASKED_AT)
    deliver(clock=lambda: ASKED_AT)
    assert Message.objects.get(kind="offer").state == State.CANCELLED


def test_who_chooses_discretion_meanwhile_is_told_nothing(full: Full, line: Line) -> None:
    entry = wants_earlier(full)
    full.frees()
    offer_times(now=ASKED_AT)
    compose(now=ASKED_AT)
    Resident.objects.filter(pk=entry.resident_id).update(discreet=True)
    deliver(clock=lambda: ASKED_AT)
    assert Message.objects.get(kind="offer").state == State.CANCELLED


def test_those_who_were_told_hear_that_somebody_else_has_it_and_nobody_else_does(
    full: Full, line: Line
) -> None:
    first_monday_only(full)
    waits(full, "Jean", phone=JEAN)
    inès = waits(full, "Inès", phone=INES)
    landline = waits(full, "Zoé", reach=WayToReach("landline", "02 61 91 00 02"))
    full.frees()
    told()
    accept(inès.offers.get().pk, by=RESIDENT_ON_WEB, now=LATER)
    told(LATER)
    (gone,) = Message.objects.filter(kind="offer_gone")
    assert (gone.offer, gone.state) == (WaitingOffer.objects.get(entry__resident__name="Jean"), State.SENT)
    assert "déjà prise" in line.taken[-1].body
    assert landline.offers.get().status == WaitingOffer.Status.GONE


def test_over_the_ceiling_offers_wait_and_are_not_sent_after_their_time(full: Full, line: Line) -> None:
    Ceiling.objects.create(organisation=full.site.organisation, euros="0.01")
    compose(now=FRIDAY_BEFORE)
    deliver(clock=lambda: FRIDAY_BEFORE)
    reckon(now=FRIDAY_BEFORE)
    wants_earlier(full)
    full.frees()
    told()
    assert Message.objects.get(kind="offer").state == State.QUEUED
    told(ASKED_AT + timedelta(hours=2))
    assert Message.objects.get(kind="offer").state in (State.EXPIRED, State.CANCELLED)


# -- What is answered --------------------------------------------------------------------------------
@pytest.mark.parametrize("yes", ["1", "oui", "OK", "👍"])
def test_yes_moves_the_appointment_and_says_so_once(offered: WaitingOffer, says, yes: str) -> None:
    assert "C'est changé : nous vous attendons lun. 30 nov. à 10h00" in says(yes)
    assert Appointment.objects.get(waiting_entries=offered.entry).starts_at == TEN
    compose(now=LATER)
    assert Message.objects.filter(appointment=offered.entry.appointment_id, kind="moved").count() == 0


def test_yes_without_an_appointment_tells_the_booking_number(full: Full, line: Line, says) -> None:
    waits(full, "Jean", phone=JEAN)
    told(FRIDAY_BEFORE)
    answer = says("1", at=FRIDAY_BEFORE + timedelta(minutes=5))
    appointment = Appointment.objects.latest("pk")
    assert f"Numéro {appointment.number}" in answer
    assert Resident.objects.get(participations__appointment=appointment).name == "Jean"


@pytest.mark.parametrize("no", ["2", "non", "Non, annuler !"])
def test_no_leaves_the_appointment_as_it_is_and_so_does_a_second_no(
    offered: WaitingOffer, says, no: str
) -> None:
    assert "Votre rendez-vous ne change pas" in says(no)
    assert "Votre rendez-vous ne change pas" in says(no)
    appointment = Appointment.objects.get(waiting_entries=offered.entry)
    assert (appointment.status, appointment.starts_at) == ("booked", TEN + timedelta(days=7))
    assert WaitingEntry.objects.get().status == "waiting"


def test_after_the_yes_two_cancels_what_was_just_changed(offered: WaitingOffer, says) -> None:
    says("1")
    assert "C'est annulé" in says("2", at=LATER + timedelta(minutes=1))
    assert Appointment.objects.get(waiting_entries=offered.entry).status == "excused"


def test_too_late_is_said_kindly_and_changes_nothing(full: Full, line: Line, says) -> None:
    first_monday_only(full)
    inès, _jean = waits(full, "Inès", phone=INES), waits(full, "Jean", phone=JEAN)
    full.frees()
    told()
    accept(inès.offers.get().pk, by=RESIDENT_ON_WEB, now=LATER)
    booked = Appointment.objects.count()
    assert "n'est plus libre. Vous restez sur la liste" in says("1")
    assert Appointment.objects.count() == booked


def test_a_reminder_sent_after_the_offer_takes_the_digit_back(full: Full, line: Line, says) -> None:
    entry = wants_earlier(full)
    full.frees()
    told()
    reminded = TEN + timedelta(days=5)  # Two days before.
    remind(now=reminded)
    deliver(clock=lambda: reminded)
    assert Message.objects.filter(kind="reminder", state="sent").exists()
    WaitingOffer.objects.update(deadline=reminded + timedelta(hours=1), status="open")
    Message.objects.filter(kind="offer").update(sent_at=reminded - timedelta(minutes=30))
    assert "nous vous attendons lun. 7 déc. à 10h00" in says("1", at=reminded + timedelta(minutes=5))
    assert Appointment.objects.get(waiting_entries=entry).starts_at == TEN + timedelta(days=7)


def test_a_question_asked_after_the_offer_takes_the_digits_back(offered: WaitingOffer, says) -> None:
    assert "Répondez un chiffre" in says("changer")
    answer = says("2", at=LATER + timedelta(minutes=1))
    assert "C'est annulé" in answer
    assert WaitingOffer.objects.get().status == "open"


def test_an_offer_that_never_left_means_nothing(full: Full, line: Line, says) -> None:
    entry = wants_earlier(full)
    full.frees()
    offer_times(now=ASKED_AT)
    says("1")
    assert JournalEntry.objects.filter(kind="confirmed", appointment=entry.appointment).exists()
    assert Appointment.objects.get(waiting_entries=entry).starts_at == TEN + timedelta(days=7)


@pytest.mark.parametrize("words", ["plus tôt", "liste d’attente", "Plus tot SVP", "earlier"])
def test_an_earlier_time_is_asked_for_in_a_word(full: Full, line: Line, says, words: str) -> None:
    answer = says(
        words, "+33639980101", at=FRIDAY_BEFORE + timedelta(minutes=5)
    )  # Who comes on Monday at ten.
    assert "un SMS vous le dira" in answer
    entry = WaitingEntry.objects.get()
    assert (entry.appointment, list(entry.sites.all()), entry.channel) == (full.taken[1], [full.site], "sms")


def test_a_wait_s_contact_that_wrote_stop_is_not_written_to(full: Full, line: Line, says) -> None:
    wants_earlier(full)
    says("STOP", at=FRIDAY_BEFORE)
    assert Contact.objects.filter(opted_out_at__isnull=False).exists()
    full.frees()
    assert told() == []


# -- A time that was left, and what else is said beside an offer -----------------------------------------
@pytest.mark.parametrize("later", ["ok", "d’accord", "merci", "parfait", "ok merci"])
def test_a_time_that_was_left_is_not_taken_by_kind_words(offered: WaitingOffer, says, later: str) -> None:
    said = says("non")
    assert says(later, at=LATER + timedelta(minutes=1)) == said  # No other answer.
    assert Appointment.objects.get(waiting_entries=offered.entry).starts_at == TEN + timedelta(days=7)
    assert not InboundMessage.objects.filter(state="waiting").exists()


@pytest.mark.parametrize("later", ["1", "oui", "finalement oui", "je prends", "annuler"])
def test_second_thoughts_about_a_time_that_was_left_are_read_by_somebody(
    offered: WaitingOffer, says, later: str
) -> None:
    says("2")
    says(later, at=LATER + timedelta(minutes=1))
    appointment = Appointment.objects.get(waiting_entries=offered.entry)
    assert (appointment.status, appointment.starts_at) == ("booked", TEN + timedelta(days=7))
    assert InboundMessage.objects.filter(state="waiting").count() == 1


@pytest.mark.parametrize(
    "text", ["c’est bon", "je viens", "merci", "oui mardi", "non c’est bon", "je ne viens pas", "annuler"]
)
def test_what_is_no_plain_answer_to_an_offer_changes_nothing(offered: WaitingOffer, says, text: str) -> None:
    says(text)
    appointment = Appointment.objects.get(waiting_entries=offered.entry)
    assert (appointment.status, appointment.starts_at) == ("booked", TEN + timedelta(days=7))
    assert WaitingOffer.objects.get().status == "open"
    assert InboundMessage.objects.filter(state="waiting").count() == 1
