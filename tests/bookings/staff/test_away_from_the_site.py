"""By telephone, we call, three times; at home, somebody looks out for the colleague."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection

from bookings.actions.book import book
from bookings.actions.forget import forget
from bookings.errors import AddressMissing, NotOffered
from bookings.models import Appointment, CallTry, HomeVisit
from bookings.people.who import RESIDENT_ON_WEB, Actor
from notifications.models import Message
from notifications.outbox.compose import compose
from notifications.watching.colleagues import tell_colleagues
from tests.people import FRIDAY_BEFORE, TEN, wish
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAY = "/equipe/jour/?jour=2026-11-30"
HOME = "3 rue de l’Exemple, 2e étage"


@pytest.fixture
def town():
    town = Town()
    town.topic.modes = ["on_site", "phone", "home"]
    town.topic.save()
    return town


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_three_calls_in_vain_are_noted_and_the_person_is_written_to_once(town, client):
    appointment = town.books(mode="phone")
    compose(now=FRIDAY_BEFORE)
    address = f"/equipe/rendez-vous/{appointment.pk}/appel/"
    with time_machine.travel(TEN + MINUTE, tick=False):
        sign_in(client, town.lea_user)
        page = text_of(client.get(DAY))
        assert "c’est vous qui appelez" in page and "Appel 1 sur 3" in page
        for number, result in (
            (1, "no_answer"),
            (1, "no_answer"),
            (2, "busy"),
            (3, "no_answer"),
            (3, "busy"),
        ):
            client.post(f"{address}?essai={number}", {"resultat": result})
        assert list(CallTry.objects.values_list("number", "result")) == [
            (1, "no_answer"),
            (2, "busy"),
            (3, "no_answer"),
        ]
        page = text_of(client.get(DAY))
        assert "Trois appels sans réponse" in page and "sur 3 sans" not in page
    compose(now=TEN + 2 * MINUTE)
    message = Message.objects.exclude(kind="confirmation").get()
    assert message.kind == "called_in_vain" and "Rappelez-nous" in message.body
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_a_try_noted_by_mistake_is_taken_back(town, client):
    appointment = town.books(mode="phone")
    address = f"/equipe/rendez-vous/{appointment.pk}/appel/"
    with time_machine.travel(TEN + MINUTE, tick=False):
        sign_in(client, town.user("desk"))
        client.post(f"{address}?essai=1", {"resultat": "wrong_number"})
        client.post(f"{address}?essai=2", {"resultat": ""})
        assert not CallTry.objects.exists()


def visits(town, **fields):
    staff = Actor("desk", town.lea_user.pk)
    asks = wish(town.topic, town.site, TEN + HOUR, mode="home", **{"address": HOME, **fields})
    return book(asks, by=staff, now=FRIDAY_BEFORE, idempotency_key="home")


def test_only_the_team_books_a_visit_and_never_without_an_address(town):
    asks = wish(town.topic, town.site, TEN, mode="home", address=HOME)
    for by in (RESIDENT_ON_WEB, Actor("api"), Actor("web", town.lea_user.pk, for_partner=True)):
        with pytest.raises(NotOffered):
            book(asks, by=by, now=FRIDAY_BEFORE, idempotency_key="no")
    with pytest.raises(AddressMissing):
        visits(town, address=" ")
    assert not Appointment.objects.exists()


def test_a_topic_given_at_home_alone_is_not_shown_to_residents(town, client):
    town.topic.modes = ["home"]
    town.topic.save()
    assert "Démarches en ligne" not in text_of(client.get("/"))


def test_travel_is_counted_before_and_after_and_the_address_is_stored_encrypted(town):
    appointment = visits(town)
    taken = appointment.commitment
    assert (taken.starts_at, taken.ends_at) == (TEN + 40 * MINUTE, TEN + 2 * HOUR + 20 * MINUTE)
    assert (appointment.starts_at, appointment.ends_at) == (TEN + HOUR, TEN + 2 * HOUR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM bookings_homevisit")
        assert "Exemple" not in cursor.fetchone()[0]


def test_only_who_goes_there_reads_the_address_until_the_night_after(town, client):
    appointment = visits(town)
    sheet = f"/equipe/rendez-vous/{appointment.pk}/visite/feuille/"
    with time_machine.travel(TEN, tick=False):
        page = text_of(sign_in(client, town.lea_user).get(sheet))
        assert HOME in page
        sign_in(client, town.user("coordinator"))
        assert client.get(sheet).status_code == 403
        assert HOME not in text_of(client.get(f"/equipe/rendez-vous/{appointment.pk}/"))
        assert HOME not in text_of(client.get(DAY))
    forget(now=TEN + HOUR)
    assert HomeVisit.objects.get().address == HOME
    forget(now=TEN + 16 * HOUR)
    assert HomeVisit.objects.get().address == ""


def test_whoever_does_not_say_that_they_left_is_looked_for(town, client):
    watcher, coordinator = town.user("desk"), town.user("coordinator")
    appointment = visits(town)
    address = f"/equipe/rendez-vous/{appointment.pk}/visite/"
    with time_machine.travel(TEN + HOUR, tick=False):
        sign_in(client, town.lea_user)
        client.post(address, {"visite": "veille", "qui": str(watcher.pk)})
        client.post(address, {"visite": "arrive"})
        assert "Je suis reparti" in text_of(client.get(DAY))
    tell_colleagues(now=TEN + 2 * HOUR + 29 * MINUTE)
    assert not mail.outbox
    late = TEN + 2 * HOUR + 31 * MINUTE
    tell_colleagues(now=late)
    tell_colleagues(now=late + MINUTE)
    (letter,) = mail.outbox
    assert letter.to == [watcher.email] and "Léa Exemple" in letter.body and "Amina" not in letter.body
    with time_machine.travel(late, tick=False):
        sheet = f"{address}feuille/"
        assert HOME in text_of(sign_in(client, coordinator).get(sheet))
        forget(now=late)
        assert HomeVisit.objects.get().address == HOME
        sign_in(client, town.lea_user).post(address, {"visite": "reparti"})
        assert sign_in(client, coordinator).get(sheet).status_code == 403


def test_the_desk_says_beside_the_field_that_a_visit_needs_an_address(town, client):
    with time_machine.travel(FRIDAY_BEFORE, tick=False):
        sign_in(client, town.user("desk"))
        typed = {
            "name": "Amina Essai",
            "phone": "06 39 98 00 01",
            "topic": town.topic.public_id,
            "mode": "home",
            "slot": f"{int(TEN.timestamp())}-{town.site.pk}-{town.lea.pk}",
            "action": "reserver",
        }
        refused = client.post("/equipe/reserver/", typed)
        assert refused.status_code == 422 and "écrivez l’adresse" in text_of(refused)
        client.post("/equipe/reserver/", {**typed, "address": HOME})
        assert HomeVisit.objects.get().address == HOME
