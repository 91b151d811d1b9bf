"""Following a person: what the team notes with them, what the person sees and ticks, the sheet they take home."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bookings.actions.add_step import Step, add_step
from bookings.actions.mark import mark
from bookings.actions.record_outcome import record_outcome
from bookings.following.links import LINK_LIFE, token_of_sheet
from bookings.models import Appointment, Goal, JournalEntry, NextStep, Resident, TakeHome
from bookings.outcomes.activity_report import Report
from bookings.outcomes.marks import Mark
from bookings.people.links import new_link
from tests.people import TEN
from tests.residents import Resident as Visitor
from tests.sign_in import a_user, sign_in
from tests.staff import AT_THE_DESK, Town

NOW = TEN + timedelta(hours=2)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
TUESDAY_WEEK = date(2026, 12, 8)


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def amina(town: Town) -> Appointment:
    return held(town)


def held(
    town: Town, *, autonomy: str = "", hours_ago: int = 0, resident_id: int | None = None
) -> Appointment:
    """A session that took place, with its outcome."""
    at = TEN - timedelta(hours=hours_ago)
    session = town.books(at, resident_id=resident_id)
    report = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=45, autonomy=autonomy)
    mark(session.pk, as_=Mark.DONE, by=AT_THE_DESK, now=at + timedelta(hours=1))
    record_outcome(session.pk, report=report, by=AT_THE_DESK, now=at + timedelta(hours=1))
    return session


def lea(town: Town) -> Client:
    return sign_in(Client(), town.lea_user)


def person_of(session: Appointment) -> Resident:
    return session.participants.get()


def page_of(session: Appointment) -> str:
    return reverse("staff_following", args=[person_of(session).pk])


def a_step(session: Appointment, words: str = "Envoyer la photo à la CAF", **fields: object) -> NextStep:
    step = Step(words, due_on=fields.pop("due_on", TUESDAY_WEEK), **fields)  # type: ignore[arg-type]
    return add_step(
        person_of(session).pk,
        step,
        organisation_id=session.organisation_id,
        mediator_id=session.mediator_id,
        appointment_id=session.pk,
        by=AT_THE_DESK,
        now=NOW,
        form_key=words,
    )


def test_a_goal_is_set_in_the_persons_words_and_reached_and_taken_up_again(
    town: Town, amina: Appointment
) -> None:
    client, page = lea(town), page_of(amina)
    sent = {"form": "objectif", "cle": "k", "objectif-words": "Écrire à ma fille toute seule"}
    for _pressed_twice in range(2):
        assert client.post(page, sent).status_code == 302
    goal = Goal.objects.get()
    assert (goal.words, goal.set_on.isoformat(), goal.set_by) == (
        "Écrire à ma fille toute seule",
        "2026-11-30",
        town.lea_user,
    )
    change = reverse("staff_goal", args=[goal.pk])
    client.post(change, {"etat": "reached"})
    goal.refresh_from_db()
    assert goal.state == "reached" and goal.closed_on
    client.post(change, {"etat": "open"})
    again = Goal.objects.get()
    assert again.state == "open" and again.closed_on is None
    assert "Écrire à ma fille" in client.get(page).content.decode()


def test_the_words_are_encrypted_and_the_journal_has_none_of_them(town: Town, amina: Appointment) -> None:
    a_step(amina)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM bookings_nextstep")
        assert "CAF" not in cursor.fetchone()[0]
    facts = JournalEntry.objects.filter(kind__in=["goal_set", "step_added", "step_changed"])
    assert facts and "CAF" not in str([fact.data for fact in facts])


def test_each_reader_is_noted_once_and_nobody_of_elsewhere_or_at_the_desk_reads(
    town: Town, amina: Appointment
) -> None:
    a_step(amina)
    client = lea(town)
    for _looked in range(3):
        assert "Envoyer la photo" in client.get(page_of(amina)).content.decode()
    read = JournalEntry.objects.get(kind="following_read")
    assert (read.actor, read.resident) == (town.lea_user, person_of(amina))
    assert sign_in(Client(), town.omar.user).get(page_of(amina)).status_code == 404  # type: ignore[arg-type]
    assert sign_in(Client(), town.user("desk")).get(page_of(amina)).status_code == 403
    assert sign_in(Client(), town.user("metro_coordinator")).get(page_of(amina)).status_code == 403
    assert JournalEntry.objects.filter(kind="following_read").count() == 1


def test_somebody_helped_by_two_organisations_is_followed_by_each_on_its_own(
    town: Town, amina: Appointment
) -> None:
    a_step(amina)
    there = town.books(TEN + timedelta(days=7), site=town.other_site, resident_id=person_of(amina).pk)
    omar = sign_in(Client(), town.omar.user)  # type: ignore[arg-type]
    lea(town).get(page_of(amina))
    record = reverse("staff_resident", args=[person_of(amina).pk])
    assert "Suivi lu" in lea(town).get(record).content.decode()
    assert "Suivi lu" not in omar.get(record).content.decode()
    page = omar.get(page_of(there))
    assert page.status_code == 200 and "Envoyer la photo" not in page.content.decode()
    assert (
        omar.post(reverse("staff_step", args=[NextStep.objects.get().pk]), {"geste": "fait"}).status_code
        == 404
    )


def test_a_usual_step_is_one_tap_with_its_day_and_what_is_wrong_is_said_beside_it(
    town: Town, amina: Appointment
) -> None:
    client, page = lea(town), page_of(amina)
    sent = {"form": "etape", "cle": "k", "etape-usual": "1", "etape-due": "7", "etape-remind": "on"}
    assert client.post(page, sent).status_code == 302
    step = NextStep.objects.get()
    assert (step.words, step.due_on, step.who, step.remind) == (
        "Rapporter les papiers qui manquent",
        date(2026, 12, 7),
        "person",
        True,
    )
    nothing = client.post(page, {"form": "etape", "cle": "l", "etape-due": "7"})
    assert nothing.status_code == 422 and "Choisissez une chose à faire" in nothing.content.decode()
    no_day = client.post(page, {**sent, "cle": "m", "etape-due": ""})
    assert no_day.status_code == 422 and "il faut un jour" in no_day.content.decode()
    past = {**sent, "cle": "n", "etape-due": "date", "etape-due_on": "2026-11-01"}
    assert "Ce jour est passé" in client.post(page, past).content.decode()
    assert NextStep.objects.count() == 1


def test_a_step_is_ticked_taken_back_and_taken_off(town: Town, amina: Appointment) -> None:
    client, step = lea(town), a_step(amina)
    change = reverse("staff_step", args=[step.pk])
    for gesture, done in (("fait", True), ("fait", True), ("a_faire", False)):
        assert client.post(change, {"geste": gesture}).status_code == 302
        step.refresh_from_db()
        assert (step.done_at is not None) is done
    client.post(change, {"geste": "retirer"})
    assert not NextStep.objects.exists()
    assert client.post(change, {"geste": "fait"}).status_code == 404


def test_a_step_is_noted_with_the_outcome_and_once(town: Town) -> None:
    session = town.books()
    client, page = lea(town), reverse("staff_outcome", args=[session.pk])
    key = re.search(r'name="cle" value="(\w+)"', client.get(page).content.decode())[1]  # type: ignore[index]
    sent = {
        "cle": key,
        "presence": "seen",
        "themes": "email",
        "result": "resolu",
        "next_step": "aucune",
        "place": "lieu_activite",
        "duration_min": "45",
        "etape-usual": "0",
        "etape-due": "14",
        "feuille": "1",
    }
    for _pressed_twice in range(2):
        assert client.post(page, sent)["Location"] == reverse("staff_take_home", args=[session.pk])
    step = NextStep.objects.get()
    assert (step.appointment, step.mediator, step.due_on) == (session, town.lea, date(2026, 12, 14))


def test_the_outcome_without_a_step_is_as_before_and_one_that_is_wrong_loses_nothing(town: Town) -> None:
    session = town.books()
    client, page = lea(town), reverse("staff_outcome", args=[session.pk])
    sent = {
        "themes": "email",
        "result": "resolu",
        "next_step": "aucune",
        "place": "lieu_activite",
        "duration_min": "45",
        "note": "",
    }
    wrong = client.post(page, {**sent, "etape-words": "Rappeler la mairie", "etape-due": "date"})
    assert wrong.status_code == 422 and "Rappeler la mairie" in wrong.content.decode()
    assert client.post(page, sent).status_code == 302
    assert not NextStep.objects.exists()


def test_autonomy_is_drawn_from_session_to_session_with_its_table(town: Town) -> None:
    first = held(town, autonomy="entierement_accompagne", hours_ago=1)
    person = person_of(first)
    held(town, autonomy="autonome", resident_id=person.pk)
    page = lea(town).get(page_of(first)).content.decode()
    drawn = page.partition('<svg class="course"')[2].partition("</svg>")[0]
    assert drawn.count("<circle") == 2 and "<polyline" in drawn
    assert "Avec guidage" in drawn and "Autonome" in drawn
    table = page.partition('<table class="table">')[2].partition("</table>")[0]
    assert table.count('scope="row"') == 2


def test_a_mediators_own_list_has_what_they_promised_and_what_no_message_can_say(
    town: Town, amina: Appointment
) -> None:
    mine = a_step(amina, "Appeler la caisse", who="mediator")
    said = a_step(amina, "Rapporter le papier", remind=True)
    a_step(amina, "Lire ses e-mails", remind=True)
    NextStep.objects.filter(pk=said.pk).update(to_tell=True)
    client = lea(town)
    page = client.get(reverse("staff_tasks")).content.decode()
    assert "Appeler la caisse" in page and "Rapporter le papier" in page and "Lire ses e-mails" not in page
    client.post(reverse("staff_step", args=[said.pk]), {"geste": "dit", "retour": reverse("staff_tasks")})
    client.post(reverse("staff_step", args=[mine.pk]), {"geste": "fait"})
    assert "Rien à faire pour l’instant" in client.get(reverse("staff_tasks")).content.decode()
    assert "Appeler" not in sign_in(Client(), town.omar.user).get(reverse("staff_tasks")).content.decode()  # type: ignore[arg-type]


def test_a_sheet_says_what_was_done_what_is_next_and_no_name(town: Town, amina: Appointment) -> None:
    a_step(amina)
    ahead = town.books(TEN + timedelta(days=7), resident_id=person_of(amina).pk)
    client, page = lea(town), reverse("staff_take_home", args=[amina.pk])
    typed = {
        "done": "On a envoyé un message à la mairie",
        "remember": "Cliquer sur le crayon",
        "language": "fr",
    }
    assert client.post(page, typed).status_code == 302
    sheet = (
        client.get(page)
        .content.decode()
        .partition('<article class="take-home"')[2]
        .partition("</article>")[0]
    )
    for said in (
        "lundi 30 novembre",
        "Lire et envoyer des e-mails",
        "On a envoyé un message",
        "Cliquer sur le crayon",
        "Envoyer la photo à la CAF",
        "avant le mardi 8 décembre",
        "lundi 7 décembre à",
        ahead.site.address,
    ):
        assert said in sheet, said
    assert "Amina" not in sheet and "<svg" in sheet


@pytest.mark.parametrize(
    ("language", "heading", "direction"),
    [
        ("fr-falc", "Ce que nous avons fait", "ltr"),
        ("en", "What we did", "ltr"),
        ("ar", "ما قمنا به", "rtl"),
        ("uk", "Що ми зробили", "ltr"),
        ("tr", "Neler yaptık", "ltr"),
        ("pt", "O que fizemos", "ltr"),
        ("es", "Lo que hicimos", "ltr"),
    ],
)
def test_a_sheet_is_in_the_persons_language(
    town: Town, amina: Appointment, language: str, heading: str, direction: str
) -> None:
    Appointment.objects.filter(pk=amina.pk).update(language=language)
    a_step(amina, "Rapporter les papiers qui manquent")
    page = lea(town).get(reverse("staff_take_home", args=[amina.pk])).content.decode()
    assert heading in page and f'dir="{direction}"' in page
    assert ("traduits par une machine" in page) is (language not in ("fr-falc", "en"))
    assert ("Rapporter les papiers" in page.partition("<article")[2]) is (language == "fr-falc")


def test_the_next_time_elsewhere_is_not_printed_by_who_may_not_see_it(town: Town, amina: Appointment) -> None:
    town.books(TEN + timedelta(days=7), site=town.other_site, resident_id=person_of(amina).pk)
    page = lea(town).get(reverse("staff_take_home", args=[amina.pk])).content.decode()
    assert "Café Fictif" not in page and "Pas de rendez-vous" in page


def own_page(session: Appointment) -> str:
    """Where the square of the sheet leads, once the team has printed it."""
    lea_ = sign_in(Client(), session.mediator.user)  # type: ignore[arg-type]
    lea_.post(
        reverse("staff_take_home", args=[session.pk]), {"done": "Bravo", "remember": "", "language": "fr"}
    )
    answer = Visitor().get(f"/r/{token_of_sheet(session.pk)}")
    assert answer.status_code == 302
    return str(answer["Location"])


def test_the_person_opens_their_list_by_the_sheet_ticks_a_line_and_takes_it_back(amina: Appointment) -> None:
    step, ours = a_step(amina), a_step(amina, "Appeler la caisse", who="mediator")
    page, visitor = own_page(amina), Visitor()
    seen = visitor.get(page)
    text = seen.content.decode()
    assert "Envoyer la photo" in text and "Nous nous en occupons" in text and "Amina" not in text
    assert seen["Cache-Control"] == "private, no-store"
    for sent, done in (("1", True), ("0", False)):
        assert visitor.post(page, {"etape": str(step.pk), "fait": sent}).status_code == 302
        step.refresh_from_db()
        assert (step.done_at is not None) is done
    visitor.post(page, {"etape": str(ours.pk), "fait": "1"})
    ours.refresh_from_db()
    assert ours.done_at is None, "what we promised is ours to tick"


def test_the_sheet_can_be_opened_again_and_only_ones_own(town: Town, amina: Appointment) -> None:
    page = own_page(amina)
    sheet = TakeHome.objects.get()
    link = reverse("own_sheet", args=[token_of_sheet(amina.pk), sheet.pk])
    assert link in Visitor().get(page).content.decode()
    assert "Bravo" in Visitor().get(link).content.decode()
    other = town.books(TEN + timedelta(hours=1), "Jean Essai", phone="06 39 98 00 05")
    theirs = TakeHome.objects.create(appointment=other, done="Secret", changed_at=NOW)
    assert Visitor().get(reverse("own_sheet", args=[token_of_sheet(amina.pk), theirs.pk])).status_code == 404


def test_somebody_elses_line_is_not_ticked_by_ones_own_link(town: Town, amina: Appointment) -> None:
    other = town.books(TEN + timedelta(hours=1), "Jean Essai", phone="06 39 98 00 05")
    theirs = a_step(other, "Autre chose")
    Visitor().post(own_page(amina), {"etape": str(theirs.pk), "fait": "1"})
    theirs.refresh_from_db()
    assert theirs.done_at is None


def test_the_link_of_ones_own_appointment_opens_the_list_and_a_carers_does_not(
    town: Town, amina: Appointment
) -> None:
    a_step(amina)
    pk = person_of(amina).pk
    own = new_link(town.books(TEN + timedelta(days=7), resident_id=pk), now=NOW)
    carers = town.books(TEN + timedelta(days=14), resident_id=pk, relation="carer", contact_name="Zoé")
    assert (
        reverse("following", args=[own]) in Visitor().get(reverse("appointment", args=[own])).content.decode()
    )
    assert "Envoyer la photo" in Visitor().get(reverse("following", args=[own])).content.decode()
    assert Visitor().get(reverse("following", args=[new_link(carers, now=NOW)])).status_code == 410


def test_a_link_that_is_over_or_made_up_says_so(amina: Appointment, time_machine) -> None:  # type: ignore[no-untyped-def]
    page = own_page(amina)
    assert Visitor().get(reverse("following", args=["inconnu"])).status_code == 410
    time_machine.move_to(NOW + LINK_LIFE + timedelta(minutes=1))
    assert Visitor().get(page).status_code == 410


def test_a_discreet_person_is_followed_and_the_team_is_told_that_no_message_goes(
    town: Town, amina: Appointment
) -> None:
    Resident.objects.update(discreet=True)
    sent = {"form": "etape", "cle": "k", "etape-usual": "0", "etape-due": "7", "etape-remind": "on"}
    page = lea(town).post(page_of(amina), sent, follow=True).content.decode()
    assert "aucun message ne partira" in page


def test_a_coordinator_sees_the_teams_list(town: Town, amina: Appointment) -> None:
    a_step(amina, "Appeler la caisse", who="mediator")
    client = sign_in(Client(), a_user("coordinator", town.here))
    assert "Appeler la caisse" in client.get(reverse("staff_tasks")).content.decode()
