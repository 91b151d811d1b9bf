"""The day as staff see it: who comes, what is free, what can be done at once."""

from datetime import timedelta

import pytest
import time_machine

from bookings.actions.move import move
from bookings.actions.sweep import sweep
from bookings.models import JournalEntry
from bookings.people.who import WayToReach
from bookings.records.journal import note
from bookings.records.told import to_be_told
from bookings.times.gaps import days_of
from mediation.models import Absence, Closure
from tests.people import MONDAY, MONDAY_8AM, TEN, a_mediator, a_site, receives
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = "/equipe/jour/?jour=2026-11-30"


@pytest.fixture
def town():
    return Town()


@pytest.fixture(autouse=True)
def on_monday_morning():
    with time_machine.travel(MONDAY_8AM, tick=False):
        yield


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_mediator_sees_who_comes_what_to_prepare_and_the_gaps_between(town, client):
    town.books(preparation=["step_free", "interpreter:tr"], language="en", unverified=True)
    page = text_of(sign_in(client, town.lea_user), DAY)
    for words in (
        "Amina Essai",
        "Démarches en ligne",
        "Un accès sans marche",
        "Türkçe",
        "English",
        "Mobile non vérifié",
        "Première fois",
        "06 39 98 00 01",
    ):
        assert words in page
    assert "Libre · 1 h " in page and "Libre · 5 h 45" in page


def test_whoever_came_before_is_not_there_for_the_first_time(town, client):
    first = town.books()
    first.status = "done"
    first.save()
    town.books(TEN + HOUR, resident_id=first.participations.get().resident_id)
    assert text_of(sign_in(client, town.lea_user), DAY).count("Première fois") == 1


def test_the_desk_sees_all_mediators_of_its_organisation_and_nobody_elses(town, client):
    nora = a_mediator(town.here, "Nora")
    receives(nora, town.site, 9, 12)
    town.books()
    town.books(name="Jean Autre", site=town.other_site)
    page = text_of(sign_in(client, town.user("desk")), DAY)
    assert "Amina Essai" in page and "Nora Exemple" in page
    assert "Jean Autre" not in page and "Omar" not in page


def test_a_mediator_sees_their_own_appointments_in_another_organisation(town, client):
    receives(town.lea, town.other_site, 18, 20)
    town.books(TEN + 9 * HOUR, "Jean Autre", site=town.other_site)
    assert "Jean Autre" in text_of(sign_in(client, town.lea_user), DAY)


def test_the_central_desk_starts_from_the_sites_of_the_whole_territory(town, client):
    town.books()
    page = text_of(sign_in(client, town.user("central_desk")), DAY)
    assert "Maison de quartier Fictive" in page and "Café Fictif" in page
    assert "Amina Essai" not in page
    assert "Amina Essai" in text_of(client, f"{DAY}&lieu={town.site.pk}")


@pytest.mark.parametrize("query", ["lieu={0.other_site.pk}", "mediateur={0.omar.pk}", "lieu=999999"])
def test_an_agenda_outside_ones_reach_does_not_exist(town, client, query):
    assert sign_in(client, town.user("desk")).get(f"{DAY}&{query.format(town)}").status_code == 404


@pytest.mark.parametrize("day", ["hier", "2026-02-30", "0001-01-01", "\x00"])
def test_a_day_that_is_none_does_not_exist(town, client, day):
    answer = sign_in(client, town.user("desk")).get("/equipe/jour/", {"jour": day})
    assert answer.status_code == 404


def test_arrived_is_one_press_and_undoing_it_another(town, client):
    appointment = town.books()
    sign_in(client, town.user("desk"))
    address = f"/equipe/rendez-vous/{appointment.pk}/marquer/"
    answer = client.post(address, {"marque": "arrived", "retour": DAY})
    assert answer["Location"] == DAY
    assert "Annuler la marque" in text_of(client, DAY)
    client.post(address, {"marque": "reopen", "retour": DAY})
    appointment.refresh_from_db()
    assert (appointment.status, appointment.actual_start) == ("booked", None)


def test_marking_somebody_absent_too_early_is_refused_in_words(town, client):
    appointment = town.books()
    address = f"/equipe/rendez-vous/{appointment.pk}/marquer/"
    answer = sign_in(client, town.user("desk")).post(address, {"marque": "no_show"}, follow=True)
    assert "C’est trop tôt" in answer.content.decode()
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_a_mark_sends_nobody_to_another_site(town, client):
    appointment = town.books()
    address = f"/equipe/rendez-vous/{appointment.pk}/marquer/"
    sign_in(client, town.user("desk"))
    for trap in ("https://example.org/equipe/", "//example.org/equipe/", "/autre/"):
        answer = client.post(address, {"marque": "arrived", "retour": trap})
        assert answer["Location"] == f"/equipe/rendez-vous/{appointment.pk}/"


def test_the_page_of_an_appointment_tells_its_history_and_what_was_said(town, client):
    appointment = town.books()
    kinds = JournalEntry.Kind
    note(kinds.MESSAGE_SENT, appointment=appointment, by=AT_THE_DESK, now=MONDAY_8AM)
    note(kinds.NOT_TOLD, appointment=appointment, by=AT_THE_DESK, now=MONDAY_8AM)
    page = text_of(sign_in(client, town.user("desk")), f"/equipe/rendez-vous/{appointment.pk}/")
    assert "Cette personne n’est pas prévenue." in page
    assert "Réservé" in page and appointment.number in page


def test_once_the_team_has_told_a_person_nobody_is_asked_to_again(town, client):
    appointment = town.books()
    note(JournalEntry.Kind.NOT_TOLD, appointment=appointment, by=AT_THE_DESK, now=MONDAY_8AM)
    sign_in(client, town.user("desk"))
    assert "Amina Essai" in text_of(client, "/equipe/a-prevenir/")
    client.post(f"/equipe/rendez-vous/{appointment.pk}/prevenu/", {"retour": "/equipe/a-prevenir/"})
    assert "Tout le monde est prévenu." in text_of(client, "/equipe/a-prevenir/")


def test_who_is_to_be_told_stays_in_the_list_until_the_time_is_over_or_another(town, client):
    changed, stays = (
        town.books(),
        town.books(TEN + timedelta(hours=1), name="Jean Essai", phone="06 39 98 00 02"),
    )
    for each in (changed, stays):
        note(JournalEntry.Kind.NOT_TOLD, appointment=each, by=AT_THE_DESK, now=MONDAY_8AM)
    assert sweep(now=MONDAY_8AM)["told"] == 0
    move(changed, starts_at=TEN + timedelta(hours=3), by=AT_THE_DESK, now=MONDAY_8AM)
    assert sweep(now=MONDAY_8AM)["told"] == 1
    assert [entry.appointment for entry in to_be_told(MONDAY_8AM)] == [stays]
    assert sweep(now=stays.ends_at)["told"] == 1
    assert not JournalEntry.objects.filter(pending=True).exists()


def test_who_is_to_be_told_elsewhere_is_not_listed(town, client):
    appointment = town.books(name="Jean Autre", site=town.other_site)
    note(JournalEntry.Kind.NOT_TOLD, appointment=appointment, by=AT_THE_DESK, now=MONDAY_8AM)
    assert "Jean Autre" not in text_of(sign_in(client, town.user("desk")), "/equipe/a-prevenir/")


def test_cancelling_for_the_service_needs_a_reason_and_says_how_the_person_is_told(town, client):
    appointment = town.books()
    address = f"/equipe/rendez-vous/{appointment.pk}/annuler/"
    sign_in(client, town.user("desk"))
    assert "Un SMS part tout de suite" in text_of(client, address)
    assert client.post(address, {"who": "service"}).status_code == 422
    client.post(address, {"who": "service", "reason": "Médiatrice absente"})
    appointment.refresh_from_db()
    assert (appointment.status, appointment.called_off_reason) == ("cancelled", "Médiatrice absente")


def test_a_person_on_a_landline_has_to_be_called_where_no_voice_calls(town, client, settings):
    settings.CALLS_OUT = False
    appointment = town.books(reach=WayToReach("landline", "02 61 91 00 02"))
    page = text_of(sign_in(client, town.user("desk")), f"/equipe/rendez-vous/{appointment.pk}/annuler/")
    assert "appelez la personne" in page


def test_a_cancellation_by_mistake_is_restored_with_one_press(town, client):
    appointment = town.books()
    sign_in(client, town.user("desk"))
    client.post(f"/equipe/rendez-vous/{appointment.pk}/annuler/", {"who": "person"})
    page = text_of(client, f"/equipe/rendez-vous/{appointment.pk}/")
    assert "Rétablir le rendez-vous" in page
    client.post(f"/equipe/rendez-vous/{appointment.pk}/retablir/")
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_an_appointment_moves_to_one_of_the_times_shown(town, client):
    appointment = town.books()
    sign_in(client, town.user("desk"))
    address = f"/equipe/rendez-vous/{appointment.pk}/deplacer/"
    later = TEN + 2 * HOUR
    assert "12:00" in text_of(client, address)
    slot = f"{int(later.timestamp())}-{town.site.pk}-{town.lea.pk}"
    client.post(address, {"slot": slot})
    appointment.refresh_from_db()
    assert appointment.starts_at == later


def test_a_time_taken_meanwhile_leaves_the_appointment_where_it_was(town, client):
    appointment = town.books()
    town.books(TEN + HOUR, "Jean Essai", phone="06 39 98 00 07")
    slot = f"{int((TEN + HOUR).timestamp())}-{town.site.pk}-{town.lea.pk}"
    address = f"/equipe/rendez-vous/{appointment.pk}/deplacer/"
    answer = sign_in(client, town.user("desk")).post(address, {"slot": slot})
    assert answer.status_code == 409 and "vient d’être prise" in answer.content.decode()
    appointment.refresh_from_db()
    assert appointment.starts_at == TEN


@pytest.mark.parametrize("page", ["", "annuler/", "deplacer/", "carte/"])
def test_an_appointment_outside_ones_reach_does_not_exist(town, client, page):
    appointment = town.books(name="Jean Autre", site=town.other_site)
    client = sign_in(client, town.user("desk"))
    assert client.get(f"/equipe/rendez-vous/{appointment.pk}/{page}").status_code == 404


def test_the_desk_says_that_an_unverified_number_is_theirs(town, client):
    appointment = town.books(unverified=True)
    address = f"/equipe/rendez-vous/{appointment.pk}/"
    sign_in(client, town.user("desk"))
    assert "C’est bien son numéro" in text_of(client, address)
    client.post(f"{address}verifie/")
    appointment.refresh_from_db()
    assert not appointment.unverified and appointment.contact.verified_at == MONDAY_8AM
    assert "Coordonnée vérifiée" in text_of(client, address)


def test_the_first_of_the_month_is_said_as_people_say_it(town, client):
    assert (
        "mardi 1er décembre"
        in text_of(sign_in(client, town.lea_user), "/equipe/jour/?jour=2026-12-01").lower()
    )


@pytest.mark.parametrize("page", ["marquer/", "prevenu/", "verifie/", "note/", "retablir/"])
def test_nothing_is_done_to_an_appointment_outside_ones_reach(town, client, page):
    appointment = town.books(name="Jean Autre", site=town.other_site)
    client = sign_in(client, town.lea_user)
    assert (
        client.post(f"/equipe/rendez-vous/{appointment.pk}/{page}", {"marque": "arrived"}).status_code == 404
    )
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_the_day_costs_the_same_with_one_mediator_or_with_many(town, client, django_assert_max_num_queries):
    sign_in(client, town.user("desk"))
    town.books()
    client.get(DAY)
    for number in range(6):
        each = a_mediator(town.here, f"Zoé{number}")
        receives(each, a_site(town.here, f"Lieu {number}"), 9, 12)
        town.books(name=f"Personne {number}", site=each.openings.get().site, phone=f"06 39 98 01 0{number}")
    with django_assert_max_num_queries(19):
        page = text_of(client, DAY)
    assert "Personne 5" in page


def test_the_week_counts_appointments_and_free_hours(town, client):
    town.books()
    page = text_of(sign_in(client, town.lea_user), "/equipe/semaine/?jour=2026-12-02")
    assert "<b>1</b> rendez-vous" in page and "<b>7 h</b> libres" in page


def test_free_time_leaves_out_closures_absences_and_holidays(town):
    Closure.objects.create(site=town.site, starts_at=TEN, ends_at=TEN + HOUR)
    Absence.objects.create(mediator=town.lea, first_day=MONDAY, starts="14:00", ends="17:00")
    days = days_of([town.lea.pk], start=TEN - 9 * HOUR, end=TEN + 15 * HOUR, now=MONDAY_8AM)
    free = [(each.starts_at.hour, each.ends_at.hour) for each in days.free]
    assert free == [(8, 9), (10, 13)]
    assert [(each.starts_at.hour, each.ends_at.hour) for each in days.away] == [(13, 16)]


def test_what_is_left_of_today_starts_now(town):
    days = days_of([town.lea.pk], start=MONDAY_8AM, end=TEN + 15 * HOUR, now=TEN + HOUR)
    assert days.free[0].starts_at == TEN + HOUR
