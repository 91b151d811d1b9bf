"""Openings, absences and closures: who may change them, and whom a change affects."""

from datetime import time, timedelta

import pytest
import time_machine

from bookings.models import Appointment, JournalEntry
from bookings.times.affected import misplaced
from mediation.models import Absence, Closure, Opening
from tests.bookings.set_up.pages import save
from tests.people import MONDAY, MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def town():
    return Town()


@pytest.fixture(autouse=True)
def on_monday_morning():
    with time_machine.travel(MONDAY_8AM, tick=False):
        yield


@pytest.fixture
def desk(town, client):
    return sign_in(client, town.user("desk"))


def absence(mediator, **fields):
    return {"mediator": mediator.pk, "first_day": "2026-12-07", "action": "enregistrer", **fields}


def test_a_mediator_notes_a_day_off_for_themselves(town, client):
    sign_in(client, town.lea_user).post("/equipe/absences/ajouter/", absence(town.lea))
    away = Absence.objects.get()
    assert (away.mediator, away.starts, away.ends, away.extra_days) == (town.lea, time(0), time(0), 0)
    assert JournalEntry.objects.get(kind="absence_added").actor == town.lea_user


def test_nobody_notes_an_absence_for_a_mediator_of_another_organisation(town, desk):
    assert desk.post("/equipe/absences/ajouter/", absence(town.omar)).status_code == 422
    other = Absence.objects.create(mediator=town.omar, first_day=MONDAY, starts=time(0), ends=time(0))
    assert desk.post(f"/equipe/absences/{other.pk}/retirer/").status_code == 404


def test_whom_an_absence_affects_is_shown_before_it_is_stored(town, desk):
    town.books(TEN + WEEK)
    answer = desk.post("/equipe/absences/ajouter/", absence(town.lea)).content.decode()
    assert "1 rendez-vous concerné" in answer and "Amina Essai" in answer and not Absence.objects.exists()
    desk.post("/equipe/absences/ajouter/", absence(town.lea, vu="1"))
    assert Absence.objects.exists() and Appointment.objects.get().status == "booked"
    assert "1 rendez-vous à replacer" in desk.get("/equipe/plages/").content.decode()


@pytest.mark.parametrize(
    ("typed", "extra_days"),
    [
        ({"last_day": "2026-12-09"}, 2),
        ({"starts": "14:00", "ends": "17:00"}, 0),
        ({"last_day": "2026-12-09", "starts": "14:00", "ends": "17:00"}, 2),
        ({"last_day": "2026-12-09", "starts": "14:00", "ends": "10:00"}, 1),
    ],
    ids=str,
)
def test_an_absence_ends_when_it_was_said_to(town, desk, typed, extra_days):
    desk.post("/equipe/absences/ajouter/", absence(town.lea, **typed))
    assert Absence.objects.get().extra_days == extra_days


@pytest.mark.parametrize(
    "typed",
    [
        {"last_day": "2026-12-01"},
        {"starts": "14:00"},
        {"starts": "14:00", "ends": "10:00"},
        {"first_day": "demain"},
        {"first_day": "0001-01-01"},
    ],
    ids=str,
)
def test_an_absence_that_makes_no_sense_is_refused_in_words(town, desk, typed):
    assert desk.post("/equipe/absences/ajouter/", absence(town.lea, **typed)).status_code == 422
    assert not Absence.objects.exists()


def test_an_absence_is_taken_back(town, desk):
    away = Absence.objects.create(mediator=town.lea, first_day=MONDAY, starts=time(0), ends=time(0))
    desk.post(f"/equipe/absences/{away.pk}/retirer/")
    assert not Absence.objects.exists()


def test_closing_a_site_for_an_afternoon_shows_who_is_affected(town, desk):
    town.books(TEN)
    afternoon = town.books(TEN + timedelta(hours=5), "Jean Essai", phone="06 39 98 00 07")
    typed = {"site": town.site.pk, "first_day": "2026-11-30", "opens": "13:00", "action": "enregistrer"}
    page = desk.post("/equipe/fermetures/ajouter/", typed).content.decode()
    assert "Jean Essai" in page and "Amina Essai" not in page
    desk.post("/equipe/fermetures/ajouter/", {**typed, "vu": "1"})
    assert misplaced(visible=Appointment.objects.all(), now=MONDAY_8AM) == [afternoon]
    desk.post(f"/equipe/fermetures/{Closure.objects.get().pk}/retirer/")
    assert misplaced(visible=Appointment.objects.all(), now=MONDAY_8AM) == []


def test_a_site_of_another_organisation_is_not_ours_to_close(town, desk):
    typed = {"site": town.other_site.pk, "first_day": "2026-11-30", "action": "enregistrer"}
    assert desk.post("/equipe/fermetures/ajouter/", typed).status_code == 422


def test_the_desk_adds_an_opening_every_other_week_for_some_topics(town, desk):
    typed = {
        "mediator": town.lea.pk,
        "site": town.site.pk,
        "first_day": "2026-12-01",
        "opens": "09:00",
        "closes": "12:00",
        "repeat_weeks": "2",
        "topics": [town.topic.public_id],
        "action": "enregistrer",
    }
    desk.post("/equipe/plages/ajouter/", typed)
    opening = Opening.objects.latest("pk")
    assert (opening.repeat_weeks, list(opening.topics.all())) == (2, [town.topic])
    assert JournalEntry.objects.get(kind="opening_added").organisation == town.here


def test_ending_an_opening_shows_whom_it_leaves_without_a_place(town, desk):
    town.books(TEN + WEEK)
    opening = town.lea.openings.get()
    address = f"/equipe/plages/{opening.pk}/terminer/"
    typed = {"last_day": "2026-11-30", "action": "enregistrer"}
    assert "1 rendez-vous concerné" in desk.post(address, typed).content.decode()
    desk.post(address, {**typed, "vu": "1"})
    opening.refresh_from_db()
    assert opening.last_day == MONDAY


def test_an_opening_that_would_end_before_it_begins_goes_away(town, desk):
    opening = town.lea.openings.get()
    save(desk, f"/equipe/plages/{opening.pk}/terminer/", last_day="2026-11-01", action="enregistrer")
    assert not town.lea.openings.exists()


def test_a_mediator_closes_no_place(town, client):
    assert sign_in(client, town.lea_user).get("/equipe/fermetures/ajouter/").status_code == 403


def test_an_opening_of_another_organisation_is_out_of_reach(town, desk):
    assert desk.get(f"/equipe/plages/{town.omar.openings.get().pk}/terminer/").status_code == 404
