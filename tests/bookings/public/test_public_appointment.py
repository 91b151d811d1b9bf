"""One's own appointment: find it, print it, move it, call it off, take that back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from bookings.actions.book import book
from bookings.models import Appointment, Attempt, JournalEntry, LinkToken
from bookings.people.links import new_link
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public.asked import stamp
from mediation.models import Topic, TopicText
from tests.people import (
    AMINA_MOBILE,
    FRIDAY_BEFORE,
    MONDAY_8AM,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
)
from tests.residents import Resident

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def amina():  # type: ignore[no-untyped-def]
    """Amina's appointment on Monday at ten, and the link to it."""
    organisation = an_organisation()
    site = a_site(
        organisation, transit_stop="métro a, Kennedy", directions={"fr": "Derrière la poste."}, step_free=True
    )
    receives(a_mediator(organisation), site)
    topic = a_topic()
    TopicText.objects.filter(topic=topic).update(documents="Votre téléphone\nVos lunettes")
    appointment = book(wish(topic, site), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="amina")
    token = new_link(appointment, now=MONDAY_8AM)
    return {"appointment": appointment, "token": token, "site": site, "organisation": organisation}


def page(name: str, amina, *more: str) -> str:  # type: ignore[no-untyped-def]
    return reverse(name, args=[amina["token"], *more])


def journal() -> list[str]:
    return list(JournalEntry.objects.values_list("kind", flat=True))


def test_the_card_tells_all_one_needs_to_come(amina) -> None:  # type: ignore[no-untyped-def]
    card = Resident().get(page("appointment", amina)).content.decode()
    number = amina["appointment"].number
    for words in (
        "Lundi 30 novembre",
        "10\u00a0h\u00a000",
        f"{number[:3]}\N{NO-BREAK SPACE}{number[3:]}",
        "1 rue de l’Exemple",
        "métro a, Kennedy",
        "Derrière la poste.",
        "Accès de plain-pied",
        "Vos lunettes",
    ):
        assert words in card, words
    assert "Amina" not in card and AMINA_MOBILE not in card


def test_opening_a_link_changes_nothing(amina) -> None:  # type: ignore[no-untyped-def]
    before = (journal(), LinkToken.objects.count(), Appointment.objects.values().get())
    resident = Resident()
    for name in ("appointment", "booked", "cancel", "move", "calendar"):
        answer = resident.get(page(name, amina))
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store"
    assert resident.get(reverse("short_link", args=[amina["token"]])).status_code == 302
    assert before == (journal(), LinkToken.objects.count(), Appointment.objects.values().get())


def test_a_short_link_opens_in_the_language_of_the_appointment(amina) -> None:  # type: ignore[no-untyped-def]
    Appointment.objects.update(language="en")
    answer = Resident().get(reverse("short_link", args=[amina["token"]]))
    assert answer.headers["Location"] == f"/en/mon-rendez-vous/{amina['token']}/"


def test_a_short_link_of_an_arabic_message_opens_in_arabic(amina) -> None:  # type: ignore[no-untyped-def]
    Appointment.objects.update(language="ar")
    answer = Resident().get(reverse("short_link", args=[amina["token"]]))
    assert answer.headers["Location"] == f"/ar/mon-rendez-vous/{amina['token']}/"


@pytest.mark.parametrize("token", ["abcdefghijkl", "x", "0" * 300])
def test_a_forged_link_says_what_to_do(db, token: str) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().get(reverse("appointment", args=[token]))
    assert (
        answer.status_code == 410 and "Retrouver mon rendez-vous avec son numéro" in answer.content.decode()
    )


def test_a_link_ends_with_its_appointment(amina, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(TEN + timedelta(hours=2), tick=False)
    assert Resident().get(page("appointment", amina)).status_code == 410


def test_the_calendar_file_tells_neither_name_nor_topic(amina) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().get(page("calendar", amina))
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert event.decoded("dtstart") == TEN and event["status"] == "CONFIRMED"
    assert "Amina" not in answer.content.decode() and "marches" not in answer.content.decode()


def event_of(amina):  # type: ignore[no-untyped-def]
    """The calendar file as it is now: what it asks for, and its one event."""
    answer = Resident().get(page("calendar", amina))
    calendar = Calendar.from_ical(answer.content)
    assert answer.headers["Content-Type"] == f"text/calendar; method={calendar['method']}; charset=utf-8"
    return calendar["method"], calendar.walk("VEVENT")[0]


def test_a_cancelled_appointment_can_be_taken_out_of_the_calendar_again(amina) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    method, event = event_of(amina)
    resident.post(page("cancel", amina), {})
    assert page("calendar", amina) in resident.get(page("appointment", amina)).content.decode()
    cancelled, gone = event_of(amina)
    assert (method, cancelled, gone["status"]) == ("PUBLISH", "CANCEL", "CANCELLED")
    assert gone["uid"] == event["uid"] and gone["organizer"] == event["organizer"]
    assert gone["sequence"] > event["sequence"]
    resident.post(page("restore", amina), {})
    method, back = event_of(amina)
    assert (method, back["status"]) == ("PUBLISH", "CONFIRMED") and back["sequence"] > gone["sequence"]


def test_a_moved_appointment_replaces_the_old_one_in_the_calendar(amina) -> None:  # type: ignore[no-untyped-def]
    _, event = event_of(amina)
    Resident().post(page("move_to", amina, stamp(TEN + timedelta(hours=1))), {})
    _, moved = event_of(amina)
    assert moved.decoded("dtstart") == TEN + timedelta(hours=1)
    assert moved["uid"] == event["uid"] and moved["sequence"] > event["sequence"]


def test_the_calendar_has_the_whole_address(amina) -> None:  # type: ignore[no-untyped-def]
    amina["site"].address_extra = "Bâtiment B, 2e étage"
    amina["site"].save()
    location = "Maison de quartier Fictive, 1 rue de l’Exemple, Bâtiment B, 2e étage, 35000 Rennes"
    assert event_of(amina)[1]["location"] == location


@pytest.mark.parametrize(
    ("mode", "label", "words"),
    [
        ("phone", "par téléphone", "Nous vous appelons au numéro qui finit par 0001."),
        ("video", "en visio", "Nous vous donnons le lien avant l’heure."),
        ("home", "à domicile", "Nous venons chez vous à cette heure."),
    ],
)
def test_who_is_not_to_come_is_told_so_and_given_no_address(amina, mode: str, label: str, words: str) -> None:  # type: ignore[no-untyped-def]
    Appointment.objects.update(mode=mode)
    resident = Resident()
    card = resident.get(page("appointment", amina)).content.decode()
    assert words in card
    for name in ("appointment", "cancel", "move"):
        shown = resident.get(page(name, amina)).content.decode()
        assert "1 rue de l’Exemple" not in shown and "Kennedy" not in shown, name
    assert label in resident.get(page("cancel", amina)).content.decode()
    event = event_of(amina)[1]
    assert event["location"] == label
    assert "Rennes" not in event.to_ical().decode()


def test_cancelling_asks_first_and_one_press_takes_it_back(amina) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    assert "Voulez-vous annuler" in resident.get(page("cancel", amina)).content.decode()
    resident.post(page("cancel", amina), {})
    shown = resident.get(page("appointment", amina)).content.decode()
    assert "15 minutes" in shown and Appointment.objects.get().status == "excused"
    resident.post(page("restore", amina), {})
    assert Appointment.objects.get().status == "booked"
    assert journal()[-2:] == ["cancelled_by_resident", "restored"]


def test_after_fifteen_minutes_the_time_is_given_away(amina, time_machine) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    resident.post(page("cancel", amina), {})
    time_machine.move_to(MONDAY_8AM + timedelta(minutes=16), tick=False)
    assert "15 minutes" not in resident.get(page("appointment", amina)).content.decode()
    answer = resident.post(page("restore", amina), {})
    assert answer.status_code == 409 and "trop tard" in answer.content.decode()


def test_moving_shows_both_times_first(amina) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    entries = resident.get(page("move", amina)).context["days"][0][1]
    target = entries[-1]["url"]
    shown = resident.get(target).content.decode()
    assert "10\u00a0h\u00a000" in shown and "11\u00a0h\u00a000" in shown
    assert Appointment.objects.get().starts_at == TEN
    assert resident.post(target, {}).status_code == 302
    assert Appointment.objects.get().starts_at == TEN + timedelta(hours=1)


def test_moving_to_a_time_just_taken_keeps_the_old_one(amina) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    target = resident.get(page("move", amina)).context["days"][0][1][-1]["url"]
    other = wish(Topic.objects.get(), amina["site"], TEN + timedelta(hours=1), name="Jean")
    book(other, by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="jean")
    answer = resident.post(target, {})
    assert answer.status_code == 409 and answer.context["choices"]
    assert "n’a pas changé" in answer.content.decode()
    assert Appointment.objects.get(pk=amina["appointment"].pk).starts_at == TEN


def test_an_appointment_that_has_begun_is_changed_by_phone(amina, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(TEN + timedelta(minutes=5), tick=False)
    resident = Resident()
    shown = resident.get(page("appointment", amina)).content.decode()
    assert reverse("cancel", args=[amina["token"]]) not in shown
    moved = resident.post(page("move_to", amina, "20261130T1400Z"), {})
    assert moved.status_code == 409 and "Appelez-nous" in moved.content.decode()


def test_another_site_cannot_cancel(amina) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().post(page("cancel", amina), {}, Origin="https://elsewhere.example")
    assert answer.status_code == 403 and Appointment.objects.get().status == "booked"


def test_whoever_came_before_is_offered_the_same_mediator(amina) -> None:  # type: ignore[no-untyped-def]
    other = a_mediator(amina["organisation"], "Paul")
    receives(other, amina["site"], 13, 18)
    resident = Resident()
    again = resident.get(page("appointment", amina)).context["again"]
    answer = resident.get(again)
    mediators = {entry["starts_at"].hour for _day, entries in answer.context["days"] for entry in entries}
    assert max(mediators) < 12
    assert "même personne" in answer.content.decode()


# -- Found again by number and contact -------------------------------------------------------------
def find(number: str, contact: str):  # type: ignore[no-untyped-def]
    return Resident().post(reverse("find"), {"number": number, "contact": contact})


def test_an_appointment_is_found_by_number_and_contact(amina) -> None:  # type: ignore[no-untyped-def]
    number = amina["appointment"].number
    answer = find(f"{number[:3]} {number[3:]}", "+33 6 39 98 00 01")
    assert answer.status_code == 302
    assert number not in answer.headers["Location"]
    assert Resident().get(answer.headers["Location"]).status_code == 200


def test_wrong_number_and_wrong_contact_get_the_same_answer(amina) -> None:  # type: ignore[no-untyped-def]
    wrong_contact = find(amina["appointment"].number, "06 39 98 00 99")
    other_number = "111111" if amina["appointment"].number != "111111" else "222222"
    wrong_number = find(other_number, AMINA_MOBILE)
    nonsense = find("a\u202eb🦄", "nobody")
    for answer in (wrong_contact, wrong_number, nonsense):
        assert answer.status_code == 400
        assert "Nous ne trouvons pas" in answer.content.decode()


def test_tries_at_one_number_are_limited_then_allowed_again(amina, time_machine) -> None:  # type: ignore[no-untyped-def]
    number = amina["appointment"].number
    for _ in range(5):
        find(number, "06 39 98 00 99")
    assert "15 minutes" in find(number, AMINA_MOBILE).content.decode()
    time_machine.move_to(MONDAY_8AM + timedelta(minutes=16), tick=False)
    assert find(number, AMINA_MOBILE).status_code == 302
    assert not Attempt.objects.filter(key__contains=number).exists()


def test_a_past_appointment_leads_to_booking_again(amina, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(TEN + timedelta(days=1), tick=False)
    Appointment.objects.update(status="done")
    answer = find(amina["appointment"].number, AMINA_MOBILE)
    shown = Resident().get(answer.headers["Location"]).content.decode()
    assert "passé" in shown and "même personne" in shown
