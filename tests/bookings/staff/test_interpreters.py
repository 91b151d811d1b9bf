"""An interpreter asked for is a task, and the session lasts longer with one."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from bookings.actions.book import book
from bookings.actions.call_off import cancel
from bookings.actions.forget import forget
from bookings.actions.move import move
from bookings.errors import SlotTaken
from bookings.models import InterpreterBooking
from bookings.people.who import RESIDENT_BY_PHONE, RESIDENT_ON_WEB, Participant
from notifications.watching.colleagues import tell_colleagues
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, receives, wish
from tests.sent_back import sends
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ASKED = ["step_free", "interpreter:tr"]


@pytest.fixture
def town():
    return Town()


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(FRIDAY_BEFORE, tick=False):
        yield


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.mark.parametrize("by", [RESIDENT_ON_WEB, RESIDENT_BY_PHONE, AT_THE_DESK])
def test_the_session_lasts_longer_whoever_books_and_needs_the_time(town, by):
    town.here.interpreter_min = 30
    town.here.save()
    asks = wish(town.topic, town.site, TEN, preparation=ASKED)
    appointment = book(asks, by=by, now=FRIDAY_BEFORE, idempotency_key="one")
    assert appointment.ends_at == TEN + 90 * MINUTE == appointment.commitment.ends_at
    assert appointment.interpreter == "to_book"
    moved = move(appointment, starts_at=TEN + 2 * HOUR, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    assert moved.ends_at == TEN + 2 * HOUR + 90 * MINUTE


def test_where_the_longer_time_does_not_fit_three_that_fit_are_offered(town):
    town.books(TEN + HOUR)
    asks = wish(
        town.topic, town.site, TEN, preparation=ASKED, participants=[Participant("Nadia")], offered=True
    )
    with pytest.raises(SlotTaken) as lost:
        book(asks, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="two")
    assert len(lost.value.alternatives) == 3
    assert all(each.ends_at - each.starts_at == 75 * MINUTE for each in lost.value.alternatives)
    assert town.books(TEN).ends_at == TEN + HOUR


def test_it_is_booked_with_who_comes_and_booked_anew_when_the_time_changes(town, client):
    appointment = town.books(preparation=ASKED)
    sign_in(client, town.user("desk"))
    page = text_of(client.get("/equipe/interpretes/"))
    assert "Türkçe" in page and "Amina Essai" in page and "À réserver" in page
    address = f"/equipe/rendez-vous/{appointment.pk}/interprete/"
    wrong = sends(client, address, {"state": "booked", "who": "", "phone": "12"})
    assert wrong.status_code == 422 and "Écrivez qui viendra" in text_of(wrong)
    wrong = sends(client, address, {"state": "booked", "who": "Interprètes Fictifs", "phone": "12"})
    assert wrong.status_code == 422 and "Interprètes Fictifs" in text_of(wrong)
    typed = {"state": "booked", "who": "Interprètes Fictifs", "phone": "02 61 91 00 50", "reference": "A-7"}
    page = text_of(sends(client, address, typed, follow=True))
    assert "Aucun interprète à réserver" in page and "02 61 91 00 50" in page and "A-7" in page
    move(appointment, starts_at=TEN + 2 * HOUR, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    page = text_of(client.get("/equipe/interpretes/"))
    assert "Pour une autre heure, c’était : Interprètes Fictifs" in page
    sends(client, address, typed)
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert "prévenir l’interprète" in text_of(client.get("/equipe/interpretes/"))
    page = text_of(client.post(f"{address}inutile/", follow=True))
    assert "Aucun interprète à réserver" in page


def test_nobody_found_leads_to_a_call_another_date_or_who_speaks_it(town, client):
    emre = a_mediator(town.here, "Emre", languages=["tr"])
    receives(emre, town.site, 14, 17)
    appointment = town.books(preparation=ASKED)
    sign_in(client, town.lea_user)
    address = f"/equipe/rendez-vous/{appointment.pk}/interprete/"
    page = text_of(sends(client, address, {"state": "not_found"}, follow=True))
    assert "06 39 98 00 01" in page and "Emre Exemple" in page and "Choisir une autre date" in page


def test_coordinators_hear_three_days_before_once_and_of_nobody_in_particular(town):
    town.user("coordinator")
    town.books(preparation=ASKED)
    tell_colleagues(now=TEN - timedelta(days=4))
    assert not mail.outbox
    tell_colleagues(now=TEN - timedelta(days=2))
    tell_colleagues(now=TEN - timedelta(days=2) + MINUTE)
    (letter,) = mail.outbox
    assert "1 rendez-vous" in letter.body and "/equipe/interpretes/" in letter.body
    assert "Amina" not in letter.body


def test_interpreters_are_forgotten_with_notes(town):
    appointment = town.books(preparation=ASKED)
    InterpreterBooking.objects.create(appointment=appointment, who="Interprètes Fictifs")
    forget(now=TEN + timedelta(days=366))
    assert not InterpreterBooking.objects.exists()


def test_a_coordinator_sets_how_much_longer_it_takes(town, client):
    sign_in(client, town.user("coordinator"))
    key = str(town.here.pk)
    fields = {f"{key}-interpreter_min": "45", f"{key}-home_travel_min": "10", f"{key}-home_alert_min": "20"}
    sends(client, "/equipe/durees/", {"structure": key, **fields})
    town.here.refresh_from_db()
    assert town.here.interpreter_min == 45
    other = str(town.elsewhere.pk)
    assert client.post("/equipe/durees/", {"structure": other}).status_code == 404
    wrong = sends(client, "/equipe/durees/", {"structure": key, **fields, f"{key}-interpreter_min": "999"})
    assert wrong.status_code == 422
