"""People who wait to be called: the desk's queue."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from bookings.models import Appointment, CallBackAttempt, JournalEntry
from tests.call_backs import QUEUE, facts, parts_of, press, rose, text_of, undo
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def town():
    return Town()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY_8AM, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(town, client):
    return sign_in(client, town.user("desk"))


@pytest.fixture
def colleague(town):
    return sign_in(Client(), town.user("coordinator"))


# -- the queue -----------------------------------------------------------------------------------
def test_the_longest_wait_comes_first_with_how_long(town, desk):
    rose(town, name="Deuxième")
    rose(town, name="Première", created_at=MONDAY_8AM - 3 * HOUR)
    page = text_of(desk.get(QUEUE))
    assert page.index("Première") < page.index("Deuxième") and "<b>3 h</b>" in page


def test_a_request_for_another_organisations_site_is_not_ours(town, desk):
    asked = rose(town, site=town.other_site)
    assert "Rose Essai" not in text_of(desk.get(QUEUE))
    for suite in ("done", "take", "no_answer", "later"):
        assert desk.post(f"{QUEUE}{asked.pk}/", {"suite": suite, "moment": "heure"}).status_code == 404
    assert "Rose Essai" not in text_of(desk.get(f"/equipe/reserver/?rappel={asked.pk}"))
    assert "Rose Essai" not in text_of(desk.get(f"{QUEUE}?fait=open-{asked.pk}"))


def test_a_request_that_names_no_site_is_everybodys(town, desk):
    rose(town, site=None)
    assert "Rose Essai" in text_of(desk.get(QUEUE))


def test_what_had_been_chosen_stays_in_sight_and_a_time_gone_by_is_said_to_be(town, desk):
    rose(town, wanted_at=MONDAY_8AM - HOUR, language="uk", when="le matin", reason="hung_up")
    rose(town, wanted_at=TEN)
    page = text_of(desk.get(QUEUE))
    for words in ("Maison de quartier Fictive", "ukrainien", "le matin", "A raccroché avant la fin"):
        assert words in page
    assert "lundi 30 novembre à 07:00 (c’est passé)" in page and page.count("(c’est passé)") == 1


def test_a_long_queue_has_pages_and_costs_the_same(town, desk, django_assert_max_num_queries):
    def somebody(number, **fields):
        asked = rose(town, name=f"Habitant {number:02}.", created_at=MONDAY_8AM - number * MINUTE, **fields)
        asked.attempts.create(at=MONDAY_8AM, result="busy", by=town.lea_user)

    for number in range(40):
        somebody(number, taken_by=town.lea_user, taken_at=MONDAY_8AM)
        somebody(number + 100, not_before=TEN, status="open")
        somebody(number + 200, status="done", handled_at=MONDAY_8AM, handled_by=town.lea_user)
    desk.get(QUEUE)
    with django_assert_max_num_queries(18):
        queue, later, handled = parts_of(text_of(desk.get(QUEUE)))
    assert [part.count("Page 1 sur 2") for part in (queue, later, handled)] == [1, 1, 1]
    assert "Habitant 39." in queue and "Habitant 14." not in queue
    second = text_of(desk.get(QUEUE, {"page": "2", "traites": "2"}))
    assert "Habitant 14." in second and "Habitant 39." not in second
    # Turning the pages of one list leaves the others where they are.
    assert "?plus-tard=2&amp;page=2&amp;traites=2" in second


# -- each call -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "words"),
    [("no_answer", "pas de réponse"), ("answering_machine", "messagerie"), ("busy", "occupé")],
)
def test_a_call_that_reached_nobody_is_written_down_and_the_person_stays(town, desk, result, words):
    asked = rose(town)
    page = press(desk, asked, result)
    attempt = asked.attempts.get()
    assert (asked.status, attempt.result, attempt.at, attempt.by.name) == (
        "open",
        result,
        MONDAY_8AM,
        "desk Exemple",
    )
    assert "1 appel sans réponse" in page and f"Aujourd’hui à 08:00, desk Exemple : {words}" in page
    assert facts() == [result]


def test_the_last_two_calls_are_shown_and_all_of_them_on_demand(town, desk):
    asked = rose(town)
    for days, result in ((3, "busy"), (2, "no_answer"), (1, "answering_machine")):
        asked.attempts.create(at=MONDAY_8AM - timedelta(days=days), result=result)
    page = text_of(desk.get(QUEUE))
    assert "3 appels sans réponse" in page and "Les 3 essais" in page
    assert page.count("Hier à 08:00 : messagerie") == 2 and page.count(" : occupé") == 1


def test_a_call_written_down_by_mistake_is_struck_out_by_whoever_wrote_it(town, desk, colleague):
    asked = rose(town)
    press(desk, asked, "no_answer")
    assert "Trop tard pour annuler" in press(colleague, asked, "strike") and asked.attempts.count() == 1
    assert undo(desk, rose(town), "busy") and CallBackAttempt.objects.count() == 1
    press(desk, asked, "strike")
    assert not CallBackAttempt.objects.exists()
    assert facts() == ["no_answer", "busy", "struck", "struck"]


def test_a_call_is_not_struck_out_any_more_after_a_quarter_of_an_hour(town, desk, clock):
    asked = rose(town)
    press(desk, asked, "no_answer")
    clock.move_to(MONDAY_8AM + 16 * MINUTE)
    assert "Trop tard pour annuler" in press(desk, asked, "strike") and asked.attempts.exists()


# -- « Je m’en occupe » --------------------------------------------------------------------------
def test_whoever_takes_a_request_is_seen_by_the_others_who_are_kindly_refused(town, desk, colleague):
    asked = rose(town)
    assert "Vous vous en occupez" in press(desk, asked, "take")
    page = press(colleague, asked, "take")
    assert "desk Exemple s’occupe déjà de cette personne" in page and "sera libre à 08:15." in page
    assert "desk Exemple s’en occupe depuis 08:00" in page and asked.taken_by.name == "desk Exemple"


def test_what_was_taken_is_free_again_after_a_quarter_of_an_hour(town, desk, colleague, clock):
    asked = rose(town)
    press(desk, asked, "take")
    clock.move_to(MONDAY_8AM + 14 * MINUTE)
    press(colleague, asked, "take")
    assert asked.taken_by.name == "desk Exemple"
    clock.move_to(MONDAY_8AM + 15 * MINUTE)
    assert "s’en occupe depuis" not in text_of(colleague.get(QUEUE))
    press(colleague, asked, "take")
    assert asked.taken_by.name == "coordinator Exemple"


def test_what_was_taken_is_given_back_by_whoever_took_it_and_nobody_else(town, desk, colleague):
    asked = rose(town)
    press(desk, asked, "take")
    press(colleague, asked, "give_back")
    assert asked.taken_by is not None
    press(desk, asked, "give_back")
    assert asked.taken_at is None and asked.taken_by_id is None
    assert facts() == ["taken", "given_back"]


def test_a_call_without_an_answer_frees_ones_own_request_not_a_colleagues(town, desk, colleague):
    asked = rose(town)
    press(desk, asked, "take")
    press(colleague, asked, "no_answer")
    assert asked.taken_by is not None
    press(desk, asked, "no_answer")
    assert asked.taken_by is None


# -- closing -------------------------------------------------------------------------------------
@pytest.mark.parametrize("outcome", ["done", "unreachable", "dropped"])
def test_a_request_is_closed_and_put_back_with_nothing_lost(town, desk, outcome):
    asked = rose(town)
    page = press(desk, asked, outcome)
    assert asked.status == outcome and "Rose Essai" in parts_of(page)[2]
    undo(desk, asked, "open")
    assert asked.status == outcome
    press(desk, asked, "open")
    assert (asked.status, asked.handled_at, asked.attempts.count()) == ("open", None, 0)


def test_closing_frees_the_request_and_a_call_that_reached_the_person_is_a_call(town, desk):
    asked = rose(town)
    press(desk, asked, "take")
    press(desk, asked, "done")
    assert (asked.taken_by, asked.attempts.get().result) == (None, "reached")


def test_what_a_colleague_has_closed_meanwhile_is_neither_called_nor_closed_again(town, desk, colleague):
    asked = rose(town)
    press(colleague, asked, "dropped")
    for suite in ("take", "no_answer", "done", "now", "strike"):
        assert "Un collègue a déjà traité cette demande" in press(desk, asked, suite)
    assert "Un collègue a déjà traité" in press(desk, asked, "later", moment="heure")
    assert (asked.status, asked.attempts.count(), asked.not_before) == ("dropped", 0, None)


def test_booking_from_the_queue_closes_the_request_with_its_booking(town, desk):
    asked = rose(town, wanted_at=TEN + timedelta(days=7))
    address = f"/equipe/reserver/?rappel={asked.pk}"
    assert address in text_of(desk.get(QUEUE))
    page = text_of(desk.get(address))
    for filled_in in ('value="Rose Essai"', "+33639980009", 'value="2026-12-07"'):
        assert filled_in in page
    slot = f"{int(TEN.timestamp())}-{town.site.pk}-{town.lea.pk}"
    key, topic = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", town.topic.public_id
    typed = {"action": "reserver", "key": key, "topic": topic, "reach": "phone", "slot": slot}
    typed |= {"name": asked.name, "phone": asked.phone, "call_back": asked.pk}
    desk.post("/equipe/reserver/", typed)
    asked.refresh_from_db()
    booked = Appointment.objects.get()
    assert (asked.status, asked.handled_at, asked.booked) == ("done", MONDAY_8AM, booked)
    fact = JournalEntry.objects.get(kind="call_back_handled")
    assert fact.data == {"outcome": "done", "booked": booked.pk}
    assert f"/equipe/rendez-vous/{booked.pk}/" in parts_of(text_of(desk.get(QUEUE)))[2]
    # Put back by mistake or not, that there is a booking stays in sight.
    assert booked.number in parts_of(press(desk, asked, "open"))[0]
    # The same press once more (its answer was lost) books nothing new, and closes the request.
    desk.post("/equipe/reserver/", typed)
    asked.refresh_from_db()
    assert asked.status == "done" and Appointment.objects.count() == 1
