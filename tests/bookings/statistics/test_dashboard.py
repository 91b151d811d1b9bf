"""The page of figures: whose one may see, of when, compared with what, and what each number is a part of."""

from datetime import timedelta

import pytest
from celery.signals import beat_init
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bookings.actions.count_figures import count_news
from bookings.actions.note_about import About, note_about
from bookings.actions.record_outcome import record_outcome
from bookings.models import FiguresState, Resident
from bookings.outcomes.activity_report import Report
from mediation.celery import app
from mediation.models import Commune
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db

NOVEMBER = "first=2026-11-01&last=2026-11-30"
EMAIL = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=30)


@pytest.fixture
def town(time_machine) -> Town:  # type: ignore[no-untyped-def]
    made = Town()
    Commune.objects.update(population=200_000)
    Commune.objects.create(insee_code="35001", name="Acigné", population=7_000)
    booked = [made.books(), made.books(TEN + timedelta(hours=1), name="Jean")]
    elsewhere = made.books(name="Olga", site=made.other_site, phone="06 39 98 00 44")
    for one in (booked[0], elsewhere):
        record_outcome(one.pk, report=EMAIL, by=AT_THE_DESK, now=TEN + timedelta(hours=3))
    time_machine.move_to(MONDAY_8AM + timedelta(days=1), tick=False)
    count_news(now=MONDAY_8AM + timedelta(days=1))
    return made


def page(client: Client, query: str = NOVEMBER, status: int = 200) -> str:
    answer = client.get(f"/equipe/chiffres/?{query}")
    assert answer.status_code == status
    text: str = " ".join(answer.content.decode().replace("\u00a0", " ").split())
    return text


def test_a_coordinator_reads_what_their_organisation_did_and_of_what_it_is_a_part(
    client: Client, town: Town
) -> None:
    sign_in(client, town.user("coordinator"))
    text = page(client)
    assert "1 individuels, 0 en atelier" in text
    assert "1 nouvelles, 0 déjà venues" in text
    # Booked on the Friday before: three days.
    assert "<b>3 jours</b>" in text
    # One kept, one of which nobody has noted what became of it.
    assert "Sur 2. Non renseigné : 1 (50 %)." in text
    assert "Les jours entre la demande et la séance." in text
    assert "Centre social Fictif" not in text


def test_each_sees_their_own_and_nobody_elses(client: Client, town: Town) -> None:
    sign_in(client, town.user("coordinator"))
    for other in (f"o{town.elsewhere.pk}", f"s{town.other_site.pk}", f"m{town.omar.pk}", "t", "c35238", "x"):
        page(client, f"{NOVEMBER}&de={other}", status=404)
    sign_in(client, town.lea_user)
    assert "1 individuels" in page(client)
    page(client, f"{NOVEMBER}&de=o{town.here.pk}", status=404)


def test_the_territory_has_its_communes_and_those_where_nobody_came(client: Client, town: Town) -> None:
    sign_in(client, town.user("metro_coordinator"))
    text = page(client)
    assert "2 individuels" in text
    assert '<th scope="row">Acigné</th><td class="count">0</td><td class="count">0,0</td>' in text
    assert '<th scope="row">Rennes</th><td class="count">2</td>' in text


def test_one_theme_alone_and_a_period_beside_the_one_before(client: Client, town: Town) -> None:
    sign_in(client, town.user("metro_coordinator"))
    assert "2 individuels" in page(client, f"{NOVEMBER}&de=t&theme=email")
    email = page(client, f"{NOVEMBER}&de=t&theme=email")
    # Who came about it is known, not who did not, nor how many different people.
    assert "Avec ou sans nom" in email and "Personnes différentes" not in email and "Présence" not in email
    assert "0 individuels" in page(client, f"{NOVEMBER}&de=t&theme=sante")
    december = page(client, "first=2026-12-01&last=2026-12-31&compared=before")
    assert "Comparés avec ceux du 1 novembre 2026 au 30 novembre 2026." in december
    assert "avant : 2" in december


def test_people_are_counted_for_whole_months_only_for_they_do_not_add_up(client: Client, town: Town) -> None:
    sign_in(client, town.user("metro_coordinator"))
    text = page(client, "first=2026-11-02&last=2026-11-30")
    assert "2 individuels" in text
    assert "les personnes ne s’additionnent pas" in text


def test_a_period_upside_down_is_said_and_kept(client: Client, town: Town) -> None:
    sign_in(client, town.user("coordinator"))
    text = page(client, "first=2026-11-30&last=2026-11-01", status=400)
    assert "Cette date est avant la première." in text
    assert 'value="2026-11-30"' in text


def test_what_people_say_of_themselves_is_shown_with_who_would_not_apart_from_who_was_not_asked(
    client: Client, town: Town
) -> None:
    people = Resident.objects.filter(participations__appointment__status="done").order_by("pk")
    said = About(gender="feminin", birth_year=1950, priority_area="non_communique", commune_id=None)
    note_about(people[0].pk, about=said, by=AT_THE_DESK, now=MONDAY_8AM + timedelta(days=1))
    count_news(now=MONDAY_8AM + timedelta(days=1, minutes=1))
    sign_in(client, town.user("metro_coordinator"))
    text = page(client)
    assert "Féminin" in text and "70 ans et plus" in text
    assert "Sur 2. Non renseigné : 1 (50 %). Ne souhaite pas répondre : 1 (50 %)." in text
    assert "Les séances dont la personne a répondu oui ou non." in text


def test_the_figures_are_taken_away_as_a_sheet_each_with_what_it_is_a_part_of(
    client: Client, town: Town
) -> None:
    sign_in(client, town.user("metro_coordinator"))
    assert "chiffres.csv?" in page(client)
    answer = client.get(f"/equipe/chiffres/chiffres.csv?{NOVEMBER}&compared=before")
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    lines = [line.split(";") for line in answer.getvalue().decode("utf-8-sig").splitlines()]  # type: ignore[attr-defined]
    assert lines[0][:4] == ["indicateur", "reponse", "valeur", "sur"]
    assert {len(line) for line in lines} == {9}
    found = {(title, name): (value, of) for title, name, value, of, *_rest in lines[1:]}
    assert found["Accompagnements", "individuels"] == ("2", "2")
    assert found["Thèmes", "E-mail"] == ("2", "2")
    assert found["Par commune", "Acigné"][0] == "0"


def test_the_sheet_holds_nobody_elses_figures_and_no_period_upside_down(client: Client, town: Town) -> None:
    sign_in(client, town.user("coordinator"))
    sheet = "/equipe/chiffres/chiffres.csv"
    assert client.get(f"{sheet}?{NOVEMBER}&de=t").status_code == 404
    assert client.get(f"{sheet}?first=2026-11-30&last=2026-11-01").status_code == 400


def test_nothing_happened_is_no_error(client: Client, town: Town) -> None:
    sign_in(client, town.user("coordinator"))
    text = page(client, "first=2020-01-01&last=2020-12-31&compared=year")
    assert "Aucune séance sur rendez-vous." in text
    assert "Rien pendant cette période." in text


def test_before_anybody_has_counted_the_page_says_that_figures_are_on_their_way(
    client: Client, town: Town
) -> None:
    sign_in(client, town.user("coordinator"))
    assert "en train d’être comptés" not in page(client, "")
    FiguresState.objects.all().delete()
    assert "en train d’être comptés" in page(client, "")


def test_a_clock_that_starts_has_the_figures_counted_at_once(town: Town) -> None:
    FiguresState.objects.all().delete()
    app.loader.import_default_modules()
    app.conf.task_always_eager = True
    try:
        beat_init.send(sender=None)
    finally:
        app.conf.task_always_eager = False
    assert FiguresState.objects.get().facts_until is not None


def test_a_year_costs_as_few_queries_as_a_day(
    client: Client, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, town.user("metro_coordinator"))
    page(client)
    with django_assert_max_num_queries(18):
        page(client, "first=2026-01-01&last=2026-12-31&compared=year")


def test_a_period_of_which_nothing_was_counted_says_so_once_and_draws_no_empty_chart(
    client: Client, town: Town
) -> None:
    sign_in(client, town.user("coordinator"))
    empty = page(client, "first=2025-01-01&last=2025-12-31")
    assert "Aucune séance n’a été comptée pendant cette période." in empty
    assert "Sur 0." not in empty and "Séances par mois" not in empty
    full = page(client, "first=2026-10-01&last=2026-11-30")
    assert "Aucune séance n’a été comptée" not in full and "Séances par mois" in full


def test_the_yearly_report_opens_on_a_year_in_which_something_was_counted(client: Client, town: Town) -> None:
    sign_in(client, town.user("coordinator"))
    assert "Rapport annuel 2026" in client.get("/equipe/chiffres/rapport/").content.decode()
    assert "Rapport annuel 2025" in client.get("/equipe/chiffres/rapport/?annee=2025").content.decode()
