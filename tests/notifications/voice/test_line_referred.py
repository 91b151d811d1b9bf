"""Who was referred books by telephone, with the number of the letter or from the telephone they were invited on."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from bookings.actions.mark import mark
from bookings.actions.offer_times import offer_times
from bookings.actions.refer_with_workshop import Seats, refer_and_enrol
from bookings.actions.referred import Referred, Referrer
from bookings.models import Appointment, CallBack, Contact, JournalEntry, Referral, WaitingEntry
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor, WayToReach
from bookings.referrals import information
from bookings.referrals.seen import seen_by_referrer
from bookings.referrals.states import State
from mediation.models import Opening
from notifications.models import Message
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from tests.bookings.workshops.planned import six_thursdays
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town
from tests.notifications.outbox.test_referred import BY_POST, LATER, refers, told
from tests.notifications.voice.test_line_waiting import LANDLINE
from tests.people import FRIDAY_BEFORE, JEAN_LANDLINE
from tests.referring import a_partner
from tests.sign_in import a_user

pytestmark = pytest.mark.usefixtures("clock")
PARTNER = "C C A S de Démonstration"


def now_at(referral: Referral) -> State:
    referral.refresh_from_db()
    return referral.at


def with_the_number(referral: Referral, caller: Caller | None = None) -> Caller:
    caller = (caller or Caller(LANDLINE)).call()
    # With workshops to come the greeting says it in fewer words.
    mine = "que vous avez déjà" if "que vous avez déjà" in caller.text else "Pour le vôtre"
    caller.choose(mine)
    return caller.press(referral.number)


def test_invited_by_letter_she_books_with_its_number_is_met_and_the_referrer_sees_it(town: Town) -> None:
    referral = refers(town, reach=BY_POST)
    compose(now=LATER)
    caller = with_the_number(referral)
    assert PARTNER in caller.text and len(caller.choices) == 4
    assert "Démarches" not in caller.text and "Amina" not in caller.text
    caller.choose("premières heures").press("1")
    assert "Pour réserver" in caller.text
    caller.choose("réserver")
    assert "C’est réservé" in caller.text
    made = Appointment.objects.get()
    assert (made.topic, made.site) == (town.topic, town.site)
    assert list(made.participants.all()) == [referral.resident]
    assert now_at(referral) is State.BOOKED and referral.appointment == made
    at_the_desk = Actor("desk", a_user("desk", town.site.organisation).pk)
    mark(made.pk, as_=Mark.DONE, by=at_the_desk, now=made.starts_at)
    assert seen_by_referrer(now_at(referral), "met").met


def test_a_telephone_that_was_invited_is_offered_it_at_once(town: Town) -> None:
    referral = refers(town)
    caller = Caller().call()
    assert PARTNER in caller.text
    caller.choose("premières heures").press("1").choose("réserver")
    assert now_at(referral) is State.BOOKED
    assert JournalEntry.objects.get(kind="referral_booked").channel == "phone"


def test_the_other_keys_go_where_they_always_do(town: Town) -> None:
    refers(town)
    assert "plus tôt possible" in Caller().call().choose("choisir le lieu").text
    caller = Caller().call().choose("autre chose")
    assert "prendre un rendez-vous" in caller.text and PARTNER not in caller.text


def test_no_is_one_key_and_calling_again_with_the_number_takes_it_back(town: Town) -> None:
    referral = refers(town)
    caller = Caller().call().choose("ne voulez pas")
    assert "C’est noté" in caller.text and now_at(referral) is State.DECLINED
    assert PARTNER not in Caller().call().text
    with_the_number(referral, Caller()).choose("premières heures").press("1").choose("réserver")
    assert now_at(referral) is State.BOOKED


def test_the_number_of_a_booked_one_tells_the_appointment(town: Town) -> None:
    referral = refers(town, reach=BY_POST)
    with_the_number(referral).choose("premières heures").press("1").choose("réserver")
    assert "Votre rendez-vous" in with_the_number(referral, Caller("anonymous")).text


def test_the_number_of_one_that_led_to_a_workshop_tells_when_it_is_and_gives_the_seat_back(
    town: Town,
) -> None:
    here = SimpleNamespace(here=town.site.organisation, site=town.site, topic=town.topic, lea=town.mediator)
    workshop = six_thursdays(here, times=2, first=date(2026, 12, 10))
    asked = Referred(
        name="Amina Essai",
        reach=BY_POST,
        topic=town.topic,
        organisation=town.site.organisation,
        informed_version=information.CURRENT,
    )
    referral = refer_and_enrol(
        asked,
        Seats(workshop),
        referrer=Referrer(partner_id=a_partner().pk),
        by=Actor("web", for_partner=True),
        now=FRIDAY_BEFORE,
        idempotency_key="atelier",
    )
    caller = with_the_number(referral)
    assert "atelier" in caller.text and "10 décembre" in caller.text
    caller.choose("ne plus venir")
    assert now_at(referral) is State.INVITED


def test_an_unknown_number_is_answered_as_ever_and_guessing_is_limited(town: Town) -> None:
    referral = refers(town, reach=BY_POST)
    for guess in range(99999990, 99999996):
        assert (
            "Nous ne trouvons rien" in Caller(LANDLINE).call().choose("que vous avez").press(str(guess)).text
        )
    assert PARTNER not in with_the_number(referral).text


def test_a_shared_telephone_is_told_of_nobody(town: Town) -> None:
    refers(town, reach=WayToReach("mobile", "+33639980001", shared=True))
    assert PARTNER not in Caller().call().text


def test_where_nothing_is_free_the_same_keys_join_the_list_and_a_time_there_books(town: Town) -> None:
    referral = refers(town)
    Opening.objects.update(last_day=FRIDAY_BEFORE.date() - timedelta(days=1))
    Caller().call().choose("premières heures").choose("prévenu si une place se libère")
    assert now_at(referral) is State.WAITING and referral.waiting == WaitingEntry.objects.get()
    Opening.objects.update(last_day=None)
    offer_times(now=LATER)
    Caller().call().choose("la prendre")
    assert now_at(referral) is State.BOOKED


# -- Our call ----------------------------------------------------------------------------------------
def ringing(town: Town) -> tuple[Referral, Message]:
    referral = refers(town, reach=WayToReach("landline", JEAN_LANDLINE))
    compose(now=LATER)
    deliver(clock=lambda: LATER)
    return referral, Message.objects.get()


def test_our_call_tells_of_the_partner_to_who_has_pressed_a_key(town: Town) -> None:
    referral, message = ringing(town)
    caller = Caller(phone=LANDLINE).pick_up(str(message.reference))
    assert PARTNER not in caller.text and "au sujet d’un rendez-vous" in caller.text
    caller.choose("de la part de qui")
    assert PARTNER in caller.text
    caller.choose("premières heures").press("1").choose("réserver")
    assert now_at(referral) is State.BOOKED


def test_an_answering_machine_keeps_who_called_and_our_number_only(town: Town) -> None:
    _referral, message = ringing(town)
    caller = Caller(phone=LANDLINE).pick_up(str(message.reference), by="machine_end_beep")
    assert PARTNER not in caller.text and "Pour nous joindre" in caller.text and caller.over


def test_somebody_else_at_home_says_so_and_nothing_was_told(town: Town) -> None:
    referral, message = ringing(town)
    caller = Caller(phone=LANDLINE).pick_up(str(message.reference)).choose("pas pour vous")
    assert PARTNER not in caller.text and caller.over
    assert now_at(referral) is State.UNREACHABLE and not CallBack.objects.exists()
    assert told(LATER)[-1].kind == "referral_invitation"


def test_who_withholds_their_number_is_reached_as_the_partner_said(town: Town) -> None:
    referral = refers(town, reach=BY_POST)
    caller = with_the_number(referral, Caller("anonymous")).choose("premières heures").press("1")
    caller.choose("réserver")
    assert Appointment.objects.get().contact.kind == Contact.Kind.LETTER
