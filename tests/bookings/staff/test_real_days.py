"""Days as they are: sessions run over, people do not come twice."""

from datetime import timedelta

import pytest
import time_machine

from bookings.actions.forget import erase, forget
from bookings.actions.mark import mark, reopen
from bookings.models import MissedTwice
from bookings.outcomes.marks import Mark
from bookings.people.who import WayToReach
from tests.people import JEAN_LANDLINE, TEN
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
AT = TEN + timedelta(minutes=50)
DAY = "/equipe/jour/?jour=2026-11-30"


@pytest.fixture
def town():
    return Town()


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_one_press_on_the_day_says_that_a_session_runs_over_and_one_takes_it_back(town, client):
    amina = town.books()
    town.books(TEN + HOUR, "Jean Essai", reach=WayToReach("landline", JEAN_LANDLINE))
    address = f"/equipe/rendez-vous/{amina.pk}/deborde/"
    with time_machine.travel(AT, tick=False):
        sign_in(client, town.lea_user)
        assert "+ 15 min" in text_of(client, DAY)
        back = {"retour": DAY}
        page = client.post(address, {"minutes": "15", **back}, follow=True).content.decode()
        assert "À prévenir de vive voix : Jean Essai." in page.replace("\xa0", " ")
        for words in ("jusqu’à 11:15", "Commencera vers 11:15", "Retard : à prévenir de vive voix"):
            assert words in " ".join(page.replace("\xa0", " ").split())
        page = client.post(address, {"minutes": "0", **back}, follow=True).content.decode()
        assert "finit à l’heure prévue" in page and "Commencera vers" not in page
        assert client.post(address, {"minutes": "x"}).status_code == 302
        amina.refresh_from_db()
        assert amina.over_min == 0


def misses(town, starts_at, resident_id=None):
    made = town.books(starts_at, resident_id=resident_id)
    mark(made.pk, as_=Mark.NO_SHOW, by=AT_THE_DESK, now=starts_at + HOUR)
    return made


def test_a_second_missed_appointment_asks_for_a_call_and_blocks_nothing(town, client):
    first = misses(town, TEN)
    person = first.participations.get().resident_id
    assert not MissedTwice.objects.exists()
    second = misses(town, TEN + WEEK, person)
    call = MissedTwice.objects.get()
    assert (call.appointment_id, call.resident_id) == (second.pk, person)
    assert town.books(TEN + 2 * WEEK, resident_id=person).pk

    with time_machine.travel(TEN + WEEK + 2 * HOUR, tick=False):
        sign_in(client, town.user("desk"))
        page = text_of(client, "/equipe/absents/")
        assert "Amina Essai" in page and "06 39 98 00 01" in page and "Qu’est-ce qui a gêné" in page
        client.post(f"/equipe/absents/{call.pk}/", {"reponse": "transport"})
        page = text_of(client, "/equipe/absents/")
        assert "Personne à appeler." in page and "le trajet" in page
        client.post(f"/equipe/absents/{call.pk}/", {"reponse": "forgot"})
        call.refresh_from_db()
        assert call.answer == "transport"
        assert sign_in(client, town.omar.user).post(f"/equipe/absents/{call.pk}/", {}).status_code == 404


def test_a_mark_taken_back_takes_the_call_back(town):
    person = misses(town, TEN).participations.get().resident_id
    second = misses(town, TEN + WEEK, person)
    reopen(second.pk, by=AT_THE_DESK, now=TEN + WEEK + HOUR)
    assert not MissedTwice.objects.exists()


def test_what_got_in_the_way_goes_with_the_person_and_after_a_year(town):
    person = misses(town, TEN).participations.get().resident_id
    misses(town, TEN + WEEK, person)
    forget(now=TEN + WEEK + timedelta(days=366))
    assert not MissedTwice.objects.exists()
    misses(town, TEN + 2 * WEEK, person)
    assert MissedTwice.objects.exists()
    erase(person, by=AT_THE_DESK, now=TEN + 3 * WEEK)
    assert not MissedTwice.objects.exists()
