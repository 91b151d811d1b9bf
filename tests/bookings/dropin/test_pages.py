"""The pages of a drop-in: the team's, and what residents read of it."""

import pytest
import time_machine
from django.urls import reverse

from bookings.dropin.states import State
from bookings.models import Appointment, JournalEntry, Turn
from mediation.site_export import export_sites
from tests.bookings.dropin.afternoon import TWO, DropIn, at
from tests.people import AMINA_MOBILE, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(TWO, tick=False)]


@pytest.fixture
def town():
    return DropIn()


@pytest.fixture
def lea(client, town):
    client.force_login(town.lea_user)
    return client


def page(client, name, *args, **headers):
    return client.get(reverse(name, args=args), headers=headers)


def text(client, name, *args):
    return page(client, name, *args).content.decode()


def press(client, turn, geste):
    return client.post(reverse("staff_turn", args=[turn.pk]), {"geste": geste})


KEY = "00000000-0000-4000-8000-000000000001"


def gives_a_number(client, town, **form):
    return client.post(
        reverse("staff_join_drop_in", args=[town.site.pk]), {"key": KEY, "action": "numero", **form}
    )


def test_a_walk_in_is_one_press_and_its_slip_another(lea, town):
    assert gives_a_number(lea, town).status_code == 302
    turn = Turn.objects.get()
    assert (turn.number, turn.topic, turn.name, turn.contact) == (1, None, "", None)
    answer = gives_a_number(lea, town, action="papier")
    assert answer["Location"] == reverse("staff_slip", args=[turn.pk]), "the same press gives no second one"
    slip = text(lea, "staff_slip", turn.pk)
    assert '<b class="slip__number">1</b>' in slip and "Personne avant vous." in slip
    assert "D’abord les personnes qui ont rendez-vous" in slip


def test_from_the_waiting_room_to_the_outcome(lea, town):
    gives_a_number(lea, town, name="Amina Essai", topic=town.topic.pk)
    lea.post(reverse("staff_call_next", args=[town.site.pk]), {"desk": "bureau 2"})
    turn = Turn.objects.get()
    assert (turn.state, turn.desk, turn.mediator) == ("called", "bureau 2", town.lea)
    press(lea, turn, "la")
    with time_machine.travel(at(20), tick=False):
        note = press(lea, turn, "termine")["Location"]
        outcome = lea.post(note, {"topic": town.topic.pk, "name": "Amina Essai"})["Location"]
        visit = Appointment.objects.get()
        assert outcome == reverse("staff_outcome", args=[visit.pk])
        assert visit.participants.get().name == "Amina Essai" and visit.actual_end == at(20)
        form = {"themes": "email", "result": "resolu", "next_step": "aucune", "duration_min": "30"}
        after = lea.post(outcome, {**form, "place": "lieu_activite"})
        assert after["Location"] == reverse("staff_drop_in", args=[town.site.pk]), "back to who waits"


def test_who_cannot_be_seen_is_offered_a_time_at_once_and_counted(lea, town):
    gives_a_number(lea, town, name="Jean Refusé", phone=AMINA_MOBILE, topic=town.topic.pk)
    desk = press(lea, Turn.objects.get(), "impossible")["Location"]
    assert "Jean" not in desk
    shown = lea.get(desk).content.decode()
    assert 'value="Jean Refusé"' in shown and "+33639980001" in shown
    assert JournalEntry.objects.filter(kind="turn_unmet").count() == 1


def test_a_wrong_press_is_taken_back_on_the_page(lea, town):
    turn = town.comes(0)
    there = press(lea, turn, "parti")["Location"]
    assert "reprendre ce geste" in lea.get(there).content.decode()
    press(lea, turn, "annuler")
    turn.refresh_from_db()
    assert turn.state == "waiting"


def test_a_wrong_number_says_so_beside_its_field_and_loses_nothing(lea, town):
    answer = gives_a_number(lea, town, name="Amina", phone="12")
    shown = answer.content.decode()
    assert answer.status_code == 422 and 'value="Amina"' in shown and not Turn.objects.exists()


def test_the_end_names_those_who_are_still_there(lea, town):
    turn = town.comes(0)
    close = reverse("staff_close_drop_in", args=[town.site.pk])
    assert "Ces personnes sont encore là" in lea.get(close).content.decode()
    lea.post(close)
    press(lea, turn, "parti")
    lea.post(close)
    assert "La permanence est terminée." in lea.get(close).content.decode()
    assert gives_a_number(lea, town).status_code == 422
    lea.post(close, {"geste": "rouvrir"})
    assert gives_a_number(lea, town).status_code == 302


def test_an_appointment_during_the_drop_in_has_a_number_when_its_person_comes(lea, town):
    town.lea.openings.filter(reception="drop_in").update(reception="both")
    appointment = town.books(at(60), "Jean Rendez-vous")
    assert "Jean Rendez-vous" in text(lea, "staff_drop_in", town.site.pk)
    lea.post(reverse("staff_join_promised", args=[town.site.pk, appointment.pk]))
    shown = text(lea, "staff_drop_in", town.site.pk)
    assert "rendez-vous de 15:00" in shown and "Attendus sur rendez-vous" not in shown


def test_an_open_page_asks_again_for_next_to_nothing(lea, town, django_assert_max_num_queries):
    town.comes(0)
    here = reverse("staff_drop_in", args=[town.site.pk])
    tag = lea.get(here).context["tag"]
    with django_assert_max_num_queries(6):
        assert lea.get(here, headers={"HX-Request": "true", "If-None-Match": tag}).status_code == 304
    town.comes(0)
    part = lea.get(here, headers={"HX-Request": "true", "If-None-Match": tag})
    assert part.status_code == 200 and b"<html" not in part.content


def test_queries_of_the_page_do_not_grow_with_who_waits(lea, town, django_assert_max_num_queries):
    for number in range(30):
        town.comes(number / 10, name=f"Personne {number}")
    # (One of them, which languages somebody has read, is asked once in ten seconds.)
    with django_assert_max_num_queries(25):
        assert "30 personnes attendent" in text(lea, "staff_drop_in", town.site.pk)


def test_nobody_of_elsewhere_reaches_it(client, town):
    turn = town.comes(0)
    client.force_login(town.omar.user)
    for name, pk in (("staff_drop_in", town.site.pk), ("staff_slip", turn.pk), ("staff_note_turn", turn.pk)):
        assert page(client, name, pk).status_code == 404
    assert press(client, turn, "parti").status_code == 404


def test_the_screen_has_numbers_and_places_and_never_a_name(client, town):
    town.comes(0, name="Amina Essai", show_initial=True)
    for minute in range(1, 6):
        town.comes(minute, name=f"Personne {minute}")
    for minute in range(6, 11):
        turn = town.calls(minute, desk="bureau 2")
        town.goes(turn, State.SERVING, minute)
        town.goes(turn, State.DONE, minute + 0.5)
    shown = text(client, "drop_in_screen", town.site.public_id)
    assert [turn.number for turn in Turn.objects.filter(state="waiting")] == [6]
    assert "Amina" not in shown and "Personne" not in shown and "bureau 2" in shown
    assert shown.count('class="screen__desk"') == 4 and 'http-equiv="refresh"' in shown
    assert "Nous ne savons pas encore" in shown
    page_ = page(client, "drop_in_screen", town.site.public_id)
    again = page(client, "drop_in_screen", town.site.public_id, if_none_match=page_["ETag"])
    assert again.status_code == 304


def test_the_estimate_is_a_range_once_enough_people_were_helped(client, town):
    for number in range(12):
        turn = town.comes(number)
        town.calls(number + 0.1)
        town.goes(turn, State.SERVING, number + 0.2)
        town.goes(turn, State.DONE, number + 12.2)
    for _ in range(4):
        town.comes(30)
    with time_machine.travel(at(31), tick=False):
        shown = text(client, "drop_in", town.site.public_id)
        assert "entre 20 et 25 minutes" in shown, "four people, two mediators, twelve minutes each"
        assert "4 personnes attendent." in shown and "Ce n’est pas une promesse" in shown
    with time_machine.travel(at(165), tick=False):
        assert "pas sûr que nous puissions vous recevoir" in text(client, "drop_in", town.site.public_id)


def test_residents_read_when_it_is_on_the_site_and_in_the_list(client, town):
    words = "lundi, de 14\xa0h\xa000 à 17\xa0h\xa000"
    assert words in text(client, "place", town.site.public_id)
    assert words in text(client, "places", town.topic.public_id)


def test_directories_of_places_read_that_one_may_come(town):
    file = export_sites(today=MONDAY).decode()
    here, elsewhere = (line for line in file.splitlines()[1:] if line)
    assert "Se présenter|Prendre un RDV en ligne" in here and "Se présenter" not in elsewhere


def test_the_list_of_the_team_opens_todays(lea, town):
    shown = text(lea, "staff_drop_ins")
    assert shown.count("Ouvrir la permanence") == 1 and "Léa Exemple, Maël Exemple" in shown
    town.mael.absences.create(first_day=MONDAY, starts="00:00", ends="00:00")
    assert "Léa Exemple, Maël Exemple" not in text(lea, "staff_drop_ins").split("</li>")[0]
