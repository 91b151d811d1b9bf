"""The telephone line, walked as a caller does: book, confirm, move, cancel, with keys only."""

from datetime import timedelta

import pytest

from bookings.models import Appointment, CallBack, Commitment, Contact, JournalEntry, Resident
from bookings.people.contacts import contact_for
from bookings.people.who import WayToReach
from mediation.models import Commune, CommunePostcode, Neighbourhood, TopicText
from notifications.models import Call, Message, SpokenName
from notifications.outbox.compose import compose
from notifications.voice.states import State
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town
from tests.notifications.walks import LANDLINE, WITHHELD, to_a_held_time, to_the_times
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, a_site, a_topic, receives

pytestmark = pytest.mark.usefixtures("clock")
MINUTE = timedelta(minutes=1)


# -- Booking -------------------------------------------------------------------------------------
def test_somebody_unknown_books_with_keys_only(town: Town) -> None:
    caller = to_the_times(Caller())
    assert "vendredi 27 novembre à dix heures" in caller.choices["1"]
    caller.press("1").choose("sans dire votre nom").choose("réserver")
    made = Appointment.objects.get()
    assert (made.channel, made.contact.kind, made.contact.value) == ("phone", "mobile", "+33639980001")
    assert "SMS" in caller.text and "Je répète" not in caller.text
    assert caller.wait().over and "Au revoir" in caller.text
    assert Call.objects.get().appointment == made


def test_an_english_caller_books_in_english_and_is_greeted_so_the_next_time(town: Town) -> None:
    TopicText.objects.create(topic=town.topic, language="en", name="Do something official online")
    caller = Caller().call().choose("Languages").choose("For English")
    assert caller.languages == {"en-GB", "fr-FR"} and "Pour le français" in caller.text
    caller.choose("book an appointment")
    assert caller.choices["1"] == "do something official online: press 1."
    caller.press("1").choose("as soon as possible").press("1").choose("without saying").choose("book it")
    made = Appointment.objects.get()
    assert made.language == "en"
    assert "Friday 27th of November at ten in the morning" in caller.text
    again = Caller().call()
    assert again.languages == {"en-GB"} and "Your appointment has begun" in again.text


def test_a_mobile_is_sent_the_confirmation_at_once_and_once(town: Town) -> None:
    to_the_times(Caller()).press("2").choose("sans dire").choose("réserver")
    assert compose(now=FRIDAY_BEFORE) == 1 and compose(now=FRIDAY_BEFORE) == 0
    message = Message.objects.get()
    assert (message.kind, message.channel, message.to) == ("confirmation", "sms", "+33639980001")
    assert message.send_after == FRIDAY_BEFORE


def test_somebody_with_many_appointments_ahead_is_given_a_person(town: Town) -> None:
    for hour in range(3):
        town.book(TEN + timedelta(hours=hour))
    caller = Caller().call().choose("autre rendez-vous").press("1").choose("plus tôt").press("1")
    caller.choose("réserver")
    assert "plusieurs rendez-vous" in caller.text and CallBack.objects.get().reason == "not_possible"
    assert not Commitment.objects.filter(held_until__isnull=False).exists()


def test_a_name_is_said_after_the_tone_and_kept_as_a_reference_only(town: Town) -> None:
    caller = to_a_held_time(Caller()).choose("Pour dire votre nom").speak().choose("réserver")
    name = SpokenName.objects.get()
    assert name.call.appointment == Appointment.objects.get()
    assert name.recording.startswith("RE") and caller.sid not in name.recording


def test_nothing_said_after_the_tone_is_no_reason_to_stop(town: Town) -> None:
    caller = to_a_held_time(Caller()).choose("Pour dire votre nom").wait()
    caller.choose("réserver")
    assert Appointment.objects.count() == 1 and not SpokenName.objects.exists()


def test_a_landline_hears_everything_twice_slowly(town: Town) -> None:
    caller = to_a_held_time(Caller(LANDLINE)).choose("sans dire votre nom").choose("réserver")
    made = Appointment.objects.get()
    assert made.contact.kind == Contact.Kind.LANDLINE
    assert caller.text.count("Votre numéro de réservation") == 2
    assert b"<Pause" in caller.answer and "SMS" not in caller.text


def test_a_withheld_number_books_without_a_number_or_leaves_one(town: Town) -> None:
    to_a_held_time(Caller(WITHHELD)).choose("sans numéro").choose("sans dire").choose("réserver")
    assert Appointment.objects.get().contact.kind == Contact.Kind.NONE
    caller = to_a_held_time(Caller(WITHHELD)).choose("laisser un numéro").press("0639980009")
    caller.choose("sans dire").choose("réserver")
    assert Appointment.objects.latest("pk").contact.value == "+33639980009"


def test_a_number_that_costs_money_is_never_taken(town: Town) -> None:
    caller = to_a_held_time(Caller(WITHHELD)).choose("laisser un numéro").press("0899123456")
    caller.choose("sans dire").choose("réserver")
    assert "ne peut pas être appelé" in caller.text and not Appointment.objects.exists()


def test_a_recognised_resident_is_not_asked_for_a_name(town: Town) -> None:
    first = town.book(TEN)
    caller = Caller().call().choose("autre rendez-vous").press("1").choose("lieu habituel").press("1")
    caller.choose("réserver")
    both = Appointment.objects.all()
    assert {each.participants.get() for each in both} == {first.participants.get()}
    assert both.count() == 2


def test_later_times_and_back_again(town: Town) -> None:
    caller = to_the_times(Caller())
    first = caller.heard
    later = caller.choose("autre heure").choose("plus tard").heard
    assert later != first
    assert caller.press("#").heard == first


def test_somewhere_else_by_neighbourhood_or_postcode(town: Town) -> None:
    rennes = Commune.objects.get()
    Neighbourhood.objects.create(commune=rennes, name="Maurepas")
    other = Commune.objects.create(insee_code="35999", name="Commune-Fictive")
    CommunePostcode.objects.create(commune=rennes, postcode="35000")
    for commune in (rennes, other):
        CommunePostcode.objects.create(commune=commune, postcode="35700")
    caller = Caller().call().choose("prendre un rendez-vous").press("1")
    caller.choose("quartier").choose("Maurepas")
    assert "Voici les heures libres" in caller.text
    caller.choose("autre heure").choose("autre lieu").choose("code postal").press("35700")
    assert "Plusieurs communes" in caller.text
    caller.choose("Commune-Fictive")
    assert "Voici les heures libres" in caller.text
    caller.choose("autre heure").choose("autre lieu").choose("code postal").press("35000")
    assert "Voici les heures libres" in caller.text


def test_a_postcode_nobody_knows_is_asked_again_then_a_person_calls_back(town: Town) -> None:
    caller = Caller().call().choose("prendre un rendez-vous").press("1").choose("code postal")
    caller.press("99999")
    assert "Nous ne connaissons pas ce code postal" in caller.text
    caller.press("99999").press("99999")
    assert caller.over and CallBack.objects.get().topic == town.topic


def test_topics_are_read_by_four_with_i_do_not_know_on_the_first_page(town: Town) -> None:
    for number in range(8):
        topic = a_topic(f"sujet-{number}", position=number + 1)
        topic.texts.update(name=f"Sujet fictif {number}")
    unknown = a_topic("inconnu", position=99)
    unknown.pictogram = "unknown"
    unknown.save()
    caller = Caller().call().choose("prendre un rendez-vous")
    assert "vous ne savez pas" in caller.choices["3"]
    seen = set()
    for _ in range(5):
        seen |= {words for words in caller.choices.values() if "fictif" in words}
        caller.choose("autre sujet")
    assert len(seen) >= 8


# -- One's own appointment -----------------------------------------------------------------------
def test_a_caller_recognised_hears_when_and_where_and_never_who_or_what_about(town: Town) -> None:
    town.book(TEN)
    caller = Caller().call()
    assert "lundi 30 novembre à dix heures, Maison de quartier Fictive" in caller.text
    assert "Amina" not in caller.text and "émarches" not in caller.text
    assert [caller.key_of(words) for words in ("confirmer", "changer l’heure", "annuler", "autre")] == list(
        "1234"
    )


def test_on_the_day_and_the_day_before_their_appointment_needs_no_date(town: Town, clock) -> None:
    town.book(TEN)
    for days, said in (
        (2, "lundi 30 novembre à dix heures"),
        (1, "demain à dix heures"),
        (0, "aujourd’hui à dix heures"),
    ):
        clock.move_to(TEN - timedelta(days=days, hours=2))
        assert f"Votre rendez-vous : {said}, Maison de quartier Fictive." in Caller().call().heard


def test_who_came_before_hears_choices_without_titles_and_the_day_once(town: Town) -> None:
    town.book(TEN)
    caller = Caller().call().choose("autre rendez-vous")
    assert caller.heard[0].startswith("Pour ") and "besoin" not in caller.text
    caller.press("1").choose("lieu habituel")
    assert "heures libres" not in caller.text and "vendredi 27 novembre" in caller.choices["1"]
    assert caller.press("1").heard[0] == "Pour réserver vendredi à dix heures, faites 1."
    assert "vendredi 27 novembre à dix heures" in caller.choose("réserver").text


def test_an_english_caller_who_is_recognised_is_offered_other_languages_before_anything_else(
    town: Town,
) -> None:
    town.book(TEN)
    caller = Caller().call()
    assert caller.heard[1] == "Languages, press 9."
    assert caller.press("9").heard[0] == "For English, press 1."
    caller.press("1")
    assert "To cancel, press 3." in caller.text and "Pour le français" in caller.text
    caller.hang_up()
    again = Caller().call()
    assert again.languages == {"en-GB"} and "français" not in again.text
    assert "Pour annuler" in again.press("9").text


@pytest.mark.parametrize("hidden", ["shared", "discreet", "two people"])
def test_a_number_that_is_not_one_persons_tells_nobody_anything(town: Town, hidden: str) -> None:
    appointment = town.book(TEN)
    if hidden == "shared":
        Contact.objects.update(shared=True)
    elif hidden == "discreet":
        appointment.participants.update(discreet=True)
    else:
        town.book(TEN + timedelta(hours=2), name="Zoé")
    assert "novembre" not in Caller().call().text


def test_who_comes_along_and_is_called_apart_is_known_at_their_own_number(town: Town) -> None:
    appointment = town.book(TEN)
    omar = Resident.objects.create(
        name="Omar", name_key="omar", created_at=FRIDAY_BEFORE, last_contact_at=FRIDAY_BEFORE
    )
    number = contact_for(WayToReach("mobile", "06 39 98 00 02"))
    appointment.participations.create(resident=omar, position=2, contact=number)
    caller = Caller(phone="+33639980002").call()
    assert "lundi 30 novembre à dix heures" in caller.text
    assert "Amina" not in caller.text and "Omar" not in caller.text


def test_confirming(town: Town) -> None:
    appointment = town.book(TEN)
    caller = Caller().call().choose("confirmer")
    assert "vous viendrez" in caller.text
    assert appointment.journal.filter(kind="confirmed").count() == 1
    assert caller.wait().over


def test_being_late_is_one_key_and_the_team_sees_it(town: Town, clock) -> None:
    appointment = town.book(TEN)
    clock.move_to(TEN - 20 * MINUTE)
    caller = Caller().call().choose("en retard")
    assert "vous serez en retard" in caller.text
    Caller().call().choose("en retard")
    assert appointment.journal.filter(kind=JournalEntry.Kind.LATE).count() == 1


def test_moving(town: Town) -> None:
    appointment = town.book(TEN)
    caller = Caller().call().choose("changer l’heure")
    caller.press("2")
    appointment.refresh_from_db()
    assert appointment.starts_at != TEN and appointment.version == 2
    assert "C’est changé" in caller.text
    assert Commitment.objects.count() == 1


def test_the_time_one_has_is_not_offered_as_another(town: Town) -> None:
    town.book(TEN)
    other = a_mediator(town.site.organisation, "Tom")
    receives(other, town.site, 8, 18, on_holidays=True)
    times = Caller().call().choose("changer l’heure").choices
    assert not any("lundi 30 novembre à dix heures," in each for each in times.values())


def test_moving_to_another_place(town: Town) -> None:
    appointment = town.book(TEN)
    elsewhere = a_site(town.site.organisation, "Médiathèque Fictive", usual=True)
    today = FRIDAY_BEFORE.date()
    receives(a_mediator(town.site.organisation, "Tom"), elsewhere, 8, 18, first_day=today)
    caller = Caller().call().choose("changer l’heure").choose("autre heure").choose("autre lieu")
    caller.choose("plus tôt").choose("Médiathèque Fictive")
    appointment.refresh_from_db()
    assert appointment.site == elsewhere and "Médiathèque Fictive" in caller.text


def test_cancelling_and_taking_it_back(town: Town) -> None:
    appointment = town.book(TEN)
    caller = Caller().call().choose("annuler")
    appointment.refresh_from_db()
    assert appointment.status == "excused"
    caller.choose("erreur")
    appointment.refresh_from_db()
    assert appointment.status == "booked" and "rétabli" in caller.text


def test_a_quarter_of_an_hour_later_it_is_too_late_to_take_back(town: Town, clock) -> None:
    town.book(TEN)
    caller = Caller().call().choose("annuler")
    clock.move_to(FRIDAY_BEFORE + 16 * MINUTE)
    caller.choose("erreur")
    assert "trop tard" in caller.text and CallBack.objects.get().reason == "not_possible"


def test_by_booking_number_from_any_telephone(town: Town) -> None:
    appointment = town.book(TEN)
    caller = Caller(WITHHELD).call().choose("que vous avez déjà").press(appointment.number)
    assert "lundi 30 novembre" in caller.text and "Amina" not in caller.text
    caller.choose("annuler")
    appointment.refresh_from_db()
    assert appointment.status == "excused"


def test_a_wrong_booking_number_and_one_tried_too_often_sound_the_same(town: Town) -> None:
    appointment = town.book(TEN, reach=WayToReach("mobile", "0639980099"))
    unknown = [str(number) for number in range(100_000, 100_008) if str(number) != appointment.number]
    first = Caller().call().choose("que vous avez déjà").press(unknown.pop()).text
    while len(unknown) > 1:
        Caller().call().choose("que vous avez déjà").press(unknown.pop()).press(unknown.pop())
    assert Caller().call().choose("que vous avez déjà").press(appointment.number).text == first


def test_every_state_fits_where_a_call_remembers_it() -> None:
    """SQLite takes longer ones without a word; PostgreSQL ends the call."""
    most = Call._meta.get_field("state").max_length or 0
    assert [state for state in State if len(state.value) > most] == []
