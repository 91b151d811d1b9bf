"""Marking what became of an appointment, and noting what the help achieved."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from bookings.actions.call_off import cancel
from bookings.actions.mark import mark, reopen
from bookings.actions.record_outcome import read_note, record_outcome
from bookings.errors import InvalidReport, NotStanding, TooEarly
from bookings.models import Appointment, JournalEntry, Outcome
from bookings.outcomes.activity_report import Report
from bookings.outcomes.marks import Mark
from tests.people import MONDAY_8AM, TEN
from tests.sent_back import form_about_stored, sends
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db

QUARTER_PAST = TEN + timedelta(minutes=15)
ELEVEN = TEN + timedelta(hours=1)
RESOLVED = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=45)


@pytest.fixture
def town():
    return Town()


def kinds_of(appointment):
    return list(appointment.journal.order_by("pk").values_list("kind", flat=True))


def test_arriving_and_leaving_record_the_time_really_spent_beside_the_promise(town):
    appointment = town.books()
    mark(appointment.pk, as_=Mark.ARRIVED, by=AT_THE_DESK, now=TEN + timedelta(minutes=4))
    done = mark(appointment.pk, as_=Mark.DONE, by=AT_THE_DESK, now=ELEVEN)
    assert (done.actual_start, done.actual_end) == (TEN + timedelta(minutes=4), ELEVEN)
    assert (done.starts_at, done.status) == (TEN, "done")
    assert kinds_of(done) == ["booked", "arrived", "done"]


def test_nobody_is_missed_before_a_quarter_of_an_hour(town):
    appointment = town.books()
    with pytest.raises(TooEarly):
        mark(appointment.pk, as_=Mark.NO_SHOW, by=AT_THE_DESK, now=QUARTER_PAST - timedelta(seconds=1))
    assert mark(appointment.pk, as_=Mark.NO_SHOW, by=AT_THE_DESK, now=QUARTER_PAST).status == "no_show"


def test_the_same_mark_twice_is_one_fact(town):
    appointment = town.books()
    for _press in range(2):
        mark(appointment.pk, as_=Mark.NO_SHOW, by=AT_THE_DESK, now=QUARTER_PAST)
    assert kinds_of(appointment).count("no_show") == 1


@pytest.mark.parametrize("as_", list(Mark))
def test_each_mark_can_be_taken_back(town, as_):
    appointment = town.books()
    mark(appointment.pk, as_=as_, by=AT_THE_DESK, now=QUARTER_PAST)
    back = reopen(appointment.pk, by=AT_THE_DESK, now=QUARTER_PAST)
    assert (back.status, back.actual_start, back.actual_end) == ("booked", None, None)
    assert back.commitment is not None


def test_taking_done_back_leaves_somebody_who_had_arrived_as_arrived(town):
    appointment = town.books()
    mark(appointment.pk, as_=Mark.ARRIVED, by=AT_THE_DESK, now=TEN)
    mark(appointment.pk, as_=Mark.DONE, by=AT_THE_DESK, now=ELEVEN)
    back = reopen(appointment.pk, by=AT_THE_DESK, now=ELEVEN)
    assert (back.status, back.actual_start, back.actual_end) == ("arrived", TEN, None)
    assert reopen(appointment.pk, by=AT_THE_DESK, now=ELEVEN).status == "booked"


def test_a_cancellation_is_not_a_mark_to_take_back(town):
    appointment = town.books()
    cancel(appointment.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    with pytest.raises(NotStanding):
        reopen(appointment.pk, by=AT_THE_DESK, now=TEN)
    with pytest.raises(NotStanding):
        mark(appointment.pk, as_=Mark.ARRIVED, by=AT_THE_DESK, now=TEN)


def test_an_outcome_marks_the_appointment_done_and_keeps_the_note_encrypted(town):
    appointment = town.books()
    record_outcome(
        appointment.pk, report=RESOLVED, private_note="Revient avec sa fille.", by=AT_THE_DESK, now=ELEVEN
    )
    appointment.refresh_from_db()
    assert appointment.status == "done"
    assert kinds_of(appointment) == ["booked", "done", "outcome_recorded"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM bookings_outcome")
        assert "fille" not in cursor.fetchone()[0]


def test_reading_a_note_is_itself_recorded(town):
    appointment = town.books()
    record_outcome(appointment.pk, report=RESOLVED, private_note="Dossier CAF.", by=AT_THE_DESK, now=ELEVEN)
    assert read_note(appointment.pk, by=AT_THE_DESK, now=ELEVEN) == "Dossier CAF."
    assert kinds_of(appointment)[-1] == "note_read"
    assert "CAF" not in str(list(JournalEntry.objects.values_list("data", flat=True)))


def test_an_outcome_that_breaks_the_national_rules_is_refused_whole(town):
    appointment = town.books()
    wrong = Report(themes=[], result="resolu", next_step="aucune", duration_min=45, referred_to=["autre"])
    with pytest.raises(InvalidReport) as refused:
        record_outcome(appointment.pk, report=wrong, by=AT_THE_DESK, now=ELEVEN)
    assert {fault.field for fault in refused.value.faults} == {"themes", "referred_to"}
    assert Appointment.objects.get().status == "booked" and not Outcome.objects.exists()


def test_no_outcome_before_the_day_or_after_a_cancellation(town):
    appointment = town.books()
    with pytest.raises(TooEarly):
        record_outcome(appointment.pk, report=RESOLVED, by=AT_THE_DESK, now=TEN - timedelta(days=1))
    cancel(appointment.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    with pytest.raises(NotStanding):
        record_outcome(appointment.pk, report=RESOLVED, by=AT_THE_DESK, now=ELEVEN)


# -- the form ------------------------------------------------------------------------------------
FIVE_TAPS = {
    "themes": ["email"],
    "result": "resolu",
    "next_step": "aucune",
    "duration_min": "60",
    "place": "lieu_activite",
}


@pytest.fixture
def at_eleven():
    with time_machine.travel(ELEVEN, tick=False):
        yield


def address(appointment):
    return f"/equipe/rendez-vous/{appointment.pk}/compte-rendu/"


def test_the_form_starts_with_what_the_topic_is_about(town, client, at_eleven):
    page = sign_in(client, town.lea_user).get(address(town.books())).content.decode()
    assert 'value="aide_aux_demarches_administratives" id="id_themes_18" checked' in page.replace(
        "required ", ""
    )
    assert 'value="aucune"' in page and "Amina Essai" in page


def test_the_mediator_notes_the_outcome_in_one_form(town, client, at_eleven):
    appointment = town.books()
    response = sign_in(client, town.lea_user).post(address(appointment), FIVE_TAPS)
    assert response["Location"] == "/equipe/jour/?jour=2026-11-30"
    outcome = Outcome.objects.get()
    assert (outcome.themes, outcome.result, outcome.duration_min) == (["email"], "resolu", 60)
    assert outcome.recorded_by == town.lea_user


def test_a_new_appointment_is_one_press_away(town, client, at_eleven):
    appointment = town.books()
    answer = sign_in(client, town.lea_user).post(
        address(appointment), {**FIVE_TAPS, "next_step": "nouveau_rdv"}
    )
    person = appointment.participations.get().resident_id
    assert answer["Location"] == f"/equipe/reserver/?personne={person}&motif={town.topic.public_id}"


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(town, client, at_eleven):
    typed = {**FIVE_TAPS, "themes": [], "note": "À rappeler jeudi."}
    response = sign_in(client, town.lea_user).post(address(town.books()), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Cochez au moins un thème." in page and "À rappeler jeudi." in page


def test_another_duration_and_structures_are_kept(town, client, at_eleven):
    typed = {**FIVE_TAPS, "duration_min": "other", "other_min": "50", "referred_to": ["aide_sociale"]}
    sign_in(client, town.lea_user).post(address(town.books()), typed)
    outcome = Outcome.objects.get()
    assert (outcome.duration_min, outcome.referred_to) == (50, ["aide_sociale"])


def test_an_outcome_is_corrected_later_and_the_journal_says_so(town, client, at_eleven):
    appointment = town.books()
    sign_in(client, town.lea_user).post(address(appointment), {**FIVE_TAPS, "note": "Première."})
    page = client.get(address(appointment)).content.decode()
    assert "Première." in page
    sends(client, address(appointment), {**FIVE_TAPS, "result": "partiel", "note": "Corrigée."})
    outcome = Outcome.objects.get()
    assert (outcome.result, outcome.note) == ("partiel", "Corrigée.")
    assert kinds_of(appointment)[-2:] == ["note_read", "outcome_recorded"]


def test_a_colleagues_note_is_compared_without_being_read_and_what_is_shown_of_it_is_noted(
    town, client, at_eleven
):
    appointment = town.books()
    lea, noted = sign_in(client, town.lea_user), {**FIVE_TAPS, "result": "partiel"}
    lea.post(address(appointment), {**FIVE_TAPS, "note": "Première."})
    held = form_about_stored(lea.get(address(appointment)))[1]
    readings = kinds_of(appointment).count("note_read")

    record_outcome(appointment.pk, report=RESOLVED, private_note="Première.", by=AT_THE_DESK, now=ELEVEN)
    answer = lea.post(address(appointment), {**held, **noted, "themes": ["email"], "note": "Première."})
    assert answer.status_code == 409
    assert kinds_of(appointment).count("note_read") == readings

    record_outcome(appointment.pk, report=RESOLVED, private_note="Seconde.", by=AT_THE_DESK, now=ELEVEN)
    answer = lea.post(address(appointment), {**held, **noted, "note": "La mienne."})
    assert answer.status_code == 409
    assert "Seconde." in answer.content.decode() and "La mienne." in answer.content.decode()
    assert kinds_of(appointment).count("note_read") == readings + 1


def test_a_correction_that_a_device_kept_leaves_the_note_and_is_refused_where_a_colleague_was_faster(
    town, client, at_eleven
):
    appointment = town.books()
    lea = sign_in(client, town.lea_user)
    lea.post(address(appointment), {**FIVE_TAPS, "note": "Première."})
    held = form_about_stored(lea.get(address(appointment)))[1]
    kept = {**held, "result": "partiel", "plus_tard": "1", "sans_note": "1"}
    del kept["note"]
    assert lea.post(address(appointment), kept).json() == {"state": "saved"}
    assert Outcome.objects.values_list("result", "note").get() == ("partiel", "Première.")

    later = {**kept, "cle": "une autre", "result": "resolu"}
    record_outcome(appointment.pk, report=RESOLVED, private_note="Seconde.", by=AT_THE_DESK, now=ELEVEN)
    assert lea.post(address(appointment), later).json() == {"state": "refused"}


def test_the_desk_neither_notes_outcomes_nor_reads_notes(town, client, at_eleven):
    appointment = town.books()
    record_outcome(appointment.pk, report=RESOLVED, private_note="Secret.", by=AT_THE_DESK, now=ELEVEN)
    desk = sign_in(client, town.user("desk"))
    assert desk.get(address(appointment)).status_code == 403
    assert desk.post(f"/equipe/rendez-vous/{appointment.pk}/note/").status_code == 403
    assert "Secret." not in desk.get(f"/equipe/rendez-vous/{appointment.pk}/").content.decode()


def test_a_mediator_of_another_organisation_does_not_find_it(town, client, at_eleven):
    appointment = town.books()
    assert sign_in(client, town.omar.user).get(address(appointment)).status_code == 404


def test_a_form_that_comes_twice_records_once_and_keeps_the_note_it_does_not_bring(town):
    appointment = town.books()
    sends = {"by": AT_THE_DESK, "now": ELEVEN, "form_key": "cave"}
    for _time in range(2):
        record_outcome(appointment.pk, report=RESOLVED, private_note="Reste un courrier.", **sends)
    assert kinds_of(appointment).count("outcome_recorded") == 1
    record_outcome(appointment.pk, report=RESOLVED, private_note=None, **{**sends, "form_key": "later"})
    assert Outcome.objects.get().note == "Reste un courrier."


def test_what_a_device_kept_never_replaces_what_somebody_else_has_recorded(town, client):
    appointment = town.books()
    record_outcome(appointment.pk, report=RESOLVED, by=AT_THE_DESK, now=ELEVEN)
    typed = {"themes": ["email"], "result": "non_resolu", "next_step": "aucune", "duration_min": "45"}
    typed |= {"place": "lieu_activite", "plus_tard": "1", "sans_note": "1", "cle": "cave", "connu": ""}
    with time_machine.travel(ELEVEN, tick=False):
        sign_in(client, town.lea_user)
        answer = client.post(f"/equipe/rendez-vous/{appointment.pk}/compte-rendu/", typed)
    assert (answer.status_code, answer.json()) == (409, {"state": "refused"})
    assert Outcome.objects.get().result == "resolu"
