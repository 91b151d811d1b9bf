"""The activity report taken away: what one may see of it, in the national codes, and in again unchanged."""

import csv
import gc
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.actions.record_outcome import record_outcome
from bookings.actions.record_workshop import Achieved, record_workshop
from bookings.models import Outcome
from bookings.outcomes import vocabularies as codes
from bookings.outcomes.activity_report import Report, completed, faults
from tests.bookings.workshops.planned import six_thursdays
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db

DAYS = "first=2026-11-01&last=2026-11-30"
EVERYTHING = Report(
    themes=[*codes.THEMES],
    sub_themes=[*codes.SUB_THEMES],
    equipment=[*codes.EQUIPMENT],
    autonomy="partiellement_autonome",
    result="partiel",
    next_step="orientation",
    referred=True,
    referred_to=[*codes.REFERRALS],
    duration_min=50,
)
SIMPLE = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=30)
ELEVEN = TEN + timedelta(hours=1)


@pytest.fixture
def town() -> Town:
    made = Town()
    for report, booked in (
        (EVERYTHING, made.books(name="Amina Essai")),
        (SIMPLE, made.books(TEN + timedelta(hours=1), name="=Jean")),
        (SIMPLE, made.books(name="Olga", site=made.other_site, phone="06 39 98 00 44")),
    ):
        record_outcome(
            booked.pk,
            report=report,
            private_note="Dossier CAF 12",
            by=AT_THE_DESK,
            now=ELEVEN + timedelta(hours=2),
        )
    return made


def taken(client: Client, kind: str = "comptes-rendus.csv", days: str = DAYS) -> list[dict[str, str]]:
    answer = client.get(f"/equipe/chiffres/exports/{kind}?{days}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def test_every_code_of_a_report_comes_out_and_in_again_unchanged(client: Client, town: Town) -> None:
    row = taken(sign_in(client, town.user("coordinator")))[0]
    read = Report(
        themes=row["thematiques"].split("|"),
        sub_themes=row["sous_thematiques_demarches"].split("|"),
        equipment=row["materiel"].split("|"),
        autonomy=row["autonomie"],
        result=row["resultat"],
        next_step=row["suite"],
        referred=row["oriente_vers_structure"] == "oui",
        referred_to=row["structure_de_redirection"].split("|"),
        duration_min=int(row["duree"]),
        kind=row["type"],
        place=row["type_lieu"],
    )
    assert read == completed(EVERYTHING)
    assert faults(read) == []
    assert (row["presence"], row["date"], row["heure"]) == ("seen", "2026-11-30", "10:00")
    assert (row["code_insee"], row["lieu"]) == ("35238", "Maison de quartier Fictive")


def test_a_coordinator_takes_their_organisations_and_a_mediator_their_own(client: Client, town: Town) -> None:
    assert len(taken(sign_in(client, town.user("coordinator")))) == 2
    assert len(taken(sign_in(client, town.user("metro_coordinator")))) == 3
    assert [row["mediateur"] for row in taken(sign_in(client, town.omar.user))] == ["Omar Exemple"]
    assert client.get("/equipe/chiffres/exports/recherche.csv?" + DAYS).status_code == 403
    desk = sign_in(Client(), town.user("desk"))
    assert desk.get("/equipe/chiffres/exports/").status_code == 403


def test_a_workshop_is_one_row_with_its_counters_and_goes_in_again_unchanged(
    client: Client, town: Town
) -> None:
    workshop = six_thursdays(town, times=1, first=date(2026, 11, 5))
    held = workshop.dates.get()
    counted = Achieved(
        5, ["email", "bureautique"], 120, women=3, men=1, ages={"soixante_dix_plus": 4}, level="debutant"
    )
    record_workshop(held.pk, counted, by=AT_THE_DESK, now=held.ends_at)
    for who in (town.user("coordinator"), town.lea.user):
        (row,) = [each for each in taken(sign_in(Client(), who)) if each["type"] == "collectif"]
        read = Report(
            kind=row["type"],
            place=row["type_lieu"],
            themes=row["thematiques"].split("|"),
            result="resolu",
            next_step="aucune",
            duration_min=int(row["duree"]),
            autonomy=row["autonomie"],
            level=row["niveau_atelier"],
            participants=int(row["participants"]),
        )
        assert faults(read) == [] and (row["date"], row["heure"]) == ("2026-11-05", "14:00")
        assert row["genre"] == "feminin:3|masculin:1|non_communique:1"
        assert row["tranche_age"] == "soixante_dix_plus:4|non_communique:1"
        assert row["statut"] == "non_communique:5"
        assert (row["mediateur"], row["presence"], row["resultat"]) == ("Léa Exemple", "seen", "")
    assert not [each for each in taken(sign_in(Client(), town.omar.user)) if each["type"] == "collectif"]


def test_nobodys_name_number_or_note_is_in_a_file(client: Client, town: Town) -> None:
    sign_in(client, town.user("metro_coordinator"))
    for kind in ("comptes-rendus", "recherche"):
        text = str(taken(client, f"{kind}.csv"))
        assert not any(told in text for told in ("Amina", "Jean", "Olga", "CAF", "639980"))


def test_for_research_a_person_is_the_same_in_a_file_and_another_in_the_next(
    client: Client, town: Town
) -> None:
    again = town.books(
        TEN + timedelta(hours=3), resident_id=town.books(TEN + timedelta(hours=4)).participants.get().pk
    )
    same = again.participants.get()
    for one in same.appointments.all():
        record_outcome(one.pk, report=SIMPLE, by=AT_THE_DESK, now=ELEVEN + timedelta(hours=8))
    sign_in(client, town.user("metro_coordinator"))
    first, second = (taken(client, "recherche.csv") for _ in range(2))
    signs = [row["personne"] for row in first]
    assert len(signs) == 5
    assert len(set(signs)) == 4
    assert not set(signs) & {row["personne"] for row in second}
    assert set(first[0]) & {"date", "heure", "lieu", "mediateur", "structure"} == set()


def test_both_days_are_part_of_the_file_on_the_clocks_of_the_town(client: Client, town: Town) -> None:
    late = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    Outcome.objects.first().appointment.__class__.objects.update(
        starts_at=late, ends_at=late + timedelta(minutes=1)
    )
    sign_in(client, town.user("metro_coordinator"))
    assert len(taken(client, days="first=2026-11-30&last=2026-11-30")) == 3
    assert taken(client, days="first=2026-12-01&last=2026-12-31") == []


def test_a_period_upside_down_is_said_beside_its_field_and_kept(client: Client, town: Town) -> None:
    sign_in(client, town.user("coordinator"))
    for page in ("", "comptes-rendus.xlsx"):
        answer = client.get(f"/equipe/chiffres/exports/{page}?first=2026-12-01&last=2026-11-01")
        assert answer.status_code == 400
        assert "Cette date est avant la première." in answer.content.decode()
        assert 'value="2026-12-01"' in answer.content.decode()


def test_the_page_says_how_many_there_are_before_anybody_takes_them(client: Client, town: Town) -> None:
    sign_in(client, town.user("coordinator"))
    assert "<b>2 comptes rendus</b>" in client.get(f"/equipe/chiffres/exports/?{DAYS}").content.decode()
    empty = client.get("/equipe/chiffres/exports/?first=2026-01-01&last=2026-01-31").content.decode()
    assert "Aucun compte rendu pendant ces jours." in empty


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_each_file_is_one_query_and_kept_by_nobody(client: Client, town: Town, kind: str) -> None:
    sign_in(client, town.user("metro_coordinator"))
    answer = client.get(f"/equipe/chiffres/exports/comptes-rendus.{kind}?{DAYS}")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].endswith(f'comptes-rendus-2026-11-01-2026-11-30.{kind}"')
    with CaptureQueriesContext(connection) as asked:
        assert len(b"".join(answer.streaming_content)) > 100
    assert len([one for one in asked.captured_queries if "bookings_outcome" in one["sql"]]) == 1


def test_before_anything_is_asked_for_it_is_last_month(client: Client, town: Town, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(MONDAY_8AM + timedelta(days=3), tick=False)
    page = sign_in(client, town.user("coordinator")).get("/equipe/chiffres/exports/").content.decode()
    assert 'value="2026-11-01"' in page
    assert 'value="2026-11-30"' in page


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows are a long file: each is sent and noted by itself."""
    monkeypatch.setattr("bookings.exports.csv_file._AT_ONCE", 1)
    monkeypatch.setattr("bookings.staff.figures.progress._EVERY", 1)


@pytest.mark.usefixtures("slowly")
def test_whoever_takes_a_file_sees_how_far_it_is_and_nobody_else_does(client: Client, town: Town) -> None:
    sign_in(client, town.user("metro_coordinator"))
    page, sign = f"/equipe/chiffres/exports/?{DAYS}&signe=abcdefgh1&vu=1", "&signe=abcdefgh1"
    assert "lignes sur" not in client.get(page).content.decode()
    answer = client.get(f"/equipe/chiffres/exports/comptes-rendus.csv?{DAYS}{sign}")
    pieces = iter(answer.streaming_content)
    next(pieces), next(pieces)
    assert "1 lignes sur 3 sont parties" in client.get(page).content.decode()
    other = sign_in(Client(), town.user("coordinator"))
    assert "sont parties" not in other.get(page).content.decode()
    b"".join(pieces)
    assert "3 lignes." in client.get(page).content.decode()


@pytest.mark.usefixtures("slowly")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_file_that_is_stopped_leaves_nothing_behind(
    client: Client, town: Town, kind: str, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sign_in(client, town.user("metro_coordinator"))
    answer = client.get(f"/equipe/chiffres/exports/comptes-rendus.{kind}?{DAYS}&signe=abcdefgh2")
    pieces = iter(answer.streaming_content)
    next(pieces)
    for stop in answer._resource_closers:
        stop()
    del pieces, answer, stop
    gc.collect()
    page = client.get(f"/equipe/chiffres/exports/?{DAYS}&signe=abcdefgh2&vu=1").content.decode()
    assert "sont parties" not in page
    # (Three rows are one piece of a packed sheet: it was over before it could be stopped.)
    assert ("arrêté avant la fin" in page) == (kind == "csv")
    assert list(tmp_path.iterdir()) == []
